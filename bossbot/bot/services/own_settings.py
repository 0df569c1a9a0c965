"""One's own settings, limits and today's use."""

from __future__ import annotations

from typing import Final

import structlog

from bossbot.access.terms import Terms, terms_of
from bossbot.access.users import SETTINGS, change_of, field_of
from bossbot.access.values import BadValue, UnknownSetting
from bossbot.bot.answers import Answer
from bossbot.bot.caller import Caller
from bossbot.bot.services import Services
from bossbot.bot.services.changing import not_understood, prefix_for, too_soon
from bossbot.messages import changes
from bossbot.messages import preferences as texts
from bossbot.models import Priority, ServerSettings, UserSettings

log = structlog.get_logger(__name__)

_EXAMPLE: Final = "notification_level minimal"


async def view(services: Services, caller: Caller) -> Answer:
    """The caller's settings, what they may here, and what they had of it today.

    In direct messages that is what their level gives in any server.
    """
    own = await services.preferences.user(caller.user)
    terms = await _terms(services, caller)
    largest = terms.posted(services.settings.limits).video
    unlimited = terms.most_bytes is None
    allowance = texts.Allowance(
        level=terms.level,
        server=caller.guild is not None,
        used=await services.queue.used_today(caller.user),
        per_day=terms.per_day,
        at_once=terms.at_once,
        largest=None if unlimited else largest,
        taken=caller.upload_limit or None,
        highest=terms.highest,
    )
    prefix = prefix_for(services, caller)
    return Answer(
        text=texts.own(_shown(services, own), allowance, prefix), private=True
    )


async def update(services: Services, caller: Caller, name: str, value: str) -> Answer:
    """Set one of the caller's settings by their words."""
    if refusal := await too_soon(services, caller):
        return refusal
    try:
        change = change_of(name, value)
    except (BadValue, UnknownSetting) as problem:
        return await not_understood(services, caller, problem, _EXAMPLE)
    if change.value is None:
        return await _reset(services, caller, change.field)
    await services.preferences.set_user(caller.user, change.field, change.value)
    log.info("setting changed", user=caller.user, setting=change.name)
    text = changes.changed(change.name, changes.word_of(change.value))
    if change.value == Priority.HIGH and not (await _terms(services, caller)).high:
        text += f"\n{changes.high_does_not_count()}"
    return Answer(text=text, private=True)


async def reset(services: Services, caller: Caller, name: str | None = None) -> Answer:
    """Bring one of the caller's settings back to its default, or all of them."""
    if refusal := await too_soon(services, caller):
        return refusal
    try:
        field = None if name is None else field_of(name)
    except UnknownSetting as problem:
        example = "reset notification_level"
        return await not_understood(services, caller, problem, example)
    return await _reset(services, caller, field)


async def _reset(services: Services, caller: Caller, field: str | None) -> Answer:
    await services.preferences.reset_user(caller.user, field)
    log.info("setting reset", user=caller.user, setting=field or "all")
    if field is None:
        return Answer(text=changes.all_at_default(server=False), private=True)
    value = changes.word_of(_value(services, UserSettings(), field))
    return Answer(text=changes.at_default(field, value), private=True)


async def _terms(services: Services, caller: Caller) -> Terms:
    server, premium = ServerSettings(), False
    if caller.guild is not None:
        server = await services.preferences.server(caller.guild)
        premium = await services.grants.premium(caller.guild)
    return terms_of(
        caller.level, caller.roles, server, services.settings, premium=premium
    )


def _shown(services: Services, own: UserSettings) -> list[texts.Shown]:
    usual = UserSettings()
    return [
        texts.Shown(
            name=one.name,
            value=changes.word_of(_value(services, own, one.field)),
            default=getattr(own, one.field) == getattr(usual, one.field),
            summary=one.summary,
        )
        for one in SETTINGS
    ]


def _value(services: Services, own: UserSettings, field: str) -> object:
    """What holds; of retries it may be the operators' number."""
    value: object = getattr(own, field)
    return services.settings.max_retries if value is None else value
