"""The queue as people see it: lists, places, and how long it will take."""

from __future__ import annotations

import re
from typing import Any

import pytest
from redis.asyncio import Redis
from redis.asyncio.client import Pipeline

from bossbot.adapters.ledger import Heart
from bossbot.models import FETCH, Progress, QueueLoad, State
from tests.integration.ledger.playing import Play
from tests.world.requests import a_request

pytestmark = pytest.mark.integration


async def test_a_list_shows_who_runs_waits_and_rests(play: Play) -> None:
    """In that order, for one server or all; with places and progress."""
    for name in ("waiting1", "running1", "running2", "waiting2", "paused12"):
        guild = "h" if name == "waiting2" else "g"
        await play.ledger.enqueue(name, a_request(canonical=name, guild=guild))
        if name == "waiting1":
            await play.ledger.pause(name)
    sent = await play.admit()
    assert {one.ref.id for one in sent} == {"running1", "waiting2"}
    await play.stages.begin(sent[0].ref, FETCH, "me")
    await play.stages.report(sent[0].ref, Progress(stage=FETCH, done=7))
    await play.ledger.pause("paused12")
    await play.ledger.resume("waiting1")
    rows = await play.ledger.listing("g")
    assert [row.id for row in rows] == ["running1", "waiting1", "running2", "paused12"]
    assert rows[0].progress == Progress(stage=FETCH, done=7)
    assert [row.position for row in rows] == [None, 1, 2, None]
    assert len(await play.ledger.listing()) == 5


async def test_a_shared_download_is_a_line_for_each_who_owns_one(play: Play) -> None:
    """Under the id that each was given, in the server where they asked."""
    await play.ledger.enqueue("first123", a_request(guild="g"))
    await play.ledger.enqueue("second12", a_request(guild="h", user="two"))
    (row,) = await play.ledger.listing("h")
    assert (row.id, row.record.request.user) == ("second12", "two")
    assert [row.id for row in await play.ledger.listing()] == ["first123", "second12"]
    await play.ledger.cancel("first123", by="me")
    assert [row.id for row in await play.ledger.listing()] == ["second12"]


async def test_the_wait_is_made_of_what_was_measured(play: Play) -> None:
    """Nothing ahead and a free slot: now; else what is ahead, by the slots."""
    assert (await play.ledger.outlook("nobody")).wait is None
    await play.ledger.enqueue("download1", a_request(canonical="1"))
    now = await play.ledger.outlook("download1")
    assert (now.position, now.wait, now.hosts) == (1, 0.0, 1)
    await play.admit()
    for number in range(2, 8):
        name = f"download{number}"
        await play.ledger.enqueue(name, a_request(canonical=name))
    await play.admit()
    waits = [
        (await play.ledger.outlook(f"download{number}")).wait for number in range(3, 8)
    ]
    assert all(wait is not None for wait in waits)
    assert waits == sorted(waits, key=lambda wait: wait or 0)
    assert 20 < (waits[0] or 0) <= 30  # unmeasured: half a minute each
    assert 80 < (waits[4] or 0) <= 90


async def test_a_limit_of_ones_own_counts_too(play: Play) -> None:
    """Slots are free, but not for this user."""
    for number in range(3):
        request = a_request(canonical=str(number), at_once=1)
        await play.ledger.enqueue(f"download{number}", request)
    await play.admit()
    wait = (await play.ledger.outlook("download2")).wait
    assert wait is not None
    assert wait > 50


async def test_without_a_host_nobody_can_tell(play: Play) -> None:
    """It waits, and is told that no worker is there."""
    play.heart.stop()
    await play.ledger.enqueue("download1", a_request())
    outlook = await play.ledger.outlook("download1")
    assert (outlook.position, outlook.wait, outlook.hosts) == (1, None, 0)


async def test_room_in_a_full_server(play: Play) -> None:
    """Comes when its first one starts."""
    assert await play.ledger.room_in("local") is None
    for number in range(4):
        await play.ledger.enqueue(f"download{number}", a_request(canonical=f"{number}"))
    await play.admit()
    assert await play.ledger.room_in("local") == pytest.approx(30, abs=5)
    assert (await play.seen("download0")).state is State.DISPATCHED


async def test_a_host_without_room_is_none_to_count_on(play: Play) -> None:
    """Whoever waits is told that nobody takes it, not that it starts now."""
    play.heart.beat(free=1, total=2, zygote=True, room=False)
    await play.ledger.enqueue("download1", a_request())
    outlook = await play.ledger.outlook("download1")
    assert (outlook.wait, outlook.hosts) == (None, 0)


async def test_the_load_is_what_there_is_to_do_everywhere(play: Play) -> None:
    """All servers together, each download once, by what it does."""
    assert await play.ledger.load() == QueueLoad()
    for number in range(6):
        request = a_request(canonical=f"{number}", guild=f"g{number}")
        await play.ledger.enqueue(f"download{number}", request)
    await play.ledger.pause("download5")
    await play.admit()
    assert await play.ledger.load() == QueueLoad(running=2, waiting=3, paused=1)


async def test_hosts_are_seen_with_slots_and_disk(play: Play) -> None:
    """Those that live, with all workers beside one disk together."""
    beside = Heart(play.url, disk_id="disk-a", worker="w9", slots=3)
    beside.beat(free=5, total=20, zygote=True, room=False)
    play.another_host()
    await play.ledger.enqueue("download1", a_request())
    await play.desk.admit()
    found = {host.disk_id: host for host in await play.ledger.hosts()}
    assert set(found) == {"disk-a", "disk-b"}
    host = found["disk-a"]
    assert (host.workers, host.slots) == (2, 5)
    assert (host.disk_free, host.disk_total, host.room) == (5, 20, False)
    assert sum(host.running for host in found.values()) == 1
    beside.stop()
    beside.close()
    play.heart.stop()
    assert [host.disk_id for host in await play.ledger.hosts()] == ["disk-b"]


async def test_the_server_says_what_it_is(play: Play) -> None:
    """Name and version, as an operator knows them."""
    told = await play.ledger.server()
    assert told is not None
    assert re.fullmatch(r"(Redis|Valkey) \d+\.\d+\.\d+", told)


async def test_a_server_that_will_not_tell_is_no_failure(
    play: Play, client: Redis
) -> None:
    """Some managed ones forbid to ask."""
    await client.execute_command("ACL", "SETUSER", "default", "-info")
    try:
        assert await play.ledger.server() is None
    finally:
        await client.execute_command("ACL", "SETUSER", "default", "+info")


async def test_a_long_list_takes_no_more_round_trips(
    play: Play, client: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One for the names, one for the records, one for places and progress."""
    for number in range(50):
        request = a_request(canonical=f"{number}", guild="g")
        await play.ledger.enqueue(f"download{number}", request)
    sent, single = 0, Redis.execute_command
    many = Pipeline.execute

    async def one_command(self: Redis, *words: Any, **options: Any) -> Any:
        nonlocal sent
        sent += 1
        return await single(self, *words, **options)

    async def one_pipeline(self: Any, *words: Any) -> Any:
        nonlocal sent
        sent += 1
        return await many(self, *words)

    monkeypatch.setattr(Redis, "execute_command", one_command)
    monkeypatch.setattr(Pipeline, "execute", one_pipeline)
    rows = await play.ledger.listing("g")
    assert [row.position for row in rows] == list(range(1, 51))
    assert sent == 3
