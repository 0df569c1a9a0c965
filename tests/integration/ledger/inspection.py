"""What must hold of the ledger's keys at any time, and time itself, to be moved on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, cast

from redis.asyncio import Redis

from bossbot.adapters.ledger.scripts import PREFIX
from bossbot.models import ENDED
from tests.integration.ledger.moves import MOVES, moves

type Record = dict[str, str]
type Sets = dict[str, set[str]]

_CLOCKED: Final = ("leases", "due", "cleanups", "hosts", "paused", "sites")
_NOTES: Final = ("seen", "hold")
_LISTS: Final = ("leases", "due", "cleanups", "paused", "unfinished")
_BAND: Final = 10**12
ACTIVE: Final = ("dispatched", "running")


async def pass_time(client: Redis, seconds: float) -> None:
    """Let every instant in the ledger lie so much further back."""
    gone = int(seconds * 1000)
    names = [f"{PREFIX}{name}" for name in _CLOCKED]
    names += await keys(client, "host:*:workers")
    names += await keys(client, "site:*:failing") + await keys(client, "site:*:limited")
    for name in names:
        for member in await client.zrange(name, 0, -1):
            await client.zincrby(name, -gone, str(member))
    for pattern, fields in (
        ("download:*", ("retry_at", "ended", "since", "dispatched")),
        ("site:*", ("until",)),
    ):
        for key in await keys(client, pattern):
            if await client.type(key) != "hash":
                continue
            for field in fields:
                if value := await client.hget(key, field):
                    await client.hset(key, field, str(int(value) - gone))
    for note in _NOTES:
        if value := await client.get(f"{PREFIX}{note}"):
            await client.set(f"{PREFIX}{note}", int(value) - gone)


async def keys(client: Redis, pattern: str) -> list[str]:
    """The whole names of the keys of the ledger that match."""
    return [str(key) async for key in client.scan_iter(f"{PREFIX}{pattern}")]


@dataclass(frozen=True, slots=True)
class Found:
    """Everything the ledger holds about downloads.

    Attributes:
        zsets: The members of every sorted set of the queue, by its key.
        sets: The members of every set, by its key.
        scores: Of the entries of the waiting.
    """

    records: dict[str, Record]
    ttls: dict[str, int]
    zsets: Sets
    sets: Sets
    scores: dict[str, float]
    mix: dict[str, int]
    aliases: dict[str, str]
    events: list[dict[str, str]]

    def ids(self, *states: str) -> set[str]:
        return {i for i, record in self.records.items() if record["state"] in states}

    def owed(self, *states: str) -> Iterator[tuple[str, int]]:
        """The deliveries that have not ended, of downloads in these states."""
        for download_id in sorted(self.ids(*states)):
            record = self.records[download_id]
            for number in range(int(record["deliveries"])):
                if not record.get(f"d{number}:end"):
                    yield download_id, number

    def field(self, download_id: str, number: int, name: str) -> str:
        return self.records[download_id].get(f"d{number}:{name}", "")

    def at(self, prefix: str) -> Sets:
        """The sets and sorted sets whose names begin so, by the rest of the name."""
        every = self.zsets | self.sets
        return {
            n.removeprefix(prefix): m for n, m in every.items() if n.startswith(prefix)
        }


async def look(client: Redis) -> Found:
    """Read it all."""
    start = len(PREFIX)
    records: dict[str, Record] = {}
    ttls: dict[str, int] = {}
    zsets: Sets = {name: set() for name in _LISTS}
    sets: Sets = {}
    scores: dict[str, float] = {}
    aliases: dict[str, str] = {}
    for key in await keys(client, "*"):
        name, kind = key[start:], await client.type(key)
        if name.startswith("download:"):
            records[name.removeprefix("download:")] = await _hash(client, key)
            ttls[name.removeprefix("download:")] = await client.pttl(key)
        elif kind == "zset":
            pairs = await client.zrange(key, 0, -1, withscores=True)
            zsets[name] = {str(member) for member, _ in pairs}
            if name.startswith("waiting:"):
                scores |= {str(member): float(score) for member, score in pairs}
        elif kind == "set":
            sets[name] = _texts(await client.smembers(key))
        elif name.startswith("alias:"):
            aliases[name.removeprefix("alias:")] = str(await client.get(key))
    entries = cast(
        "list[tuple[str, dict[str, str]]]", await client.xrange(f"{PREFIX}events")
    )
    mix = await _hash(client, f"{PREFIX}mix")
    return Found(
        records=records,
        ttls=ttls,
        zsets=zsets,
        sets=sets,
        scores=scores,
        mix={platform: int(count) for platform, count in mix.items()},
        aliases=aliases,
        events=[fields for _, fields in entries if fields["id"]],
    )


async def _hash(client: Redis, key: str) -> dict[str, str]:
    return cast("dict[str, str]", await client.hgetall(key))


def _texts(answer: Iterable[object]) -> set[str]:
    return {str(value) for value in answer}


def check(found: Found) -> None:
    """Every list says what the records say; what ended has an end."""
    _check_lists(found)
    _check_slots(found)
    _check_entries(found)
    _check_nobody_is_forgotten(found)
    _check_records(found)
    _check_changes(found)
    assert moves(found.events) <= MOVES


def _check_lists(found: Found) -> None:
    lists = found.zsets
    assert lists["leases"] == found.ids(*ACTIVE)
    assert lists["due"] == found.ids("delayed")
    assert lists["paused"] == found.ids("paused")
    assert lists["unfinished"] == set(found.records) - found.ids(*ENDED)
    assert lists["cleanups"] == owed_cleanups(found)
    guilds: Sets = {}
    for i, n in found.owed("queued", "delayed", "paused", *ACTIVE):
        guilds.setdefault(found.field(i, n, "guild"), set()).add(f"{i}:{n}")
    assert found.at("guild:") == guilds


def owed_cleanups(found: Found) -> set[str]:
    """What has ended and isn't cleaned up."""
    done = ("cleaned", "cleanup_failed")
    return {
        i
        for i in found.ids(*ENDED)
        if not any(word in found.records[i] for word in done)
    }


