"""What must hold of the ledger's keys at any time, and time itself, to be moved on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from redis.asyncio import Redis

from bossbot.adapters.ledger.scripts import PREFIX
from bossbot.models import ENDED
from tests.integration.ledger.moves import MOVES, moves

_CLOCKED = ("leases", "due", "cleanups", "hosts")
_NOTES = ("reconciler:last", "reconciler:hold")


async def pass_time(client: Redis, seconds: float) -> None:
    """Let every instant in the ledger lie so much further back."""
    names = [f"{PREFIX}{name}" for name in _CLOCKED]
    names += [str(n) async for n in client.scan_iter(f"{PREFIX}host:*:workers")]
    for name in names:
        for member in await client.zrange(name, 0, -1):
            await client.zincrby(name, -seconds * 1000, str(member))
    async for key in client.scan_iter(f"{PREFIX}download:*"):
        if value := await client.hget(key, "retry_at"):
            await client.hset(key, "retry_at", str(int(value) - int(seconds * 1000)))
    for note in _NOTES:
        if value := await client.get(f"{PREFIX}{note}"):
            await client.set(f"{PREFIX}{note}", int(value) - int(seconds * 1000))


@dataclass(frozen=True, slots=True)
class Found:
    """Everything the ledger holds about downloads."""

    records: dict[str, dict[str, str]]
    ttls: dict[str, int]
    lists: dict[str, set[str]]
    active: dict[str, set[str]]
    events: list[dict[str, str]]

    def ids(self, *states: str) -> set[str]:
        return {i for i, record in self.records.items() if record["state"] in states}


async def look(client: Redis) -> Found:
    """Read it all."""
    start = len(f"{PREFIX}download:")
    keys = [str(key) async for key in client.scan_iter(f"{PREFIX}download:*")]
    hosts = [str(key) async for key in client.scan_iter(f"{PREFIX}host:*:active")]
    lists = ("leases", "waiting", "due", "cleanups")
    entries = cast(
        "list[tuple[str, dict[str, str]]]", await client.xrange(f"{PREFIX}events")
    )
    return Found(
        records={key[start:]: await _hash(client, key) for key in keys},
        ttls={key[start:]: await client.pttl(key) for key in keys},
        lists={n: _texts(await client.zrange(PREFIX + n, 0, -1)) for n in lists},
        active={key.split(":")[3]: _texts(await client.smembers(key)) for key in hosts},
        events=[fields for _, fields in entries],
    )


async def _hash(client: Redis, key: str) -> dict[str, str]:
    return cast("dict[str, str]", await client.hgetall(key))


def _texts(answer: Iterable[object]) -> set[str]:
    return {str(value) for value in answer}


def check(found: Found) -> None:
    """Every list says what the records say; what ended has an end."""
    lists, records = found.lists, found.records
    assert lists["leases"] == found.ids("dispatched", "running")
    assert lists["waiting"] == found.ids("queued")
    assert lists["due"] == found.ids("delayed")
    active = [(i, host) for host, ids in found.active.items() for i in ids]
    assert sorted(active) == sorted((i, records[i]["host"]) for i in lists["leases"])
    ended = found.ids(*ENDED)
    owed = {
        i
        for i in ended
        if "cleaned" not in records[i] and "cleanup_failed" not in records[i]
    }
    assert lists["cleanups"] == owed
    for download_id, record in records.items():
        assert (found.ttls[download_id] > 0) == (download_id in ended)
        held = record["state"] == "running" or download_id in owed
        assert not record["owner"] or held
        assert record["state"] != "completed" or not record.get("error")
    assert moves(found.events) <= MOVES
    newest = {event["id"]: event for event in found.events}
    for download_id, record in records.items():
        event = newest[download_id]
        assert (event["state"], event["stage"]) == (record["state"], record["stage"])
