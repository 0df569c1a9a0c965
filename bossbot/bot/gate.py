"""Before any command: who may, where, and how often.

Each kind of refusal is answered once a minute; further ones are counted and logged, and
their answer has no text.
"""

from __future__ import annotations

import asyncio
import dataclasses
from typing import Final

import structlog

from bossbot.access.permissions import may
from bossbot.bot.answers import Answer
from bossbot.bot.caller import Caller
from bossbot.bot.services import Services
from bossbot.messages import access as texts
from bossbot.messages.catalogue import DL, DLH, DLR, DLT, HEALTH, MENU
from bossbot.messages.command import Command, Rate
from bossbot.models import Level, Permission, ServerSettings
from bossbot.pipeline.ports import LedgerAwayError

log = structlog.get_logger(__name__)
_security = structlog.get_logger("bossbot.security")

PROMPT: Final = 1.0
"""Seconds that Redis has to answer where one is let in without it as well."""
_ALWAYS: Final = frozenset({DLH, HEALTH})
"""What does nothing, and answers while Redis is away."""
_POSTING: Final = frozenset({DL, DLT, DLR, MENU})
"""What ends with media in the channel."""


async def admit(
    services: Services, caller: Caller, command: Command, *, counted: bool = True
) -> Caller | Answer:
    """Let a caller through, or say why not.

    Args:
        services: What it asks.
        caller: Who wants in.
        command: Where to.
        counted: Whether the command's rate limit holds; what changes something may
            have another one, which its service counts.

    Returns:
        The caller with level and rights, or the answer to give.

    Raises:
        LedgerAwayError: Redis is away: nobody is let in unseen, but to help and health.
    """
    if command not in _ALWAYS:
        return await _admitted(services, caller, command, counted)
    try:
        async with asyncio.timeout(PROMPT):
            return await _admitted(services, caller, command, counted)
    except (LedgerAwayError, TimeoutError):
        return caller


async def _admitted(
    services: Services, caller: Caller, command: Command, counted: bool
) -> Caller | Answer:
    if caller.guild is None and not command.direct:
        text = texts.only_in_servers(services.settings.command_prefix)
        return await refused(services, caller, command, "place", text)
    owner = caller.user == services.settings.discord_admin_user_id
    if not owner and (ban := await services.grants.banned(caller.user)):
        return await refused(
            services, caller, command, "banned", texts.banned(ban.reason), serious=True
        )
    level = Level.ADMIN if owner else await services.queue.level(caller.user)
    server = await _server(services, caller)
    caller = _with_rights(caller, server, level)
    refusal = await _not_theirs(services, caller, command, server)
    if refusal is None and counted:
        refusal = await limited(services, caller, command, command.rate)
    return caller if refusal is None else refusal


async def limited(
    services: Services, caller: Caller, command: Command, rate: Rate
) -> Answer | None:
    """Count one use; the answer where it came too early."""
    refusal = await services.limiter.take(caller.user, rate, use=caller.command)
    if refusal is None:
        return None
    if refusal.repeated:
        # Downloads are known again by their ids: should the first bot be no more, they
        # are taken all the same.
        goes_on = refusal.taken and command in _POSTING
        return None if goes_on else Answer(private=True, silent=True)
    told = {"user": caller.user, "guild": caller.guild, "rate": rate.name}
    log.debug("rate limit", cooldown=refusal.cooldown, **told)
    if not refusal.first:
        return Answer(private=True)
    if refusal.cooldown:
        return Answer(text=texts.on_cooldown(refusal.wait), private=True)
    _security.warning("rate limit reached", command=command.slash, **told)
    text = texts.too_often(rate.per_minute, refusal.wait)
    return Answer(text=text, private=True)


async def without_right(
    services: Services, caller: Caller, command: Command, permission: Permission
) -> Answer:
    """The refusal of what needs a permission that the caller lacks; logged."""
    prefix = services.settings.command_prefix
    text = texts.no_permission(permission, prefix, writes=caller.can_send)
    return await refused(services, caller, command, permission, text, serious=True)


async def refused(
    services: Services,
    caller: Caller,
    command: Command,
    kind: str,
    text: str,
    *,
    serious: bool = False,
) -> Answer:
    """The answer of a refusal, empty where its kind was answered within this minute.

    Args:
        services: What counts it.
        caller: Who is refused.
        command: What they wanted to use.
        kind: What is counted and logged.
        text: What to say.
        serious: Whether somebody tried what they have no right to.
    """
    told = _security.warning if serious else log.info
    told(
        "refused",
        kind=kind,
        command=command.slash,
        user=caller.user,
        guild=caller.guild,
        channel=caller.channel,
    )
    first = await services.limiter.first(caller.user, kind)
    return Answer(text=text if first else "", private=True)


async def _not_theirs(
    services: Services, caller: Caller, command: Command, server: ServerSettings
) -> Answer | None:
    """Why this caller may not use this command in this channel."""
    if command.owner and caller.level is not Level.ADMIN:
        text = texts.for_the_owner()
        return await refused(services, caller, command, "owner", text, serious=True)
    if _kept_out(caller, command, server):
        text = texts.wrong_channel(server.channels)
        return await refused(services, caller, command, "channel", text)
    if command.needs and not may(command.needs, caller, server, caller.level):
        return await without_right(services, caller, command, command.needs)
    if caller.missing and command in _POSTING:
        text = texts.bot_lacks(caller.missing)
        return await refused(services, caller, command, "bot lacks", text)
    return None


def _kept_out(caller: Caller, command: Command, server: ServerSettings) -> bool:
    """Whether the server has the bot in other channels only.

    Help, health and settings, which work in direct messages too, are for everywhere;
    so is everything for those who could change the restriction or keep order.
    """
    if not server.channels or command.direct:
        return False
    if caller.manages_queue or caller.manages_settings:
        return False
    return not {caller.channel, caller.parent} & set(server.channels)


async def _server(services: Services, caller: Caller) -> ServerSettings:
    if caller.guild is None:
        return ServerSettings()
    return await services.preferences.server(caller.guild)


def _with_rights(caller: Caller, server: ServerSettings, level: Level) -> Caller:
    everywhere = dataclasses.replace(caller, manages_messages=caller.moderates)
    return dataclasses.replace(
        caller,
        level=level,
        manages_queue=may(Permission.MANAGE_QUEUE, caller, server, level),
        manages_all=may(Permission.MANAGE_QUEUE, everywhere, server, level),
        manages_settings=may(Permission.MANAGE_SETTINGS, caller, server, level),
    )
