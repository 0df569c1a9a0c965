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
from bossbot.errors import BossBotError, NotPossibleError
from bossbot.media.offers import offers
from bossbot.messages.catalogue import CONTROLS, Command
from bossbot.messages.controls import (
    CHANGES,
    Action,
    deleted_note,
    fits,
    not_now,
    outcome,
    posts_of,
    refusal,
)
from bossbot.messages.errors import explain
from bossbot.messages.receipt import receipt_text
from bossbot.messages.view import View
from bossbot.models import ENDED, Change, DiscordTarget, ErrorRecord

_security = structlog.get_logger("bossbot.security")

_CONTROL: Final = Command(
    name="controls",
    slash="controls",
    summary="Buttons and reactions under a status message.",
    direct=True,  # wherever the message stands
    rate=CONTROLS,
)
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
    admitted = await admit(services, caller, _CONTROL)
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
            await _do(services, posts, caller, action, view)
            done += 1
        except BossBotError as problem:
            refused.append(problem)
    return Answer(
        text=outcome(action, done, len(mine), [_why(action, one) for one in refused]),
        private=True,
        error=_recorded(refused[0]) if refused and not done else None,
    )


def may_control(caller: Caller, view: View) -> bool:
    """Whether a download of the caller's server is theirs to control."""
    return caller.manages_queue or view.record.request.user == caller.user


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


async def _do(
    services: Services,
    posts: Posts | None,
    caller: Caller,
    action: Action,
    view: View,
) -> None:
    """Do it to one download.

    Raises:
        NotPossibleError: It doesn't fit.
        QueueFullError: It fits, but there is no room.
    """
    queue, name, by = services.queue, view.asked_as, caller.user
    if reason := not_now(action, view.record):
        raise NotPossibleError(action=action, reason=reason)
    match action:
        case Action.PAUSE:
            await queue.pause(name, by=by)
        case Action.RESUME:
            await queue.resume(name, by=by)
        case Action.CANCEL if view.record.state in ENDED:
            await _leave_at_that(posts, view)
        case Action.CANCEL:
            await queue.cancel(name, by=by)
        case Action.RETRY:
            await queue.retry(name, by=by)
        case Action.DELETE if posts is not None:
            await _delete(posts, by, view)
        case _ if action in CHANGES:
            await queue.retry(name, by=by, change=Change(action.value))


async def _delete(posts: Posts, by: str, view: View) -> None:
    target, messages = view.record.request.target, posts_of(view)
    if not messages or not isinstance(target, DiscordTarget):
        raise NotPossibleError(action=Action.DELETE, reason="not_posted")
    if not await posts.delete(target.channel_id, messages):
        raise NotPossibleError(action=Action.DELETE, reason="not_deleted")
    if status := view.record.status_message:
        note, without = deleted_note(by), {Action.DELETE}
        await posts.amend(target.channel_id, status, without=without, note=note)


async def _leave_at_that(posts: Posts | None, view: View) -> None:
    """Take away the offers to make it fit; nothing else can be cancelled then."""
    target, status = view.record.request.target, view.record.status_message
    offered = offers(view.record, time.time())
    if not (posts and offered and status and isinstance(target, DiscordTarget)):
        raise NotPossibleError(action=Action.CANCEL, reason="ended")
    without = {*CHANGES, Action.CANCEL}
    await posts.amend(target.channel_id, status, without=without)


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
