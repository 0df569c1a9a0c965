"""The bot's `Queue` in memory; a test plays the workers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from bossbot.errors import BossBotError
from bossbot.models import FETCH, DownloadRecord, Progress, Request, State
from bossbot.pipeline.ports import LedgerAwayError


@dataclass(frozen=True)
class Happened:
    stream_id: str
    id: str
    state: str


class MemoryQueue:
    """One ledger, shared by the bots of a test.

    Attributes:
        records: What stands in the ledger, in the order of arrival.
        refuses: The error that the next `enqueue` raises.
        away: Whether the ledger can't be reached.
    """

    def __init__(self) -> None:
        self.records: dict[str, DownloadRecord] = {}
        self.running: dict[str, Progress] = {}
        self.refuses: BossBotError | None = None
        self.saved: str | None = None
        self.away = False
        self._events: list[Happened] = []
        self._told = asyncio.Event()

    async def enqueue(self, download_id: str, request: Request) -> bool:
        if self.away:
            raise LedgerAwayError("away")
        if self.refuses is not None:
            raise self.refuses
        if download_id in self.records:
            return False
        self.records[download_id] = DownloadRecord(
            id=download_id,
            schema_number=1,
            request=request,
            state=State.QUEUED,
            stage=FETCH,
            attempt=0,
            created=time.time(),
            updated=time.time(),
        )
        self._tell(download_id)
        return True

    async def record(self, download_id: str) -> DownloadRecord | None:
        if self.away:
            raise LedgerAwayError("away")
        return self.records.get(download_id)

    async def progress(self, download_id: str) -> Progress | None:
        return self.running.get(download_id)

    async def position(self, download_id: str) -> int | None:
        waiting = [r.id for r in self.records.values() if r.state is State.QUEUED]
        return waiting.index(download_id) + 1 if download_id in waiting else None

    async def set_status_message(self, download_id: str, message_id: str) -> None:
        self._change(download_id, status_message=message_id)

    async def unfinished(self) -> tuple[str, ...]:
        over = {State.COMPLETED, State.FAILED, State.CANCELLED}
        return tuple(r.id for r in self.records.values() if r.state not in over)

    async def last_event(self) -> str:
        return str(len(self._events))

    async def bookmark(self) -> str | None:
        return self.saved

    async def set_bookmark(self, stream_id: str) -> None:
        self.saved = stream_id

    async def events(self, after: str) -> AsyncIterator[Happened]:
        place = int(after)
        while True:
            while place < len(self._events):
                yield self._events[place]
                place += 1
            await self._told.wait()

    def move(self, download_id: str, state: State, **changes: Any) -> None:
        """What a worker or the reconciler does to a download."""
        self._change(download_id, state=state, **changes)
        self._tell(download_id)

    def _change(self, download_id: str, **changes: Any) -> None:
        record = self.records[download_id]
        self.records[download_id] = record.model_copy(update=changes)

    def _tell(self, download_id: str) -> None:
        state = self.records[download_id].state
        number = str(len(self._events) + 1)
        self._events.append(Happened(number, download_id, state))
        self._told.set()
        self._told = asyncio.Event()
