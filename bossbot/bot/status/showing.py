"""Has what status messages say sent and edited, and hears what becomes of that."""

from __future__ import annotations

import functools
import time
from collections.abc import Iterable

from bossbot.bot.ports import Queue
from bossbot.bot.status.content import Content, Controls, no_buttons
from bossbot.bot.status.editor import Editor, Urgency
from bossbot.bot.status.firsts import Find, Firsts, Send, Tell, no_find, no_tell
from bossbot.bot.status.rendering import Renderer
from bossbot.bot.status.statuses import GONE, Status, Statuses
from bossbot.bot.status.trouble import Gone, Refused, Trouble
from bossbot.messages.view import View


class Showing(Statuses):
    """The messages there are, and those who write them.

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
