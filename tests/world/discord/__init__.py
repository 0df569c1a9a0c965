"""A Discord stand-in: REST v10, gateway v10 and CDN on loopback.

The unmodified discord.py talks to it over real HTTP and websockets. Start it with
`DiscordServer()`; read `server.api_base` and `server.gateway_url` for the settings.
"""

from tests.world.discord.components import Button, Select
from tests.world.discord.faults import Faults
from tests.world.discord.interactions import Interaction
from tests.world.discord.messages import Attachment, Message
from tests.world.discord.server import DiscordServer
from tests.world.discord.state import Channel, Guild, Role, User

__all__ = [
    "Attachment",
    "Button",
    "Channel",
    "DiscordServer",
    "Faults",
    "Guild",
    "Interaction",
    "Message",
    "Role",
    "Select",
    "User",
]
