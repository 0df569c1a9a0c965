"""Points discord.py at the Discord of the settings."""

from __future__ import annotations

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

OFFICIAL = "https://discord.com/api/v10"


def point_at(api_base: str, gateway: str | None) -> None:
    """Send every client made from now on there.

    The library keeps its addresses in class attributes; they are read when a request
    is made, so this comes before any client. Pictures (avatars, icons) come from the
    API's own host where that isn't Discord's.

    Args:
        api_base: `DISCORD_API_BASE`, with the version (`…/api/v10`).
        gateway: `DISCORD_GATEWAY`; the library's own where None.
    """
    # It would tell everyone that voice, which we don't speak, is not installed.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    base = yarl.URL(api_base.rstrip("/"))
    Route.BASE = str(base)
    if str(base) != OFFICIAL:
        discord.Asset.BASE = str(base.origin())
    if gateway is not None:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
