"""The windows to look through: records, progress, positions, the stream of events."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final, cast

from redis.asyncio import Redis

from bossbot.adapters.ledger.codec import decode
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
    """Reads; changes nothing. Every method raises `LedgerAwayError` without Redis."""

    def __init__(self, client: Redis) -> None:
        self._client = client

    async def record(self, download_id: str) -> DownloadRecord | None:
        """The download as it stands; None when there is no (longer a) record."""
        if not is_download_id(download_id):
            return None
        name = f"{PREFIX}download:{download_id}"
        with ledger_errors():
            fields = cast("dict[str, str]", await self._client.hgetall(name))
        return decode(download_id, fields) if "request" in fields else None

    async def progress(self, download_id: str) -> Progress | None:
        """How the running stage is getting on."""
        with ledger_errors():
            text = await self._client.get(f"{PREFIX}progress:{download_id}")
        return Progress.model_validate_json(text) if text else None

    async def position(self, download_id: str) -> int | None:
        """The place among the waiting, from 1; None when it isn't waiting."""
        with ledger_errors():
            rank = await self._client.zrank(f"{PREFIX}waiting", download_id)
        return rank + 1 if isinstance(rank, int) else None

    async def unfinished(self) -> tuple[str, ...]:
        """The ids of all downloads that wait or run, for whoever has to catch up."""
        names = ("leases", "waiting", "due", "paused")
        with ledger_errors():
            async with self._client.pipeline(transaction=False) as pipe:
                for name in names:
                    pipe.zrange(f"{PREFIX}{name}", 0, -1)
                found = await pipe.execute()
        return tuple(dict.fromkeys(name for ids in found for name in ids))

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
