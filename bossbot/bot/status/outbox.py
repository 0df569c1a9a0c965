"""New status messages: one after the other in a channel, in their commands' order.

Discord takes five messages in five seconds per channel. The library lets requests wait
for that, but several at once in a channel it lets through too early: of sixty, every
second was refused. So one is under way per channel; what waits is a name, and what it
says is rendered when its turn comes. A flood of commands holds up no other channel.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import structlog

from bossbot.bot.status.trouble import Undone
from bossbot.pipeline.ports import LedgerAwayError

log = structlog.get_logger(__name__)

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
        self._under_way: dict[str, str] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def put(self, channel: str, name: str, act: Act) -> None:
        """Have it done soon; nothing where the same name waits already.

        Args:
            channel: Whose order it keeps.
            name: What it is.
            act: Does it; raises `Undone` or `LedgerAwayError` to be called again.
        """
        if self._under_way.get(channel) == name:
            return
        self._waiting.setdefault(channel, {}).setdefault(name, act)
        if channel not in self._tasks:
            self._tasks[channel] = asyncio.create_task(self._work_off(channel))

    def is_empty(self) -> bool:
        """Whether everything was done."""
        return not self._under_way and not any(self._waiting.values())

    async def close(self) -> None:
        """Drop what waits: who follows the downloads next will send it."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _work_off(self, channel: str) -> None:
        waiting = self._waiting[channel]
        failures = 0
        try:
            while waiting:
                name = next(iter(waiting))
                act = waiting.pop(name)
                self._under_way[channel] = name
                done = await self._try(name, act)
                del self._under_way[channel]
                failures = 0 if done else failures + 1
                if not done:
                    waiting.setdefault(name, act)
                    pause = min(LONGEST, 2.0 ** min(failures - 1, 5))
                    await asyncio.sleep(self._every * pause)
        finally:
            del self._tasks[channel], self._waiting[channel]
            self._under_way.pop(channel, None)

    async def _try(self, name: str, act: Act) -> bool:
        """Whether it need not be tried again."""
        try:
            await act()
        except Undone as reason:
            log.warning("status not sent", command=name, reason=str(reason))
            return False
        except LedgerAwayError:  # the follower tells
            return False
        except Exception:
            log.exception("status not sent", command=name)
        return True
