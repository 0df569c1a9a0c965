"""The thread and loop of the stand-in, and calls into it from tests."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concurrent.futures import Future

    from tests.world.discord.answers import Answers
    from tests.world.discord.commands import Commands
    from tests.world.discord.gateway import Gateway
    from tests.world.discord.world import World

WAIT = 60.0
"""Seconds to wait for something before a test fails; the machine may be slow."""


class Driver:
    """What the parts of `DiscordServer` share; usable from any thread."""

    world: World
    gateway: Gateway
    commands: Commands
    answers: Answers

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def _call[T](self, coroutine: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(WAIT)

    def _do[T](self, act: Callable[[], T]) -> T:
        """Call something on the server's loop."""

        async def called() -> T:
            return act()

        return self._call(called())

    def _until[T](self, found: Callable[[], T | None], timeout: float) -> Future[T]:
        async def wait() -> T:
            return await asyncio.wait_for(self.world.until(found), timeout)

        return asyncio.run_coroutine_threadsafe(wait(), self._loop)
