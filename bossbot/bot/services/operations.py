"""One action on one download, for a caller who may."""

from __future__ import annotations

import time

from bossbot.bot.caller import Caller
from bossbot.bot.ports import Posts, Queue
from bossbot.errors import IntakeStoppedError, NotPossibleError
from bossbot.media.offers import offers
from bossbot.messages.controls import (
    CHANGES,
    Action,
    deleted_note,
    not_now,
    posts_of,
)
from bossbot.messages.view import View
from bossbot.models import ENDED, Change, DiscordTarget, State


async def operate(
    queue: Queue, posts: Posts | None, caller: Caller, action: Action, view: View
) -> None:
    """Do it to one download.

    Args:
        queue: Which has the download.
        posts: What was posted; nothing of it is touched without.
        caller: Who may.
        action: Any but details.
        view: The download as its requester sees it.

    Raises:
        NotPossibleError: It doesn't fit.
        QueueFullError: It fits, but there is no room.
        IntakeStoppedError: Nothing is taken in, and this would be.
    """
    name, by = view.asked_as, caller.user
    if reason := not_now(action, view.record):
        raise NotPossibleError(action=action, reason=reason)
    again = action is Action.RETRY or action in CHANGES
    if again and (stop := await queue.intake()) is not None:
        raise IntakeStoppedError(reason=stop.reason)
    match action:
        case Action.PAUSE:
            await queue.pause(name, by=by)
        case Action.RESUME:
            await queue.resume(name, by=by)
        case Action.CANCEL:
            await queue.cancel(name, by=by)  # somebody may just have tried it again
            if await _stayed_over(queue, view):
                await _leave_at_that(posts, view)
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
        await posts.amend(
            target.channel_id,
            status,
            without=without,
            note=note,
            unlinked=view.post_url(),
        )


async def _stayed_over(queue: Queue, view: View) -> bool:
    """Whether it had ended, and not been tried again since it was looked at."""
    if view.record.state is not State.FAILED:
        return view.record.state in ENDED
    record = await queue.record(view.asked_as)
    return record is None or record.state is not State.CANCELLED


async def _leave_at_that(posts: Posts | None, view: View) -> None:
    """Take away the offers to make it fit; nothing else can be cancelled then."""
    target, status = view.record.request.target, view.record.status_message
    offered = offers(view.record, time.time())
    if not (posts and offered and status and isinstance(target, DiscordTarget)):
        raise NotPossibleError(action=Action.CANCEL, reason="ended")
    without = {*CHANGES, Action.CANCEL}
    await posts.amend(target.channel_id, status, without=without)
