"""What who manages a server may set: names, words, and how they are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import Final

from bossbot.access.known import Known, channels, id_in, id_of, platforms
from bossbot.access.stored import ROLE, role_field
from bossbot.access.values import (
    BadValue,
    Change,
    Setting,
    UnknownSetting,
    boolean,
    named,
    number,
    one_of,
)
from bossbot.models import Permission, Priority

CHANNELS: Final = "channels"
ALLOW: Final = "allow_platforms"
DENY: Final = "deny_platforms"
NAMES: Final = (CHANNELS, ALLOW, DENY, ROLE)
MAX_MB: Final = "max_mb"
PRIORITY: Final = "priority"
ROLE_NAMES: Final = (*(permission.value for permission in Permission), MAX_MB, PRIORITY)
"""What can be set of a role."""


def settings_of(known: Known) -> tuple[Setting, ...]:
    """What can be set of the server itself."""
    sites = known.platforms
    return (
        Setting(
            name=CHANNELS,
            field=CHANNELS,
            summary="the only ones where I work",
            allowed=("channels of this server", "all"),
            free=True,
            example="#media",
            parse=partial(channels, known=known),
        ),
        Setting(
            name=ALLOW,
            field="allowed_platforms",
            summary="the only ones to download from",
            allowed=(*sites, "all"),
            example="reddit twitter",
            parse=partial(platforms, known=known, empty="all"),
        ),
        Setting(
            name=DENY,
            field="denied_platforms",
            summary="those not to download from",
            allowed=(*sites, "none"),
            example="tiktok",
            parse=partial(platforms, known=known, empty="none"),
        ),
    )


def role_settings(role: str, known: Known) -> tuple[Setting, ...]:
    """What can be set of a role, by its id."""
    permissions = tuple(
        Setting(
            name=permission.value,
            field=role_field(role, permission),
            summary="given or taken",
            allowed=("on", "off"),
            example="on",
            parse=boolean,
        )
        for permission in Permission
    )
    most = known.most_mb
    size = Setting(
        name=MAX_MB,
        field=role_field(role, MAX_MB),
        summary="largest posted file",
        allowed=(f"a number from 1 to {most}",),
        free=True,
        example=str(min(25, most)),
        parse=lambda word: number(1, most)(re.sub(r"\s*mb?$", "", word)),
    )
    priority = Setting(
        name=PRIORITY,
        field=role_field(role, PRIORITY),
        summary="the highest that may be asked for",
        allowed=tuple(word.value for word in Priority),
        example="high",
        parse=one_of(Priority),
    )
    return (*permissions, size, priority)


def change_of(words: Sequence[str], known: Known) -> Change:
    """What a manager's words change: `channels #a #b`, `role @Friends max_mb 25`.

    Raises:
        UnknownSetting: There is no such setting, of the server or of a role.
        BadValue: It can't be set to that, or there is no such role.
    """
    match words:
        case [first, *rest] if first.lower() == ROLE:
            role = _role(rest[0] if rest else "", known)
            name, value = (rest[1] if rest[1:] else ""), " ".join(rest[2:])
            setting = named(name, role_settings(role, known))
            return setting.change(value, before="guild role @Role ")
        case [first, *rest]:
            return _of_server(first, known).change(" ".join(rest), before="guild ")
    raise UnknownSetting("", NAMES)


def reset_of(words: Sequence[str], known: Known) -> str:
    """What goes back to its default: a field, or all of a role's (`role:{id}`).

    Roles that are gone have settings to reset, too.

    Raises:
        UnknownSetting: There is no such setting.
        BadValue: That is no role.
    """
    match words:
        case [first, *rest] if first.lower() == ROLE:
            written = rest[0] if rest else ""
            gone = None if id_of(written, known.roles) else id_in(written)
            role = gone or _role(written, known)
            if not rest[1:]:
                return f"{ROLE}:{role}"
            return named(rest[1], role_settings(role, known)).field
        case [first, *_]:
            return _of_server(first, known).field
    raise UnknownSetting("", NAMES)


def _of_server(name: str, known: Known) -> Setting:
    try:
        return named(name, settings_of(known))
    except UnknownSetting as unknown:
        raise UnknownSetting(unknown.name, NAMES) from None


def _role(written: str, known: Known) -> str:
    role = id_of(written, known.roles)
    if role is None:
        allowed = ("a role of this server, mentioned",)
        raise BadValue(ROLE, written, allowed, "guild role @Role priority high")
    return role
