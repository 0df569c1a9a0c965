"""`$dladmin`: bans, levels, premium servers, cleanup, pause and resume of all intake.

The gate lets in the bot's owner and the level `admin`; levels and premium servers are
the owner's alone to give.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Final

import structlog

from bossbot.bot.answers import Answer
from bossbot.bot.caller import Caller
from bossbot.bot.services import Services
from bossbot.errors import NotPossibleError
from bossbot.messages import administration as texts
from bossbot.models import Level

log = structlog.get_logger("bossbot.security")

_USER: Final = re.compile(r"<@!?([0-9]{1,20})>|([0-9]{1,20})")
_ID: Final = re.compile(r"[0-9]{1,20}")
_ON: Final = dict.fromkeys(("on", "yes", "true"), True) | dict.fromkeys(
    ("off", "no", "false"), False
)


async def dladmin(services: Services, caller: Caller, text: str) -> Answer:
    """The words of the prefix command, led to one of the functions below."""
    action, _, rest = text.strip().partition(" ")
    first, _, more = rest.strip().partition(" ")
    user = _user(first)
    match action.lower():
        case "ban" if user:
            return await ban(services, caller, user, more.strip())
        case "unban" if user:
            return await unban(services, caller, user)
        case "level" if user and more.strip().lower() in set(Level):
            return await set_level(services, caller, user, Level(more.strip().lower()))
        case "premium" if first.lower() in _ON:
            return await premium(services, caller, more, on=_ON[first.lower()])
        case "cleanup" if not rest.strip():
            return await clean_up(services, caller)
        case "pause":
            return await pause(services, caller, rest.strip())
        case "resume" if not rest.strip():
            return await resume(services, caller)
    return _not_understood(services)


async def ban(services: Services, caller: Caller, user: str, reason: str) -> Answer:
    """Keep a user out of every server; what they have waiting is cancelled."""
    if user in {services.settings.discord_admin_user_id, caller.user}:
        return Answer(text=texts.not_that_one(), private=True, bad_input=True)
    await services.grants.ban(user, by=caller.user, reason=reason[:300])
    log.warning("user banned", user=user, by=caller.user)
    cancelled = 0
    for listed in await services.queue.listing():
        if listed.record.request.user == user and listed.record.request.pin is None:
            with suppress(NotPossibleError):  # it ended meanwhile
                await services.queue.cancel(listed.id, by=caller.user)
                cancelled += 1
    return _done(texts.banned(user, reason, cancelled))


async def unban(services: Services, caller: Caller, user: str) -> Answer:
    """Let a user in again."""
    was = await services.grants.unban(user)
    log.warning("user unbanned", user=user, by=caller.user)
    return _done(texts.unbanned(user, was=was))


async def set_level(
    services: Services, caller: Caller, user: str, level: Level
) -> Answer:
    """Grant a level; only the owner does that."""
    if not _is_owner(services, caller):
        log.warning("right refused", user=caller.user, command="level")
        return Answer(text=texts.owner_only(), private=True)
    await services.queue.set_level(user, level)
    log.warning("level granted", user=user, level=level, by=caller.user)
    return _done(texts.level_granted(user, level))


async def premium(
    services: Services, caller: Caller, server: str, *, on: bool
) -> Answer:
    """Make a server a premium one, or no longer; only the owner does that.

    Args:
        services: What it takes.
        caller: Who asks; the gate was passed.
        server: Its id as it was written; empty is the caller's.
        on: Whether it is to be one.
    """
    guild = server.strip() or caller.in_guild
    if not _ID.fullmatch(guild):
        return _not_understood(services)
    if not _is_owner(services, caller):
        log.warning("right refused", user=caller.user, command="premium")
        return Answer(text=texts.owner_only(), private=True)
    await services.grants.set_premium(guild, on=on, by=caller.user)
    log.warning("premium server", guild=guild, on=on, by=caller.user)
    return _done(texts.premium_set(on=on, here=guild == caller.guild))


async def clean_up(services: Services, caller: Caller) -> Answer:
    """Have every worker host run its temp and main cleanups now."""
    hosts = await services.queue.clean_up(by=caller.user)
    return _done(texts.cleaning(hosts))


async def pause(services: Services, caller: Caller, reason: str) -> Answer:
    """Take nothing in; what was taken goes on."""
    await services.queue.stop_intake(by=caller.user, reason=reason[:300])
    log.warning("intake stopped", by=caller.user)
    return _done(texts.intake_paused(reason, services.settings.command_prefix))


async def resume(services: Services, caller: Caller) -> Answer:
    """Take downloads in again."""
    await services.queue.start_intake()
    log.warning("intake started", by=caller.user)
    return _done(texts.intake_resumed())


def _is_owner(services: Services, caller: Caller) -> bool:
    return caller.user == services.settings.discord_admin_user_id


def _user(word: str) -> str | None:
    found = _USER.fullmatch(word)
    return (found[1] or found[2]) if found else None


def _not_understood(services: Services) -> Answer:
    usage = texts.usage(services.settings.command_prefix)
    return Answer(text=usage, private=True, bad_input=True)


def _done(text: str) -> Answer:
    return Answer(text=text, private=True)
