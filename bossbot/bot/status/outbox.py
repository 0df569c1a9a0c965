"""New status messages: sent in the order of their commands, a few at once a channel.

Discord takes five messages in five seconds per channel, and the library lets requests
wait for that without an end. Here a message that waits is a name: what it says is
rendered when its turn comes, and the requests under way stay few, so that a flood of
commands holds up neither other channels nor answers of other kinds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import structlog

from bossbot.bot.status.trouble import Undone
from bossbot.pipeline.ports import LedgerAwayError

log = structlog.get_logger(__name__)

AT_ONCE: Final = 5
LONGEST: Final = 30.0
"""Seconds between two tries, at most."""

type Act = Callable[[], Awaitable[None]]


class Outbox:
    """What is to be sent, by channel; each is tried until it is done.

    Args:
        every: The pause after a first failure, in seconds; it doubles.
    """

    def __init__(self, *, every: float = 1.0) -> None:
        self._every = every
        self._waiting: dict[str, dict[str, Act]] = {}
        self._under_way: set[tuple[str, str]] = set()
        self._failures: dict[str, int] = {}
        self._tasks: dict[str, set[asyncio.Task[None]]] = {}

    def put(self, channel: str, name: str, act: Act) -> None:
        """Have it done soon; nothing where the same name waits already.

        Args:
            channel: Whose order it keeps.
            name: What it is.
            act: Does it; raises `Undone` or `LedgerAwayError` to be called again.
        """
        if (channel, name) in self._under_way:
            return
        waiting = self._waiting.setdefault(channel, {})
        waiting.setdefault(name, act)
        tasks = self._tasks.setdefault(channel, set())
        if len(tasks) < min(AT_ONCE, len(waiting) + self._busy_in(channel)):
            tasks.add(asyncio.create_task(self._work_off(channel)))

    def holds(self, channel: str, name: str) -> bool:
        """Whether it waits or is under way."""
        waits = name in self._waiting.get(channel, ())
        return waits or (channel, name) in self._under_way

    def is_empty(self) -> bool:
        """Whether everything was done."""
        return not self._under_way and not any(self._waiting.values())

    async def close(self) -> None:
        """Drop what waits: who follows the downloads next will send it."""
        tasks = [task for some in self._tasks.values() for task in some]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _busy_in(self, channel: str) -> int:
        return sum(place == channel for place, _ in self._under_way)

    async def _work_off(self, channel: str) -> None:
        waiting, task = self._waiting[channel], asyncio.current_task()
        try:
            while waiting:
                name = next(iter(waiting))
                act = waiting.pop(name)
                self._under_way.add((channel, name))
                try:
                    done = await self._try(name, act)
                finally:
                    self._under_way.discard((channel, name))
                if done:
                    self._failures.pop(channel, None)
                    continue
                waiting.setdefault(name, act)
                await asyncio.sleep(self._pause(channel))
        finally:
            tasks = self._tasks[channel]
            tasks.discard(task)
            if not tasks:
                del self._tasks[channel], self._waiting[channel]
                self._failures.pop(channel, None)

    async def _try(self, name: str, act: Act) -> bool:
        """Whether it need not be tried again."""
        try:
            await act()
        except (Undone, LedgerAwayError) as reason:
            log.warning("status not sent", command=name, reason=str(reason))
            return False
        except Exception:
            log.exception("status not sent", command=name)
        return True

    def _pause(self, channel: str) -> float:
        failures = self._failures[channel] = self._failures.get(channel, 0) + 1
        return self._every * min(LONGEST, 2.0 ** min(failures - 1, 5))
