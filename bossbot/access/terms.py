"""What a member may in one server: their level, the server's, and that of its roles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Final

from bossbot.access.levels import URGENCY, LevelLimits, limits_of
from bossbot.models import Level, Priority, ServerSettings
from bossbot.settings import MB, Settings

_LEVELS: Final = (Level.NORMAL, Level.PREMIUM, Level.ADMIN)
_HOUR: Final = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms(LevelLimits):
    """The limits of a member in a server.

    Attributes:
        level: Their own, or the server's where that gives more.
        retention: Seconds that delivered files are kept.
    """

    level: Level
    retention: float


def terms_of(
    level: Level,
    roles: Iterable[str],
    server: ServerSettings,
    settings: Settings,
    *,
    premium: bool,
) -> Terms:
    """What a member may here.

    Of what a server set for several of the member's roles (everybody's is one of them)
    the most generous holds. A file size replaces the level's, up to that of premium
    members. A priority replaces the normal level's: it lends `high`, or takes away
    `normal`; what a higher level has stays. Administrators are above all that.

    Args:
        level: What the bot's owner granted the member; normal in direct messages.
        roles: The ids of the member's roles.
        server: Its settings; the defaults in direct messages.
        settings: The operators'.
        premium: Whether the server is a premium one.
    """
    if premium:
        level = max(level, Level.PREMIUM, key=_LEVELS.index)
    limits = limits_of(level, settings)
    changed = asdict(limits)
    mine = [server.roles[role] for role in roles if role in server.roles]
    sizes = [role.max_mb for role in mine if role.max_mb is not None]
    lent = [role.priority for role in mine if role.priority is not None]
    if sizes and level is not Level.ADMIN:
        most = min(max(sizes), settings.premium_max_mb)
        changed |= {"most_bytes": most * MB, "raises": True}
    if lent and limits.highest is Priority.NORMAL:
        changed["highest"] = max(lent, key=URGENCY.index)
    return Terms(level=level, retention=_retention(settings, premium), **changed)


def _retention(settings: Settings, premium: bool) -> float:
    """Seconds; a premium server never has less than the others."""
    hours = settings.retention_hours
    if premium:
        hours = max(hours, settings.premium_retention_hours)
    return hours * _HOUR
