"""The bot's `Queue` in memory; a test plays the workers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import Any, Final

from bossbot.errors import BossBotError, CancelledError, NotPossibleError
from bossbot.models import (
    ENDED,
    FETCH,
    Change,
    Delivery,
    DownloadRecord,
    ErrorRecord,
    HostView,
    IntakeStop,
    Level,
    Listed,
    Look,
    Outlook,
    Progress,
    QueueLoad,
    Request,
    SiteView,
    State,
    Taken,
)
from bossbot.pipeline.ports import LedgerAwayError

_ORDER: Final = (
    *(State.RUNNING, State.DISPATCHED, State.QUEUED, State.DELAYED, State.PAUSED),
)


@dataclass(frozen=True)
class Happened:
    stream_id: str
    id: str
    state: str


class MemoryQueue:
    """One ledger, shared by the bots of a test.

    Attributes:
        records: What stands in the ledger, in the order of arrival.
        joined: The shared download, and which delivery, by the id of who joined.
        refuses: The error that `enqueue` raises, for links that hold `refuses_those`.
        expects: What the outlook says besides the position.
        levels: By user.
        used: Today's downloads, by user; `enqueue` doesn't count.
        shown: The ids of downloads, by the message that shows or brought them.
        lookups: The messages that were looked up, in order.
        away: Whether the ledger can't be reached.
        left_alone: The sites that are paused.
        stopped: Why nothing is taken in, for those who ask; `enqueue` doesn't.
        live: The worker hosts that live.
    """

    def __init__(self) -> None:
        self.records: dict[str, DownloadRecord] = {}
        self.running: dict[str, Progress] = {}
        self.joined: dict[str, tuple[str, int]] = {}
        self.refuses: BossBotError | None = None
        self.refuses_those = ""
        self.expects = Outlook(hosts=1)
        self.levels: dict[str, Level] = {}
        self.used: dict[str, int] = {}
        self.shown: dict[str, str] = {}
        self.lookups: list[str] = []
        self.saved: str | None = None
        self.away = False
        self.left_alone: tuple[SiteView, ...] = ()
        self.stopped: IntakeStop | None = None
        self.live: tuple[HostView, ...] = ()
        self._events: list[Happened] = []
        self._told = asyncio.Event()

    async def enqueue(self, download_id: str, request: Request) -> Taken:
        if self.away:
            raise LedgerAwayError("away")
        if self.refuses is not None and self.refuses_those in request.url:
            raise self.refuses
        if download_id in self.records or download_id in self.joined:
            return Taken(new=False)
        for record in self.records.values():
            same = record.request.share_key == request.share_key
            if same and record.state not in ENDED:
                number = len(record.deliveries)
                self.joined[download_id] = (record.id, number)
                new = Delivery(number=number, id=download_id, request=request)
                self._change(record.id, deliveries=(*record.deliveries, new))
                self._tell(record.id)
                return Taken(new=True, joined=True)
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
        return Taken(new=True)

    async def level(self, user: str) -> Level:
        return self.levels.get(user, Level.NORMAL)

    async def used_today(self, user: str) -> int:
        return self.used.get(user, 0)

    async def record(self, download_id: str) -> DownloadRecord | None:
        if self.away:
            raise LedgerAwayError("away")
        name, number = self.joined.get(download_id, (download_id, 0))
        record = self.records.get(name)
        return record.seen_by(number) if record else None

    async def progress(self, download_id: str) -> Progress | None:
        return self.running.get(download_id)

    async def outlook(self, download_id: str) -> Outlook:
        name, number = self.joined.get(download_id, (download_id, 0))
        record = self.records.get(name)
        guild = record.deliveries[number].request.guild if record else None
        waiting = [
            one.id
            for one in self.records.values()
            if one.state is State.QUEUED
            and guild in {delivery.request.guild for delivery in one.deliveries}
        ]
        position = waiting.index(name) + 1 if name in waiting else None
        return self.expects.model_copy(update={"position": position})

    async def looks(self, download_ids: Iterable[str]) -> dict[str, Look]:
        found: dict[str, Look] = {}
        for name in dict.fromkeys(download_ids):
            record = await self.record(name)
            if record is not None:
                waits = record.state is State.QUEUED
                found[name] = Look(
                    record=record,
                    progress=self.running.get(record.id),
                    outlook=await self.outlook(name) if waits else None,
                )
        return found

    async def listing(self, guild: str | None = None) -> tuple[Listed, ...]:
        self._reached()
        found = [
            Listed(
                id=delivery.id,
                record=record.seen_by(delivery.number),
                position=(await self.outlook(delivery.id)).position,
                progress=self.running.get(record.id),
            )
            for record in self.records.values()
            if record.state not in ENDED
            for delivery in record.owed
            if guild in (None, delivery.request.guild)
        ]
        return tuple(sorted(found, key=lambda one: _ORDER.index(one.record.state)))

    async def sites(self) -> tuple[SiteView, ...]:
        self._reached()
        return self.left_alone

    async def intake(self) -> IntakeStop | None:
        self._reached()
        return self.stopped

    async def load(self) -> QueueLoad:
        self._reached()
        states = [record.state for record in self.records.values()]
        return QueueLoad(
            running=states.count(State.RUNNING) + states.count(State.DISPATCHED),
            waiting=states.count(State.QUEUED),
            delayed=states.count(State.DELAYED),
            paused=states.count(State.PAUSED),
        )

    async def hosts(self) -> tuple[HostView, ...]:
        self._reached()
        return self.live

    async def server(self) -> str | None:
        self._reached()
        return "Redis 8.0.1"

    async def cancel(self, download_id: str, *, by: str) -> None:
        record = await self._known("cancel", download_id)
        error = ErrorRecord.model_validate(CancelledError(by=by).to_dict())
        if record.state in ENDED:
            return
        if len(record.owed) > 1:
            self.end_delivery(download_id, State.CANCELLED, error=error)
        else:
            self.move(record.id, State.CANCELLED, error=error, ended=time.time())

    async def pause(self, download_id: str, *, by: str) -> None:
        record = await self._known("pause", download_id)
        if record.state in ENDED:
            raise NotPossibleError(action="pause", reason="ended")
        if record.state is State.RUNNING and record.stage != FETCH:
            raise NotPossibleError(action="pause", reason="running")
        self.move(record.id, State.PAUSED)

    async def resume(self, download_id: str, *, by: str) -> None:
        record = await self._known("resume", download_id)
        if record.state is State.PAUSED:
            self.move(record.id, State.QUEUED)

    async def retry(
        self, download_id: str, *, by: str, change: Change | None = None
    ) -> None:
        record = await self._known("retry", download_id)
        if record.state is not State.FAILED:
            raise NotPossibleError(action="retry", reason="not_failed")
        [delivery] = record.deliveries
        changes = (*delivery.changes, change) if change else delivery.changes
        again = {"generation": delivery.generation + 1, "changes": changes}
        self._change_delivery(download_id, **again)
        self.move(record.id, State.QUEUED, error=None, ended=None)

    async def clear(self, guild: str, *, by: str) -> tuple[str, ...]:
        waiting = {State.QUEUED, State.DELAYED, State.PAUSED}
        found = [
            one for one in await self.listing(guild) if one.record.state in waiting
        ]
        for one in found:
            await self.cancel(one.id, by=by)
        return tuple(one.id for one in found)

    async def download_of(self, message_id: str) -> str | None:
        self._reached()
        self.lookups.append(message_id)
        return self.shown.get(message_id)

    async def _known(self, action: str, download_id: str) -> DownloadRecord:
        record = await self.record(download_id)
        if record is None:
            raise NotPossibleError(action=action, reason="unknown")
        return record

    def _reached(self) -> None:
        if self.away:
            raise LedgerAwayError("away")

    async def set_status_message(self, download_id: str, message_id: str) -> None:
        self._change_delivery(download_id, status_message=message_id)
        self.shown[message_id] = download_id

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

    def end_delivery(self, download_id: str, state: State, **changes: Any) -> None:
        """What becomes of one requester's share alone."""
        self._change_delivery(download_id, state=state, **changes)
        self._tell(self.joined.get(download_id, (download_id, 0))[0])

    def _change_delivery(self, download_id: str, **changes: Any) -> None:
        name, number = self.joined.get(download_id, (download_id, 0))
        deliveries = list(self.records[name].deliveries)
        deliveries[number] = deliveries[number].model_copy(update=changes)
        self._change(name, deliveries=tuple(deliveries))

    def _change(self, download_id: str, **changes: Any) -> None:
        record = self.records[download_id]
        self.records[download_id] = record.model_copy(update=changes)

    def _tell(self, download_id: str) -> None:
        state = self.records[download_id].state
        number = str(len(self._events) + 1)
        self._events.append(Happened(number, download_id, state))
        self._told.set()
        self._told = asyncio.Event()
