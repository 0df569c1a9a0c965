"""Settings of users and servers, as people read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bossbot.messages.neutral import fact
from bossbot.messages.reasons import PLATFORMS
from bossbot.messages.spelling import spelled
from bossbot.messages.units import size
from bossbot.models import Level, Priority, RoleSettings, ServerSettings

_MOST: Final = 2000
_EXAMPLE: Final = "notification_level minimal"
_EXAMPLES: Final = (
    "deny_platforms tiktok",
    "role @Role priority high",
    "reset deny_platforms",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A setting with its value.

    Attributes:
        name: As members write it.
        value: In words.
        default: Whether that is the default.
        summary: What it is for.
    """

    name: str
    value: str
    default: bool
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What somebody may, and had of it today.

    Attributes:
        level: The level that holds.
        server: Whether it is what holds in a server, its premium and roles counted.
        used: Downloads of today.
        per_day: How many there may be; 0 is no limit.
        at_once: How many run together; 0 is no limit.
        largest: Bytes of the largest posted file; None is whatever a server takes.
        taken: Bytes of a file that this server takes; None where that isn't known.
        highest: The most urgent priority.
    """

    level: Level
    server: bool
    used: int
    per_day: int
    at_once: int
    largest: int | None
    taken: int | None
    highest: Priority


def own(settings: Sequence[Shown], allowance: Allowance, prefix: str) -> str:
    """A user's settings, limits, and today's use."""
    where = "in this server" if allowance.server else "in a server without extras"
    lines = [
        "⚙️ **Your settings**",
        *(_line(setting) for setting in settings),
        f"📏 **Your limits {where}** (level `{allowance.level}`)",
        f"Total downloads today: {_of(allowance.used, allowance.per_day)}",
        f"At once: {allowance.at_once or 'any number'}",
        f"Largest posted file: {_largest(allowance)}",
        f"Highest priority: `{allowance.highest}`",
        f"Change one: {spelled(_EXAMPLE, prefix)}",
        f"Back to the defaults: {spelled('reset', prefix)}",
    ]
    return "\n".join(lines)


def server(
    settings: ServerSettings, *, guild: str, premium_hours: float | None, prefix: str
) -> str:
    """A server's settings.

    Args:
        settings: What is set.
        guild: Its id, which is that of everybody's role.
        premium_hours: How long it keeps files where it is a premium one.
        prefix: What stands before a command.
    """
    channels = ", ".join(f"<#{channel}>" for channel in settings.channels)
    lines = [
        "🛠️ **Settings of this server**",
        f"`channels`: {channels or 'all (default)'}",
        f"`allow_platforms`: {_platforms(settings.allowed_platforms, 'all (default)')}",
        f"`deny_platforms`: {_platforms(settings.denied_platforms, 'none (default)')}",
    ]
    roles = [_role(role, of, guild) for role, of in settings.roles.items()]
    lines += roles or ["Roles: nothing set (default)"]
    if premium_hours is not None:
        lines.append(
            f"⭐ A premium server: everybody is `{Level.PREMIUM}`, and files are kept "
            f"for {premium_hours:g} hours."
        )
    change, role, reset = (spelled(f"guild {one}", prefix) for one in _EXAMPLES)
    end = f"Change one: {change}\nOr a role's: {role}\nBack to a default: {reset}"
    return _fitted(lines, end)


def called(role: str, guild: str) -> str:
    """A role as Discord shows it; everybody's can't be mentioned."""
    return "`@everyone`" if role == guild else f"<@&{role}>"


def _line(setting: Shown) -> str:
    default = " (default)" if setting.default else ""
    return f"`{setting.name}`: {setting.value}{default} · {setting.summary}"


def _of(used: int, most: int) -> str:
    return f"{used}/{most}" if most else f"{used}, without a limit"


def _largest(allowance: Allowance) -> str:
    largest, taken = allowance.largest, allowance.taken
    if taken is not None and (largest is None or taken <= largest):
        return f"{size(taken)}, all that Discord takes here"
    return size(largest) if largest is not None else "whatever the server takes"


def _platforms(names: Sequence[str], none: str) -> str:
    return ", ".join(PLATFORMS.get(name, fact(name)) for name in names) or none


def _role(role: str, settings: RoleSettings, guild: str) -> str:
    told: dict[str, object] = {
        f"`{permission}`": "on" if given else "off"
        for permission, given in settings.permissions.items()
    }
    if settings.max_mb is not None:
        told["`max_mb`"] = settings.max_mb
    if settings.priority is not None:
        told["`priority`"] = f"up to {settings.priority}"
    return f"Role {called(role, guild)}: {_listed(told)}"


def _listed(told: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {value}" for name, value in told.items())


def _fitted(lines: Sequence[str], end: str) -> str:
    """The lines that fit into one message, with how many are missing."""
    text = "\n".join([*lines, end])
    kept = len(lines)
    while len(text) > _MOST:
        kept -= 1
        more = f"… and {len(lines) - kept} more"
        text = "\n".join([*lines[:kept], more, end])
    return text
