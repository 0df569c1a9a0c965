"""Edits of status messages, in their order of urgency, at most one a second a channel.

Discord allows about five edits in five seconds per channel. What waits is replaced by
what is newer, so that any number of downloads costs one edit a second.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Final

import structlog

from bossbot.bot.status.content import Content
from bossbot.bot.status.trouble import (
    CHANNEL_REST,
    MESSAGE_REST,
    Gone,
    Refused,
    Resting,
    Shut,
    Trouble,
    Undone,
)

log = structlog.get_logger(__name__)

EVERY: Final = 1.0
TRIES: Final = 8
"""An edit that keeps failing is given up after about two minutes."""
LONGEST: Final = 30.0
"""Seconds between two tries, at most."""
_FOREVER: Final = float("inf")

type Edit = Callable[[str, str, Content], Awaitable[None]]
"""Edits `(channel, message)`; raises what `bossbot.bot.status.trouble` has."""


class Urgency(IntEnum):
    """What goes first."""

    POSITION = 0
    PROGRESS = 1
    STAGE = 2
    TERMINAL = 3


type Lost = Callable[[Content, Urgency, Trouble], None]
"""Told of an edit that was not made and won't be tried again."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    content: Content
    urgency: Urgency
    since: int
    lost: Lost
    tries: int = 0

    @property
    def rank(self) -> tuple[int, int]:
        return (-self.urgency, self.since)


class Editor:
    """One queue of waiting edits per channel, each worked off by a task of its own.

    Attributes:
        every: Seconds between two edits in a channel.
        resting: Channels and messages that refused us; they are not asked meanwhile.
    """

    def __init__(self, edit: Edit, *, every: float = EVERY) -> None:
        self.every = every
        self.resting = Resting()
        self._gone = Resting()
        self._edit = edit
        self._waiting: dict[str, dict[str, _Waiting]] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._under_way: dict[str, Urgency] = {}
        self._count = itertools.count()

    def submit(
        self,
        channel: str,
        message: str,
        content: Content,
        urgency: Urgency,
        *,
        lost: Lost = lambda *_: None,
    ) -> None:
        """Have the message look so, soon; the newest content wins."""
        waiting = self._waiting.setdefault(channel, {})
        before = waiting.get(message)
        since = before.since if before else next(self._count)
        urgency = max(urgency, before.urgency) if before else urgency
        waiting[message] = _Waiting(content, urgency, since, lost)
        if channel not in self._tasks:
            self._tasks[channel] = asyncio.create_task(self._work_off(channel))

    def leave(self, channel: str, message: str) -> None:
        """The message is gone: ask no more for it, and drop what waits for it."""
        self._gone.rest(message, _FOREVER)
        self._waiting.get(channel, {}).pop(message, None)

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
                if trouble := self._known_trouble(channel, message):
                    edit.lost(edit.content, edit.urgency, trouble)
                    continue
                self._under_way[channel] = edit.urgency
                again = await self._try(channel, message, edit)
                if again is not None:
                    waiting.setdefault(message, again)
                del self._under_way[channel]
                pause = min(LONGEST, 2.0**again.tries) if again else 1.0
                await asyncio.sleep(self.every * pause)
        finally:
            del self._tasks[channel], self._waiting[channel]
            self._under_way.pop(channel, None)

    def _known_trouble(self, channel: str, message: str) -> Trouble | None:
        if message in self._gone:
            return Gone()
        if message in self.resting:
            return Shut("resting")
        return Refused("resting") if channel in self.resting else None

    async def _try(self, channel: str, message: str, edit: _Waiting) -> _Waiting | None:
        """Make one edit; what to put back where it failed for now."""
        try:
            await self._edit(channel, message, edit.content)
        except Gone as gone:
            self._gone.rest(message, _FOREVER)
            edit.lost(edit.content, edit.urgency, gone)
        except Refused as refused:
            log.warning("channel refuses edits", channel=channel, reason=str(refused))
            self.resting.rest(channel, CHANNEL_REST)
            edit.lost(edit.content, edit.urgency, refused)
        except Shut as shut:
            self.resting.rest(message, MESSAGE_REST)
            edit.lost(edit.content, edit.urgency, shut)
        except Undone as reason:
            log.warning("edit failed", message=message, reason=str(reason))
            return self._again(edit, reason)
        except Exception:
            log.exception("edit failed", message=message)
            return self._again(edit, Undone("accident"))
        return None

    def _again(self, edit: _Waiting, reason: Undone) -> _Waiting | None:
        tries = edit.tries + 1
        if tries < TRIES:
            return replace(edit, tries=tries)
        over = edit.urgency is Urgency.TERMINAL  # it must be told, if in another place
        edit.lost(edit.content, edit.urgency, Shut(str(reason)) if over else reason)
        return None
