"""Edits of status messages, in their order of urgency, at most one a second a channel.

Discord allows about five edits in five seconds per channel. What waits is replaced by
what is newer, so that any number of downloads costs one edit a second.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import structlog

log = structlog.get_logger(__name__)

EVERY: Final = 1.0
REMEMBERED: Final = 1000
TRIES: Final = 8
"""An edit that keeps failing is given up after about two minutes."""

type Edit = Callable[[str, str, str], Awaitable[None]]
"""Edits `(channel, message, text)`."""


class Gone(Exception):
    """The message can't be edited any more: deleted, or no longer ours to change."""


class Undone(Exception):
    """The edit failed, but may succeed later."""


class Urgency(IntEnum):
    """What goes first."""

    POSITION = 0
    PROGRESS = 1
    STAGE = 2
    TERMINAL = 3


@dataclass(frozen=True, slots=True)
class _Waiting:
    text: str
    urgency: Urgency
    since: int
    tries: int = 0

    @property
    def rank(self) -> tuple[int, int]:
        return (-self.urgency, self.since)


class Editor:
    """One queue of waiting edits per channel, each worked off by a task of its own."""

    def __init__(self, edit: Edit, *, every: float = EVERY) -> None:
        self._edit = edit
        self._every = every
        self._waiting: dict[str, dict[str, _Waiting]] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._gone: dict[str, None] = {}
        self._under_way: dict[str, Urgency] = {}
        self._count = itertools.count()

    def submit(self, channel: str, message: str, text: str, urgency: Urgency) -> None:
        """Have the message say `text`, soon; the newest text wins."""
        if message in self._gone:
            return
        waiting = self._waiting.setdefault(channel, {})
        before = waiting.get(message)
        since = before.since if before else next(self._count)
        urgency = max(urgency, before.urgency) if before else urgency
        waiting[message] = _Waiting(text, urgency, since)
        if channel not in self._tasks:
            self._tasks[channel] = asyncio.create_task(self._work_off(channel))

    def owes_an_end(self) -> bool:
        """Whether some message doesn't yet say how its downloads ended."""
        waiting = [edit for place in self._waiting.values() for edit in place.values()]
        urgencies = [*self._under_way.values(), *(edit.urgency for edit in waiting)]
        return Urgency.TERMINAL in urgencies

    async def close(self) -> None:
        """Drop what waits: who follows the downloads next will edit again."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _work_off(self, channel: str) -> None:
        waiting = self._waiting[channel]
        try:
            while waiting:
                message = min(waiting, key=lambda name: waiting[name].rank)
                edit = waiting.pop(message)
                self._under_way[channel] = edit.urgency
                again = await self._try(channel, message, edit)
                if again is not None:
                    waiting.setdefault(message, again)
                del self._under_way[channel]
                pause = min(30.0, 2.0**again.tries) if again else 1.0
                await asyncio.sleep(self._every * pause)
        finally:
            del self._tasks[channel], self._waiting[channel]

    async def _try(self, channel: str, message: str, edit: _Waiting) -> _Waiting | None:
        """Make one edit; what to put back where it failed for now."""
        try:
            await self._edit(channel, message, edit.text)
        except Gone:
            self._note_gone(message)
        except Undone as reason:
            tries = edit.tries + 1
            log.warning("edit failed", message=message, tries=tries, reason=str(reason))
            if tries < TRIES:
                return _Waiting(edit.text, edit.urgency, edit.since, tries)
        except Exception:
            log.exception("edit failed", message=message)
        return None

    def _note_gone(self, message: str) -> None:
        """Ask no more for it: refused requests count towards a ban of our address."""
        self._gone[message] = None
        if len(self._gone) > REMEMBERED:
            del self._gone[next(iter(self._gone))]
