"""Every end is counted once: for its server, its day, and who asked for it."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime

import pytest
from redis.asyncio import Redis

from bossbot.adapters.ledger import Sending, Statistics, connect
from bossbot.adapters.ledger.scripts import PREFIX
from bossbot.errors import DiscordRefusedError, NetworkError, NotFoundError
from bossbot.models import FETCH, STAGES, UPLOAD, JobReference, State, Tally
from bossbot.pipeline.ports import LedgerAwayError, Outcome
from tests.integration.ledger.inspection import keys
from tests.integration.ledger.playing import Play
from tests.world.requests import a_request

pytestmark = pytest.mark.integration

_LONG = 90 * 24 * 3600 * 1000


@pytest.fixture
def statistics(client: Redis) -> Statistics:
    return Statistics(client)


def ends(tally: Tally) -> tuple[int, int, int]:
    return tally.completed, tally.failed, tally.cancelled


async def posts(client: Redis, download_id: str, **batches: object) -> None:
    """What uploads wrote down, by `d{delivery}_{generation}_{batch}`."""
    for name, post in batches.items():
        field = "post:" + name.removeprefix("d").replace("_", ".")
        await client.hset(f"{PREFIX}download:{download_id}", field, json.dumps(post))


async def fail(play: Play, ref: JobReference, stage: str = FETCH) -> None:
    await play.stages.begin(ref, stage, "me")
    await play.stages.fail(ref, stage, "me", NotFoundError())


async def test_nothing_was_ever_asked_for(statistics: Statistics) -> None:
    """Thirty days of nothing, the last of which is today."""
    server = await statistics.server("g")
    assert [ends(day.tally) for day in server.days] == [(0, 0, 0)] * 30
    assert server.days[-1].day == datetime.now(UTC).date()
    assert (server.total, server.busiest) == (Tally(), None)
    assert (await statistics.user("g", "u")).total == Tally()


async def test_a_download_is_counted_where_and_for_whom_it_ended(
    play: Play, statistics: Statistics, client: Redis
) -> None:
    """With its platform, what was posted, and the time from the command on."""
    request = a_request(guild="g", user="u", platform="reddit")
    await play.ledger.enqueue("download1", request)
    name = f"{PREFIX}download:download1"
    asked = int(str(await client.hget(name, "d0:asked")))
    await client.hset(name, "d0:asked", asked - 60_000)
    sending = await play.one()
    for stage in STAGES[:3]:
        await play.execute(sending.ref, stage)
    owner = f"me.{UPLOAD}"
    await play.stages.begin(sending.ref, UPLOAD, owner)
    for key, size in (("0.0.0", 1000), ("0.0.1", 3_000_000_000), ("0.0.2", 5)):
        await play.stages.intend_post(sending.ref, owner, key, files=1, size=size)
        if key != "0.0.2":  # the last is only intended
            await play.stages.record_post(sending.ref, owner, key, ("1",))
    for stage in STAGES[3:]:
        await play.execute(sending.ref, stage)
    server, user = await statistics.server("g"), await statistics.user("g", "u")
    for tally in (server.total, server.days[-1].tally, user.total):
        assert ends(tally) == (1, 0, 0)
        assert tally.bytes == 3_000_001_000
        assert tally.platforms == {"reddit": 1}
        assert 60 <= (tally.average or 0) < 100
    assert server.total.since == user.total.since is not None
    assert server.recent.completed == 1
    assert (await statistics.server("h")).total == Tally()
    assert (await statistics.user("h", "u")).total == Tally()
    assert (await statistics.user("g", "v")).total == Tally()


async def test_what_has_no_bytes_written_down_counts_all_the_same(
    play: Play, statistics: Statistics, client: Redis
) -> None:
    """Posts of an older version, or none at all."""
    await play.ledger.enqueue("download1", a_request(guild="g"))
    sending = await play.one()
    await posts(client, "download1", d0_0_0={"at": 1, "messages": ["m"]})
    await play.complete(sending)
    total = (await statistics.server("g")).total
    assert (ends(total), total.bytes) == ((1, 0, 0), 0)


async def test_each_who_shares_one_is_counted_by_their_own_end(
    play: Play, statistics: Statistics, client: Redis
) -> None:
    """One got it, one left, one's channel refused it."""
    for number, guild in enumerate("ggh"):
        request = a_request(guild=guild, user=f"user{number}")
        await play.ledger.enqueue(f"download{number}", request)
    sending = await play.one()
    await play.ledger.cancel("download1", by="user1")
    proof = {"at": 1, "messages": ["m"]}
    await posts(
        client,
        "download0",
        d0_0_0=proof | {"bytes": 10},
        d2_0_0=proof | {"bytes": 4},  # what came through before it was refused
    )
    refused = Outcome(failed={2: DiscordRefusedError(status=403)})
    await play.complete(sending, **{UPLOAD: refused})
    one, other = await statistics.server("g"), await statistics.server("h")
    assert (ends(one.total), one.total.bytes) == ((1, 0, 1), 10)
    assert (ends(other.total), other.total.bytes) == ((0, 1, 0), 4)
    assert ends((await statistics.user("g", "user1")).total) == (0, 0, 1)


