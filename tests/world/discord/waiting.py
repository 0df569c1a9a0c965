"""Waiting for something to happen in the world, cheaply enough for a flood of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from tests.world.discord.messages import Message

SCAN_EVERY = 2.0
"""Seconds; what is looked for may hang on more than what changed."""


class _Waiter[T]:
    """Someone who waits; `look` gives what was looked for, or None."""

    def __init__(self, look: Callable[[Message | None], T | None]) -> None:
        self._look = look
        self.found: asyncio.Future[T] = asyncio.get_running_loop().create_future()

    def check(self, changed: Message | None) -> None:
        """Look at what changed, or at everything where that isn't told."""
        if self.found.done():
            return
        try:
            value = self._look(changed)
        except Exception as error:
            self.found.set_exception(error)
        else:
            if value is not None:
                self.found.set_result(value)


class Waiting:
    """Keeps who waits, and tells them."""

    def __init__(self) -> None:
        self.messages: dict[str, Message] = {}
        self._waiters: set[_Waiter[Message] | _Waiter[object]] = set()

    async def wait_for(self, found: Callable[[Message], bool]) -> Message:
        """The first message, of those all may see now or later, that fits."""

        def look(changed: Message | None) -> Message | None:
            for message in [changed] if changed else list(self.messages.values()):
                if not message.deleted and not message.ephemeral and found(message):
                    return message
            return None

        return await self._wait(_Waiter(look))

    async def until[T](self, found: Callable[[], T | None]) -> T:
        """What is found as soon as something happened that makes it so."""
        return await self._wait(_Waiter(lambda _: found()))

    async def _wait[T](self, waiter: _Waiter[T]) -> T:
        self._waiters.add(waiter)  # type: ignore[arg-type]
        try:
            while not waiter.found.done():
                waiter.check(None)
                await asyncio.wait([waiter.found], timeout=SCAN_EVERY)
            return waiter.found.result()
        finally:
            self._waiters.discard(waiter)

    def touch(self, changed: Message | None = None) -> None:
        """Something happened, to a message or otherwise."""
        for waiter in list(self._waiters):
            waiter.check(changed)