def _check_changes(found: Found) -> None:
    """What one wants instead is made for that one alone."""
    owed: dict[str, list[str]] = {}
    for i, n in found.owed("queued", "delayed", "paused", *ACTIVE):
        owed.setdefault(i, []).append(found.field(i, n, "changes").rpartition(",")[2])
    for i, wanted in owed.items():
        assert set(wanted) == {found.records[i].get("change", "")}
        assert wanted[0] == "" or len(wanted) == 1


def _check_slots(found: Found) -> None:
    hosts: Sets = {}
    users: Sets = {}
    runs: Sets = {}
    for i in found.ids(*ACTIVE):
        record = found.records[i]
        hosts.setdefault(f"{record['host']}:active", set()).add(i)
        payer = int(record["payer"])
        users.setdefault(found.field(i, payer, "user"), set()).add(i)
        assert not found.field(i, payer, "end")
    for i, n in found.owed(*ACTIVE):
        runs.setdefault(found.field(i, n, "guild"), set()).add(f"{i}:{n}")
    active = {n: m for n, m in found.at("host:").items() if n.endswith(":active")}
    assert active == hosts
    assert found.at("running:") == users
    assert found.at("runs:") == runs
    rests: Sets = {}
    for i, n in found.owed("paused"):
        rests.setdefault(found.field(i, n, "guild"), set()).add(f"{i}:{n}")
    assert found.at("rests:") == rests
    counted = {i for i in found.ids(*ACTIVE) if not found.records[i]["pin"]}
    assert found.sets.get("counted", set()) == counted


def _check_entries(found: Found) -> None:
    """Each stands among the waiting, and in exactly one list to be admitted from."""
    waiting: Sets = {}
    places: Counter[tuple[str, str]] = Counter()
    for i, n in found.owed("queued"):
        guild, member = found.field(i, n, "guild"), found.field(i, n, "member")
        waiting.setdefault(guild, set()).add(member)
        at = found.field(i, n, "at")
        places[f"open:{guild}" if at == "open" else at, member] += 1
    assert found.at("waiting:") == waiting
    kinds = ("open:", "parked:", "pinned:")
    listed = Counter(
        (name, member)
        for name, members in found.zsets.items()
        if name.startswith(kinds)
        for member in members
    )
    assert listed == places
    platforms = Counter(found.records[i]["platform"] for i in found.ids("queued"))
    assert {p: n for p, n in found.mix.items() if n} == platforms
    ready: Sets = {}
    for guild, members in found.at("open:").items():
        for member in members:
            ready.setdefault(str(int(found.scores[member] // _BAND)), set()).add(guild)
    assert found.at("ready:") == ready


def _check_nobody_is_forgotten(found: Found) -> None:
    """Who waits for a slot of their own has none, or somebody is let in for them."""
    for user, members in found.at("parked:user:").items():
        i, n = _entry(next(iter(members)))
        running = found.at("running:").get(user, set())
        tried = [
            (j, m)
            for j, m in found.owed("queued")
            if found.field(j, m, "user") == user and found.field(j, m, "at") == "open"
        ]
        assert len(running) >= int(found.field(i, n, "at_once")) or tried


def _entry(member: str) -> tuple[str, int]:
    _, download_id, number = member.split(":")
    return download_id, int(number)


def _check_records(found: Found) -> None:
    owed = owed_cleanups(found)
    for download_id, record in found.records.items():
        ended = record["state"] in ENDED
        assert (found.ttls[download_id] > 0) == ended
        held = record["state"] == "running" or download_id in owed
        assert not record["owner"] or held
        assert record["state"] != "completed" or not record.get("error")
        left = [n for i, n in found.owed(record["state"]) if i == download_id]
        assert bool(left) != ended
    for alias, name in found.aliases.items():
        shared, _, number = name.partition(":")
        if shared in found.records:
            assert found.field(shared, int(number), "id") == alias
    newest = {event["id"]: event for event in found.events}
    for download_id, record in found.records.items():
        event = newest[download_id]
        assert (event["state"], event["stage"]) == (record["state"], record["stage"])
