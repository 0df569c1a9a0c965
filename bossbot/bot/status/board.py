"""Shows downloads: has their status messages sent, edited, and told of the end.

A download has as many ids as requesters; each message shows it under the one that its
own requester was given, as it stands for them.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Iterable, Mapping

from bossbot.bot.ports import Queue
from bossbot.bot.status.content import Content, Controls, no_buttons
from bossbot.bot.status.editor import Editor, Urgency
from bossbot.bot.status.firsts import Find, Firsts, Send, Tell, no_find, no_tell
from bossbot.bot.status.rendering import (
    Renderer,
    all_wait,
    are_over,
    generations,
    is_time,
    recorded,
    views_of,
)
from bossbot.bot.status.statuses import GONE, Status, Statuses
from bossbot.bot.status.trouble import Gone, Refused, Trouble
from bossbot.messages.view import View
from bossbot.messages.waiting import STARTING
from bossbot.models import Look
from bossbot.pipeline.ports import LedgerAwayError


class Board(Statuses):
    """Brings status messages up to date. Nothing here waits for Discord.

    Args:
        queue: The downloads.
        editor: Edits the messages there are.
        send: Sends new ones.
        support_url: Where people get help (SUPPORT_URL).
        find: Looks for the message of a command that an earlier bot answered.
        tell: Writes to a requester alone, where the channel takes no message.
        controls: Which buttons the messages have.
    """

    def __init__(
        self,
        *,
        queue: Queue,
        editor: Editor,
        send: Send,
        support_url: str | None,
        find: Find = no_find,
        tell: Tell = no_tell,
        controls: Controls = no_buttons,
    ) -> None:
        super().__init__()
        self._queue = queue
        self._editor = editor
        self._renderer = Renderer(controls=controls, support_url=support_url)
        self._firsts = Firsts(
            queue=queue,
            renderer=self._renderer,
            send=send,
            find=find,
            tell=tell,
            resting=editor.resting,
            every=editor.every,
        )

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
        """Bring all of them up to date, with one look at the ledger.

        Args:
            urgency: Of what is new, where that is no end.
            calm: Seconds since the last change below which progress can wait.
        """
        before = {status: status.looks for status in self.open()}
        names = [name for status in before for name in status.downloads]
        looks = await self._queue.looks(names) if names else {}
        for status, looked in before.items():
            if status.looks == looked and not status.lock.locked():
                async with status.lock:
                    await self._update(status, looks, urgency, calm)

    def gone(self, *messages: str) -> None:
        """These messages were deleted: they aren't asked for any more."""
        for message in messages:
            if status := self.showing(message):
                self._editor.leave(status.channel, message)
                self._leave(status)

    def owes_an_end(self) -> bool:
        """Whether some message doesn't yet say how its downloads ended."""
        return self._editor.owes_an_end() or self._firsts.owes_something()

    async def close(self) -> None:
        """Drop what waits: the next bot goes on with it."""
        await self._firsts.close()
        await self._editor.close()

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
            self.forget(status, {})
            return
        status.message = status.message or recorded(views)
        if status.message is None and not status.direct:
            self._have_sent(status)
            return
        over = are_over(views)
        if over:
            urgency = Urgency.TERMINAL
        elif urgency is Urgency.PROGRESS and all_wait(views):
            urgency = Urgency.POSITION
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

    def _show(
        self, status: Status, message: str, content: Content, urgency: Urgency
    ) -> None:
        if content == status.content:
            return
        status.content, status.changed = content, time.monotonic()
        lost = functools.partial(self._lost, status)
        self._editor.submit(status.channel, message, content, urgency, lost=lost)

    async def _remember(self, message: str, views: Iterable[View]) -> None:
        for view in views:
            if view.record.status_message != message:
                await self._queue.set_status_message(view.asked_as, message)

    def _lost(
        self, status: Status, content: Content, urgency: Urgency, trouble: Trouble
    ) -> None:
        """An edit won't be made."""
        status.content = None
        if isinstance(trouble, Gone):
            self._leave(status)
        elif urgency is Urgency.TERMINAL and isinstance(trouble, Refused):
            self._firsts.tell(status, content)
        elif urgency is Urgency.TERMINAL:
            self._firsts.replace(status, content)

    def _leave(self, status: Status) -> None:
        self.forget(status, dict.fromkeys(status.downloads, GONE))
