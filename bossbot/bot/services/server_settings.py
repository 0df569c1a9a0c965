"""The settings of a server, for those who manage it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Final

import structlog

from bossbot.access.known import Known
from bossbot.access.servers import change_of, reset_of
from bossbot.access.stored import ROLE
from bossbot.access.values import BadValue, Change, UnknownSetting
from bossbot.bot.answers import Answer
from bossbot.bot.caller import Caller
from bossbot.bot.gate import refused, without_right
from bossbot.bot.services import Services
from bossbot.bot.services.changing import not_understood, prefix_for, too_soon
from bossbot.links.platforms import DOMAINS
from bossbot.messages import access, changes
from bossbot.messages import preferences as texts
from bossbot.messages.catalogue import DLS
from bossbot.models import OTHER, Level, Permission
from bossbot.settings import Settings

log = structlog.get_logger(__name__)

PLATFORMS: Final = (*dict.fromkeys(DOMAINS.values()), OTHER)
"""What can be allowed and denied."""

_OF_A_SERVER: Final = "guild deny_platforms tiktok"
_RESET: Final = "guild reset channels"
_OF_A_ROLE: Final = "guild role @Role priority high"


def whole(known: Known, settings: Settings) -> Known:
    """What can be named in a server, with what is the same in all of them."""
    return dataclasses.replace(
        known, platforms=PLATFORMS, most_mb=settings.premium_max_mb
    )


async def view_server(services: Services, caller: Caller) -> Answer:
    """What is set in this server."""
    if refusal := await _not_theirs(services, caller):
        return refusal
    guild = caller.in_guild
    settings = services.settings
    hours = settings.premium_retention_hours
    text = texts.server(
        await services.preferences.server(guild),
        guild=guild,
        premium_hours=hours if await services.grants.premium(guild) else None,
        prefix=prefix_for(services, caller),
    )
    return Answer(text=text, private=True)


async def update_server(
    services: Services, caller: Caller, words: Sequence[str], known: Known
) -> Answer:
    """Set something of this server: `channels #a #b`, `role @Friends max_mb 25`.

    Args:
        services: What it uses.
        caller: Who asks; the gate was passed.
        words: The setting, for a role also which and what, and the value.
        known: The server's channels and roles.
    """
    if refusal := await _may_not_change(services, caller):
        return refusal
    try:
        change = change_of(words, whole(known, services.settings))
    except (BadValue, UnknownSetting) as problem:
        of_role = bool(words) and words[0].lower() == ROLE
        example = _OF_A_ROLE if of_role else _OF_A_SERVER
        return await not_understood(services, caller, problem, example)
    if refusal := await _only_managers(services, caller, change.field):
        return refusal
    role = _role_of(change.field, caller.in_guild)
    # nothing named is what an empty setting means
    if change.value in (None, []):
        return await _reset(services, caller, change.field, change.name)
    await services.preferences.set_server(caller.in_guild, change.field, change.value)
    _log("server setting changed", caller, change.field)
    text = changes.changed(change.name, _value(change), of=role)
    return Answer(text=text, private=True)


async def reset_server(
    services: Services, caller: Caller, words: Sequence[str], known: Known
) -> Answer:
    """Bring something of this server back to its default, or everything.

    Args:
        services: What it uses.
        caller: Who asks; the gate was passed.
        words: The setting, for a role also which and maybe what; none is all.
        known: The server's channels and roles.
    """
    if refusal := await _may_not_change(services, caller):
        return refusal
    try:
        field = reset_of(words, whole(known, services.settings)) if words else None
    except (BadValue, UnknownSetting) as problem:
        return await not_understood(services, caller, problem, _RESET)
    if refusal := await _only_managers(services, caller, field):
        return refusal
    if field is None:
        await services.preferences.reset_server(caller.in_guild)
        _log("server setting reset", caller, "all")
        return Answer(text=changes.all_at_default(server=True), private=True)
    name = words[0].lower() if field.count(":") == 0 else field.split(":")[-1]
    return await _reset(services, caller, field, name)


async def _reset(services: Services, caller: Caller, field: str, name: str) -> Answer:
    await services.preferences.reset_server(caller.in_guild, field)
    _log("server setting reset", caller, field)
    role = _role_of(field, caller.in_guild)
    whole_role = role and field.count(":") == 1
    text = (
        changes.role_at_default(role)
        if whole_role
        else changes.at_default(name, of=role)
    )
    return Answer(text=text, private=True)


async def _not_theirs(services: Services, caller: Caller) -> Answer | None:
    if caller.guild is None:
        return await refused(services, caller, DLS, "place", changes.only_there())
    if not caller.manages_settings:
        right = Permission.MANAGE_SETTINGS
        return await without_right(services, caller, DLS, right)
    return None


async def _may_not_change(services: Services, caller: Caller) -> Answer | None:
    refusal = await _not_theirs(services, caller)
    return await too_soon(services, caller) if refusal is None else refusal


async def _only_managers(
    services: Services, caller: Caller, field: str | None
) -> Answer | None:
    """Whether a change is for those alone to whom Discord gives the server to manage.

    What roles may is: nobody whom they lent its settings helps themselves to more.
    """
    theirs = caller.manages_guild or caller.level is Level.ADMIN
    of_roles = field is None or field.startswith(f"{ROLE}:")
    if theirs or not of_roles:
        return None
    text = access.roles_are_not_yours()
    return await refused(services, caller, DLS, "roles", text, serious=True)


def _role_of(field: str, guild: str) -> str:
    """The role that a field is of, as Discord shows it; empty for the server's own."""
    kind, _, rest = field.partition(":")
    return texts.called(rest.partition(":")[0], guild) if kind == ROLE else ""


def _value(change: Change) -> str:
    if change.field == "channels" and isinstance(change.value, list):
        return changes.channels_of(change.value)
    if isinstance(change.value, bool):
        return changes.word_of("on" if change.value else "off")
    return changes.word_of(change.value)


def _log(event: str, caller: Caller, setting: str) -> None:
    log.info(event, guild=caller.guild, user=caller.user, setting=setting)
