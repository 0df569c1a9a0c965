"""Every command there is: how it is used, who may, how often.

The one list: commands are registered, limited and explained by it.
"""

from __future__ import annotations

from typing import Final

from bossbot.messages.command import Command, Rate
from bossbot.models import Permission

_OPTIONS: Final = "[low|normal|high] [best|audio|video|smallest]"
_LINKS: Final = (
    "Up to 10 links in one command, also in <…> or among other words.",
    "The priority `high` is for premium members.",
    "Without a priority or format your own settings hold.",
)


def _download(name: str) -> Rate:
    return Rate(name=name, per_minute=5, cooldown=10)


DL: Final = Command(
    name="dl",
    slash="download",
    usage=f"<url…> {_OPTIONS}",
    slash_usage="url [format] [priority]",
    summary="Download media from any supported site.",
    examples=(
        "https://www.reddit.com/r/aww/comments/1abc2d/ audio",
        "https://youtu.be/dQw4w9WgXcQ smallest low",
    ),
    notes=_LINKS,
    needs=Permission.DOWNLOAD,
    rate=_download("dl"),
)
DLT: Final = Command(
    name="dlt",
    slash="dlt",
    usage=f"<url…> {_OPTIONS}",
    slash_usage="url [format] [priority]",
    summary="Download media from Twitter/X.",
    examples=("https://x.com/nasa/status/1234567890 high",),
    notes=_LINKS,
    needs=Permission.DOWNLOAD,
    rate=_download("dlt"),
)
DLR: Final = Command(
    name="dlr",
    slash="dlr",
    usage=f"<url…> {_OPTIONS}",
    slash_usage="url [format] [priority]",
    summary="Download media from Reddit.",
    examples=("https://www.reddit.com/r/aww/comments/1abc2d/",),
    notes=_LINKS,
    needs=Permission.DOWNLOAD,
    rate=_download("dlr"),
)
MENU: Final = Command(
    name="",
    slash="Download media",
    summary="Download every supported link in a message.",
    notes=("In the menu of a message, under Apps.",),
    needs=Permission.DOWNLOAD,
    rate=_download("menu"),
)
DLQ: Final = Command(
    name="dlq",
    slash="queue list",
    summary="Show this server's queue, your position and the estimated wait.",
    needs=Permission.DOWNLOAD,
    rate=Rate(name="dlq", per_minute=10, cooldown=5),
)
DLC: Final = Command(
    name="dlc",
    slash="queue cancel",
    usage="[id]",
    slash_usage="[id]",
    summary="Cancel a download.",
    examples=("", "k3v9x2m4q7aa"),
    notes=(
        "Without an id: your newest one.",
        "Moderators can cancel anybody's in their server.",
    ),
    needs=Permission.DOWNLOAD,
    rate=Rate(name="dlc", per_minute=10, cooldown=5),
)
DLCLEAR: Final = Command(
    name="dlclear",
    slash="queue clear",
    summary="Empty this server's waiting queue; running ones go on.",
    needs=Permission.MANAGE_QUEUE,
    rate=Rate(name="dlclear", per_minute=2, cooldown=30),
)
DLS: Final = Command(
    name="dls",
    slash="settings",
    usage="[name value] | reset [name] | guild …",
    slash_usage="view | update | reset | server …",
    summary="Show or change your settings; see your limits and today's use.",
    examples=(
        "",
        "notification_level minimal",
        "reset",
        "guild",
        "guild deny_platforms tiktok",
        "guild role @Friends priority high",
    ),
    notes=("`guild` is for those who manage the server.",),
    direct=True,
    rate=Rate(name="dls", per_minute=10, cooldown=5),
    updates=Rate(name="dls update", per_minute=5, cooldown=15),
)
STATS: Final = Command(
    name="stats",
    slash="stats",
    summary="Show download statistics of this server, and your own.",
    needs=Permission.VIEW_STATS,
    rate=Rate(name="stats", per_minute=10, cooldown=5),
)
DLH: Final = Command(
    name="dlh",
    slash="help",
    usage="[command]",
    slash_usage="[command]",
    summary="Explain the commands.",
    examples=("", "dl"),
    direct=True,
    rate=Rate(name="dlh", per_minute=10, cooldown=5),
)
HEALTH: Final = Command(
    name="health",
    slash="health",
    summary="Show whether the bot is well.",
    direct=True,
    rate=Rate(name="health", per_minute=10, cooldown=5),
)
DLADMIN: Final = Command(
    name="dladmin",
    slash="admin",
    usage="ban|unban|level|premium|cleanup|pause|resume …",
    slash_usage="ban|unban|level|premium|cleanup|pause|resume …",
    summary="Bans, levels, premium servers, cleanup; pause and resume all intake.",
    examples=(
        "ban @someone spam",
        "unban @someone",
        "level @someone premium",
        "premium on",
        "cleanup",
        "pause moving house",
        "resume",
    ),
    owner=True,
    rate=Rate(name="dladmin", per_minute=5, cooldown=5),
)
CONTROLS: Final = Rate(name="controls", per_minute=20, cooldown=0)
"""Of buttons and reactions under a status message, all together."""

COMMANDS: Final = (
    *(DL, DLT, DLR, DLQ, DLC, DLCLEAR, DLS, STATS, DLH, HEALTH, DLADMIN),
    MENU,
)
"""In the order of the help."""
