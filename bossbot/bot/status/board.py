"""Shows downloads: has their status messages sent, edited, and told of the end.

A download has as many ids as requesters; each message shows it under the one that its
own requester was given, as it stands for them.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from itertools import batched
from typing import Final

from bossbot.bot.status.content import Content
from bossbot.bot.status.editor import Urgency
from bossbot.bot.status.rendering import (
    are_over,
    generations,
    is_time,
    recorded,
    urgency_of,
    views_of,
)
from bossbot.bot.status.showing import Showing
from bossbot.bot.status.statuses import Status
from bossbot.messages.waiting import LOST, STARTING
from bossbot.models import Look
from bossbot.pipeline.ports import LedgerAwayError

AT_ONCE: Final = 20
"""Messages brought up to date in one go: commands are answered in between."""


class Board(Showing):
    """Brings status messages up to date. Nothing here waits for Discord."""

    def reserve(self, channel: str, command: str) -> None:
        """Somebody else may send the first message of a command.

        Until `release` none is sent here, but no longer than a minute.
        """
        self._firsts.reserve(channel, command)

    def release(self, channel: str, command: str) -> None:
        """They have done so, or won't."""
        self._firsts.release(channel, command)

    async def preview(self, status: Status) -> Content:
        """What a message shows of its downloads now, for who sends it himself."""
        try:
            looks = await self._queue.looks(status.downloads)
        except LedgerAwayError:  # it is shown when the ledger is back
            return Content(status.command, STARTING)
        return await self._renderer.content(status, views_of(status, looks))

    async def refresh(self, status: Status, urgency: Urgency) -> None:
        """Bring one message up to date; soon, where there is none yet."""
        async with status.lock:
            if status.message is None and not status.direct:
                self._have_sent(status)
                return
            status.looks += 1
            looks = await self._queue.looks(status.downloads)
            await self._update(status, looks, urgency)

    async def refresh_all(
        self, urgency: Urgency = Urgency.PROGRESS, *, calm: float = 0.0
    ) -> None:
        """Bring all of them up to date, some with each look at the ledger.

        Args:
            urgency: Of what is new, where that is no end.
            calm: Seconds since the last change below which progress can wait.
        """
        for some in batched(self.open(), AT_ONCE):
            before = {status: status.looks for status in some}
            names = [name for status in some for name in status.downloads]
            looks = await self._queue.looks(names)
            for status, looked in before.items():
                if status.looks == looked and not status.lock.locked():
                    async with status.lock:
                        await self._update(status, looks, urgency, calm)

    async def _update(
        self,
        status: Status,
        looks: Mapping[str, Look],
        urgency: Urgency,
        calm: float = 0.0,
    ) -> None:
        if not self.is_open(status):
            return  # its end was told meanwhile
        views = views_of(status, looks)
        if not views:
            self._lose(status)
            return
        status.message = status.message or recorded(views)
        if status.message is None and not status.direct:
            self._have_sent(status)
            return
        over, urgency = are_over(views), urgency_of(views, urgency)
        resting = self._editor.resting
        if urgency <= Urgency.PROGRESS and not is_time(status, resting, calm):
            return
        content = await self._renderer.content(status, views)
        if status.message is not None:
            self._show(status, status.message, content, urgency)
            await self._remember(status.message, views)
        elif over:
            self._firsts.tell(status, content)
        if over:
            self.forget(status, generations(views))

    def _have_sent(self, status: Status) -> None:
        if self.is_open(status):
            again = functools.partial(self.refresh, status, Urgency.STAGE)
            self._firsts.put(status, again)

    def _lose(self, status: Status) -> None:
        """The ledger knows nothing of it any more."""
        if status.message is not None:
            lost = Content(status.command, LOST)
            self._show(status, status.message, lost, Urgency.TERMINAL)
        self.forget(status, {})
