"""New messages: a command's first one, one in place of another, one to somebody alone.

The outbox has them done; each is rendered when its turn comes.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Awaitable, Callable
from typing import Final, Protocol

import structlog

from bossbot.bot.ports import Queue
from bossbot.bot.status.ages import age
from bossbot.bot.status.content import Content
from bossbot.bot.status.outbox import Outbox
from bossbot.bot.status.rendering import Renderer, are_over, recorded, views_of
from bossbot.bot.status.statuses import Status
from bossbot.bot.status.trouble import (
    CHANNEL_REST,
    Gone,
    Refused,
    Resting,
    Shut,
    Undone,
)
from bossbot.messages.directly import directly

log = structlog.get_logger(__name__)

RESERVED: Final = 60.0
"""Seconds that an interaction has to become a status message."""
NONCE_LASTS: Final = 100.0
"""Seconds within which Discord surely knows a nonce; later its history is read."""
FRESH: Final = 120.0
"""A download asked for longer ago isn't acknowledged any more, but followed."""


class Send(Protocol):
    """Sends a message; raises what `bossbot.bot.status.trouble` has."""

    async def __call__(
        self, channel: str, content: Content, *, reply_to: str | None, nonce: str
    ) -> tuple[str, str]:
        """The message's id, and its text.

        The text is something older where an earlier try had arrived after all.
        """
        ...


type Find = Callable[[str, str], Awaitable[str | None]]
"""The status message that stands in `(channel)` for `(command)` already."""
type Tell = Callable[[str, str, str], Awaitable[None]]
"""Writes to `(user)` alone: `(text)`, with `(nonce)`."""


async def no_find(_channel: str, _command: str) -> str | None:
    """For channels whose history nobody reads."""
    return None


async def no_tell(_user: str, _text: str, _nonce: str) -> None:
    """For where nobody is told anything directly."""


class Firsts:
    """Sends what is new.

    Args:
        queue: The downloads.
        renderer: Makes contents.
        send: Sends a message.
        find: Looks for one that an earlier bot had sent.
        tell: Writes to somebody alone.
        resting: Channels that refused us.
        every: The first pause after a failure, in seconds.
    """

    def __init__(
        self,
        *,
        queue: Queue,
        renderer: Renderer,
        send: Send,
        find: Find,
        tell: Tell,
        resting: Resting,
        every: float,
    ) -> None:
        self._queue = queue
        self._renderer = renderer
        self._send = send
        self._find = find
        self._tell = tell
        self._resting = resting
        self._reserved = Resting()
        self._outbox = Outbox(every=every)

    def reserve(self, channel: str, command: str) -> None:
        """Somebody else may send a command's first message."""
        self._reserved.rest(f"{channel}/{command}", RESERVED)

    def release(self, channel: str, command: str) -> None:
        """They have, or won't."""
        self._reserved.wake(f"{channel}/{command}")

    def put(self, status: Status, then: Callable[[], Awaitable[None]]) -> None:
        """Have the first message sent, and call `then`."""
        if f"{status.channel}/{status.command}" not in self._reserved:
            act = functools.partial(self._open, status, then)
            self._outbox.put(status.channel, status.command, act)

    def replace(self, status: Status, content: Content) -> None:
        """Have an end told in a new message, for the old one takes no edits."""
        act = functools.partial(self._replace, status, content)
        self._outbox.put(status.channel, f"{status.command} end", act)

    def tell(self, status: Status, content: Content, *, end: bool = True) -> None:
        """Have the requester told alone."""
        nonce = f"{'e' if end else 'd'}{status.command}"
        text = directly(content.text, status.channel)
        act = functools.partial(self._direct, status.user, text, nonce)
        self._outbox.put(f"@{status.user}", nonce, act)

    def owes_something(self) -> bool:
        """Whether something waits to be sent."""
        return not self._outbox.is_empty()

    async def close(self) -> None:
        """Drop what waits."""
        await self._outbox.close()

    async def _open(self, status: Status, then: Callable[[], Awaitable[None]]) -> None:
        looks = await self._queue.looks(status.downloads)
        views = views_of(status, looks)
        status.message = status.message or recorded(views)
        if views and status.message is None:
            content = await self._renderer.content(status, views)
            try:
                await self._arrive(status, content)
            except (Refused, Gone, Shut) as reason:
                log.warning("channel refused", channel=status.channel, reason=reason)
                self._resting.rest(status.channel, CHANNEL_REST)
                status.direct = True
                if not are_over(views) and age(status.command) < FRESH:
                    self.tell(status, content, end=False)
        await then()

    async def _arrive(self, status: Status, content: Content) -> None:
        """Find the message or send it."""
        if status.channel in self._resting:
            raise Refused("resting")
        if status.request is None or age(status.command) > NONCE_LASTS:
            status.message = await self._find(status.channel, status.command)
        if status.message is None:
            status.message, text = await self._send(
                status.channel,
                content,
                reply_to=status.request,
                nonce=f"s{status.command}",
            )
            status.content = content if text.strip() == content.text.strip() else None
            status.changed = time.monotonic()

    async def _replace(self, status: Status, content: Content) -> None:
        try:
            status.message, _ = await self._send(
                status.channel,
                content,
                reply_to=status.request,
                nonce=f"e{status.command}",
            )
        except (Refused, Gone, Shut):
            self.tell(status, content)
            return
        for name in status.downloads:
            await self._queue.set_status_message(name, status.message)

    async def _direct(self, user: str, text: str, nonce: str) -> None:
        if f"@{user}" in self._resting:
            return
        try:
            await self._tell(user, text, nonce)
        except (Refused, Gone, Shut) as reason:
            log.info("requester takes no direct messages", reason=str(reason))
            self._resting.rest(f"@{user}", CHANNEL_REST)
        except Undone as reason:
            log.warning("not told directly", reason=str(reason))
