"""A Discord stand-in: REST v10, gateway v10 and CDN on loopback.

The unmodified discord.py talks to it over real HTTP and websockets. Start it with
`DiscordServer()`; read `server.api_base` and `server.gateway_url` for the settings.
"""

from tests.world.discord.faults import Faults
from tests.world.discord.server import DiscordServer
from tests.world.discord.state import Attachment, Channel, Guild, Message, User

__all__ = [
    "Attachment",
    "Channel",
    "DiscordServer",
    "Faults",
    "Guild",
    "Message",
    "User",
]
