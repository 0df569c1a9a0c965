"""What buttons and reactions do to downloads, for who may."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterable, Sequence
from typing import Final

import structlog

from bossbot.bot.answers import Answer
from bossbot.bot.caller import Caller
from bossbot.bot.gate import admit
from bossbot.bot.ports import Posts
from bossbot.bot.services import Services
from bossbot.bot.services.operations import operate
from bossbot.errors import BossBotError, NotPossibleError
from bossbot.media.offers import offers
from bossbot.messages.catalogue import CONTROLS
from bossbot.messages.command import Command
from bossbot.messages.controls import (
    CHANGES,
    Action,
    fits,
    outcome,
    refusal,
)
from bossbot.messages.errors import explain
from bossbot.messages.receipt import receipt_text
from bossbot.messages.view import View
from bossbot.models import DiscordTarget, ErrorRecord, Permission

_security = structlog.get_logger("bossbot.security")

_CONTROL: Final = Command(
    name="controls",
    slash="controls",
    summary="Buttons and reactions under a status message.",
    direct=True,  # wherever the message stands
    rate=CONTROLS,
)
_AGAIN: Final = dataclasses.replace(_CONTROL, needs=Permission.DOWNLOAD)
"""What ends with media in the channel is for who could ask for it anew."""
_UNKNOWN: Final = "unknown"


async def act(
    services: Services,
    posts: Posts,
    caller: Caller,
    action: Action,
    downloads: Iterable[str],
) -> Answer:
    """Do something to the downloads of a message, where it fits.

    Args:
        services: What it takes.
        posts: What the bot has posted.
        caller: Who asks; not yet admitted.
        action: What to do.
        downloads: The ids under which they were asked for; those that never were, or
            in another server, aren't there.

    Returns:
        An answer for the caller alone, with an `error` where nothing was done.

    Raises:
        LedgerAwayError: It may have been done to some of them.
    """
    again = action is Action.RETRY or action in CHANGES
    admitted = await admit(services, caller, _AGAIN if again else _CONTROL)
    if isinstance(admitted, Answer):
        error = NotPossibleError(action=action, reason="refused")
        return dataclasses.replace(admitted, error=_recorded(error))
    return await carry_out(services, posts, admitted, action, downloads)


async def carry_out(
    services: Services,
    posts: Posts | None,
    caller: Caller,
    action: Action,
    downloads: Iterable[str],
) -> Answer:
    """The same for one who was admitted; without `posts`, any action but delete."""
    views = await _seen(services, caller, downloads)
    if not views:
        return _refused(caller, action, _UNKNOWN)
    mine = [view for view in views if may_control(caller, view)]
    if not mine:
        return _refused(caller, action, "not_yours")
    if action is Action.DETAILS:
        return Answer(text=receipt_text(mine), private=True)
    done, refused = 0, list[BossBotError]()
    for view in _meant(action, mine):
        try:
            await operate(services.queue, posts, caller, action, view)
            done += 1
        except BossBotError as problem:
            refused.append(problem)
    return Answer(
        text=outcome(action, done, len(mine), [_why(action, one) for one in refused]),
        private=True,
        error=_recorded(refused[0]) if refused and not done else None,
    )


def may_control(caller: Caller, view: View) -> bool:
    """Whether a download of the caller's server is theirs to control.

    Who keeps order in one channel alone controls what was asked for there.
    """
    request = view.record.request
    if caller.manages_all or request.user == caller.user:
        return True
    target = request.target
    here = isinstance(target, DiscordTarget) and target.channel_id == caller.channel
    return caller.manages_queue and here


async def _seen(
    services: Services, caller: Caller, downloads: Iterable[str]
) -> list[View]:
    """The downloads of the caller's own server; there are no others for them."""
    found = await services.queue.looks(downloads)
    here = {
        name: look
        for name, look in found.items()
        if caller.guild is not None and look.record.request.guild == caller.guild
    }
    if len(here) < len(found):
        _log_refusal(caller, "look", "elsewhere")
    return [View(record=look.record, id=name) for name, look in here.items()]


def _meant(action: Action, views: Sequence[View]) -> Sequence[View]:
    """Of several, those that it fits; else all, for the ledger knows why not."""
    now = time.time()
    fitting = [view for view in views if fits(action, view, offers(view.record, now))]
    return fitting or views


def _why(action: Action, error: BossBotError) -> str:
    if isinstance(error, NotPossibleError):
        return refusal(action, str(error.data["reason"]))
    told = explain(error)
    return f"❌ **{told.title}**: {told.text} {told.next_step}".strip()


def _refused(caller: Caller, action: Action, reason: str) -> Answer:
    if reason != _UNKNOWN:
        _log_refusal(caller, action, reason)
    error = NotPossibleError(action=action, reason=reason)
    return Answer(
        text=refusal(action, reason),
        private=True,
        error=_recorded(error),
    )


def _recorded(error: BossBotError) -> ErrorRecord:
    return ErrorRecord.model_validate(error.to_dict())


def _log_refusal(caller: Caller, action: str, reason: str) -> None:
    _security.warning(
        "control refused",
        action=str(action),
        reason=reason,
        user=caller.user,
        guild=caller.guild,
    )
