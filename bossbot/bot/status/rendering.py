"""From the ledger's records to what a status message shows."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence

from bossbot.bot.status.ages import is_old
from bossbot.bot.status.content import Content, Controls
from bossbot.bot.status.editor import Urgency
from bossbot.bot.status.statuses import Status
from bossbot.bot.status.trouble import Resting
from bossbot.messages.status import status_text
from bossbot.messages.view import View
from bossbot.models import ENDED, WAITING, DiscordTarget, Look


class Renderer:
    """Makes the contents of status messages.

    Args:
        controls: Which buttons they have.
        support_url: Where people get help (SUPPORT_URL).
    """

    def __init__(self, *, controls: Controls, support_url: str | None) -> None:
        self._controls = controls
        self._support_url = support_url

    async def content(self, status: Status, views: Sequence[View]) -> Content:
        """What a message shows of these downloads."""
        text = status_text(views, support_url=self._support_url)
        return Content(status.command, text, await self._controls(views))


def views_of(status: Status, looks: Mapping[str, Look]) -> list[View]:
    """The downloads of a message, in the order of their links; notes their places."""
    now = time.time()
    views = [
        View(
            record=look.record,
            id=name,
            progress=look.progress,
            outlook=look.outlook,
            now=now,
            moved_from=_moved(status, name, look),
        )
        for name in status.downloads
        if (look := looks.get(name)) is not None
    ]
    if views:
        request = views[0].record.request
        status.user = request.user
        if isinstance(request.target, DiscordTarget):
            status.request = request.target.request_message_id
    return views


def recorded(views: Iterable[View]) -> str | None:
    """The message that shows them, as an earlier bot wrote it down."""
    return next(filter(None, (view.record.status_message for view in views)), None)


def are_over(views: Iterable[View]) -> bool:
    """Whether nothing more happens to them."""
    return all(view.record.state in ENDED for view in views)


def all_wait(views: Iterable[View]) -> bool:
    """Whether nothing but their places can change for now."""
    return all(view.record.state in WAITING | ENDED for view in views)


def urgency_of(views: Sequence[View], urgency: Urgency) -> Urgency:
    """How urgent it is to show these downloads as they are now."""
    if are_over(views):
        return Urgency.TERMINAL
    if urgency is Urgency.PROGRESS and all_wait(views):
        return Urgency.POSITION
    return urgency


def is_time(status: Status, resting: Resting, calm: float) -> bool:
    """Whether progress is worth an edit.

    Args:
        status: Which message.
        resting: Channels and messages that are not asked now.
        calm: Seconds that have to lie between two edits.
    """
    message = status.message
    if message is None or message in resting or status.channel in resting:
        return False
    return time.monotonic() - status.changed >= calm and not is_old(message)


def generations(views: Iterable[View]) -> dict[str, int]:
    """Which retry of each download is the present one."""
    return {view.asked_as: view.delivery.generation for view in views}


def _moved(status: Status, name: str, look: Look) -> int | None:
    """The place before the present one; None while it has not moved."""
    place = look.outlook.position if look.outlook else None
    if place is None:
        status.places.pop(name, None)
        return None
    now, before = status.places.get(name, (place, None))
    if now != place:
        now, before = place, now
    status.places[name] = now, before
    return before
