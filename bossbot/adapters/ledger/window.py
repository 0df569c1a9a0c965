"""The windows to look through: records, progress, positions, the stream of events."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final, cast

from redis.asyncio import Redis

from bossbot.adapters.ledger.records import Records
from bossbot.adapters.ledger.scripts import PREFIX, ledger_errors
from bossbot.models import DownloadRecord, Progress
from bossbot.queue.names import is_download_id

_BLOCK_MS: Final = 5_000


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the stream of state changes.

    Attributes:
        stream_id: Where to go on reading.
        kind: What happened; a state's name, or `begin`, `stage`, `retry`, `crashed` …
    """

    stream_id: str
    id: str
    kind: str
    state: str
    stage: str
    attempt: int
    at: float


class Window:
    """Reads; changes nothing. Every method raises `LedgerAwayError` without Redis.

    Ids are those under which somebody asked: several may share one download.
    """

    def __init__(self, client: Redis) -> None:
        self._client = client
        self._records = Records(client)

    async def record(self, download_id: str) -> DownloadRecord | None:
        """The download as it stands for whoever asked for it under this id."""
        if not is_download_id(download_id):
            return None
        record = await self._records.record(download_id)
        if record is not None:
            return record.seen_by(0)
        shared, number = await self._alias(download_id)
        record = await self._records.record(shared) if shared else None
        if record is None:
            return None
        if any(delivery.number == number for delivery in record.deliveries):
            return record.seen_by(number)
        # It became a download of its own in between.
        return await self._records.record(download_id)

    async def _alias(self, download_id: str) -> tuple[str, int]:
        """The record and delivery that a shared id stands for."""
        with ledger_errors():
            text = await self._client.get(f"{PREFIX}alias:{download_id}")
        shared, _, number = str(text or "").partition(":")
        return shared, int(number or 0)

    async def download_of(self, message_id: str) -> str | None:
        """The id of a download that a message of the bot shows, or brought."""
        with ledger_errors():
            found = await self._client.get(f"{PREFIX}message:{message_id}")
        return str(found) if found else None

    async def progress(self, download_id: str) -> Progress | None:
        """How the running stage is getting on."""
        with ledger_errors():
            text = await self._client.get(f"{PREFIX}progress:{download_id}")
            if text is None:
                shared, _ = await self._alias(download_id)
                text = await self._client.get(f"{PREFIX}progress:{shared}")
        return Progress.model_validate_json(text) if text else None

    async def position(self, download_id: str) -> int | None:
        """The place among its server's waiting, from 1; None when it isn't waiting."""
        shared, number = await self._alias(download_id)
        name = f"{PREFIX}download:{shared or download_id}"
        fields = (f"d{number}:member", f"d{number}:guild")
        with ledger_errors():
            member, guild = await self._client.hmget(name, fields)
            if not member:
                return None
            rank = await self._client.zrank(f"{PREFIX}waiting:{guild!s}", member)
        return rank + 1 if isinstance(rank, int) else None

    async def unfinished(self) -> tuple[str, ...]:
        """The ids of all downloads that wait or run, for whoever has to catch up."""
        with ledger_errors():
            found = await self._client.zrange(f"{PREFIX}unfinished", 0, -1)
        return tuple(str(name) for name in found)

    async def bookmark(self) -> str | None:
        """How far the bot had read when it last said so."""
        with ledger_errors():
            place = await self._client.get(f"{PREFIX}bookmark")
        return str(place) if place else None

    async def last_event(self) -> str:
        """Where the stream of events ends now."""
        with ledger_errors():
            newest = await self._client.xrevrange(f"{PREFIX}events", count=1)
        return str(newest[0][0]) if newest else "0-0"

    async def events(self, after: str) -> AsyncIterator[Event]:
        """The state changes after a stream id, for ever."""
        while True:
            with ledger_errors():
                answer = await self._client.xread(
                    {f"{PREFIX}events": after}, count=200, block=_BLOCK_MS
                )
            for stream_id, fields in _entries(answer):
                after = stream_id
                if fields["id"]:  # the others are of sites
                    yield _event(stream_id, fields)


def _entries(answer: object) -> list[tuple[str, dict[str, str]]]:
    """The entries of the one stream read, in either form of the protocol."""
    if isinstance(answer, dict):
        return [entry for lists in answer.values() for part in lists for entry in part]
    streams = cast("list[tuple[str, list[tuple[str, dict[str, str]]]]]", answer or [])
    return [entry for _, entries in streams for entry in entries]


def _event(stream_id: str, fields: dict[str, str]) -> Event:
    return Event(
        stream_id=stream_id,
        id=fields["id"],
        kind=fields["kind"],
        state=fields["state"],
        stage=fields["stage"],
        attempt=int(fields["attempt"]),
        at=float(fields["at"]) / 1000,
    )