async def test_a_retry_counts_for_its_new_end_alone(
    play: Play, statistics: Statistics, client: Redis
) -> None:
    """A failure, then a success; what was posted in vain isn't counted again."""
    await play.ledger.enqueue("download1", a_request(guild="g", user="u"))
    sending = await play.one()
    proof = {"at": 1, "messages": ["m"]}
    await posts(client, "download1", d0_0_0=proof | {"bytes": 10})
    await fail(play, sending.ref)
    await play.ledger.retry("download1")
    await play.ledger.retry("download1")
    assert ends((await statistics.server("g")).total) == (0, 1, 0)
    sending = await play.one()
    await posts(client, "download1", d0_1_0=proof | {"bytes": 100})
    await play.complete(sending)
    for tally in (
        (await statistics.server("g")).total,
        (await statistics.user("g", "u")).total,
    ):
        assert ends(tally) == (1, 1, 0)
        assert tally.bytes == 110
        assert tally.average is None  # when they came back is nobody's wait


async def test_what_is_said_twice_counts_once(
    play: Play, statistics: Statistics
) -> None:
    """A lost answer, a second cancel, a cleanup, a reconciler: one end each."""
    for name in ("download1", "download2", "download3"):
        await play.ledger.enqueue(name, a_request(guild="g", canonical=name))
    first, second = await play.admit()
    for stage in STAGES[:-1]:
        await play.execute(first.ref, stage)
    await play.stages.finish(first.ref, UPLOAD, f"me.{UPLOAD}", Outcome())
    await fail(play, second.ref)
    await play.stages.fail(second.ref, FETCH, "me", NotFoundError())
    for _ in range(2):
        await play.ledger.cancel("download3", by="u")
    await play.desk.reconcile()
    await play.execute(first.ref, "cleanup")
    assert ends((await statistics.server("g")).total) == (1, 1, 1)


async def test_what_goes_on_has_not_ended(play: Play, client: Redis) -> None:
    """Tried again by itself, paused, or moved to a download of its own."""
    await play.ledger.enqueue("download1", a_request(guild="g"))
    await play.ledger.enqueue("download2", a_request(guild="h", user="two"))
    sending = await play.one()
    await play.stages.begin(sending.ref, FETCH, "me")
    await play.stages.retry(
        sending.ref, FETCH, "me", delay=0, error=NetworkError(), soon=True
    )
    await play.execute(sending.ref, FETCH, Outcome(private=True))
    assert (await play.seen("download2")).state is State.QUEUED
    await play.ledger.pause("download2")
    assert await keys(client, "stats:*") == []


async def test_a_cleared_queue_is_cancelled_downloads(
    play: Play, statistics: Statistics
) -> None:
    """As many as there were."""
    for number in range(5):
        request = a_request(guild="g", canonical=f"{number}")
        await play.ledger.enqueue(f"download{number}", request)
    await play.ledger.clear("g", by="mod")
    assert ends((await statistics.server("g")).total) == (0, 0, 5)


async def test_a_download_into_a_directory_is_no_servers(
    play: Play, statistics: Statistics, client: Redis
) -> None:
    """`bossbot get` has a worker of its own, and nobody's statistics."""
    request = a_request(pin="disk-a")
    await play.ledger.enqueue("download1", request)
    await play.complete(await play.one())
    assert await keys(client, "stats:*") == []


async def test_ends_at_the_same_time_are_all_counted(
    play: Play, statistics: Statistics
) -> None:
    """Of many workers and members at once."""
    sendings: list[Sending] = []
    for number in range(40):
        request = a_request(guild="g", user=f"u{number % 2}", canonical=f"{number}")
        await play.ledger.enqueue(f"download{number}", request)
    for _ in range(10):
        sent = await play.admit()
        sendings += sent
        await asyncio.gather(*(play.complete(one) for one in sent))
    for first in range(0, 40, 4):
        names = [f"download{number}" for number in range(first, first + 4)] * 2
        await asyncio.gather(*(play.ledger.cancel(name, by="u") for name in names))
    done = len(sendings)
    server = await statistics.server("g")
    users = [(await statistics.user("g", user)).total for user in ("u0", "u1")]
    assert ends(server.total) == ends(server.recent) == (done, 0, 40 - done)
    assert sum(user.completed for user in users) == done
    assert sum(user.cancelled for user in users) == 40 - done


async def test_what_grows_is_forgotten(play: Play, client: Redis) -> None:
    """Days and users go by themselves; a server's totals are one small hash."""
    for number in range(3):
        request = a_request(guild="g", user=f"u{number}", canonical=f"{number}")
        await play.ledger.enqueue(f"download{number}", request)
        await play.ledger.cancel(f"download{number}", by="u")
    names = set(await keys(client, "stats:*"))
    lasting = {name for name in names if await client.pttl(name) < _LONG}
    assert lasting == {f"{PREFIX}stats:server:g"}
    assert len(names) == 1 + 1 + 3
    assert await client.hlen(f"{PREFIX}stats:server:g") <= 8


async def test_without_redis_there_are_none() -> None:
    """Whoever asks is told that it is away."""
    client = connect("unix:///nowhere/redis.sock")
    statistics = Statistics(client)
    with pytest.raises(LedgerAwayError):
        await statistics.server("g")
    with pytest.raises(LedgerAwayError):
        await statistics.user("g", "u")
    await client.aclose()
