"""What the ledger makes of lost answers, ghosts, slow passes and lost hosts."""

from __future__ import annotations

import pytest
from redis.asyncio import Redis

from bossbot.adapters.ledger import Desk, Heart, Sending, Stages
from bossbot.adapters.ledger.scripts import PREFIX
from bossbot.errors import CleanupError, NetworkError, NotFoundError
from bossbot.models import CLEANUP, FETCH, DiscordTarget, State
from bossbot.pipeline.ports import LedgerAwayError, Outcome, Stale
from tests.integration.ledger.client import Ledger
from tests.integration.ledger.inspection import check, look, pass_time
from tests.world.requests import a_request

pytestmark = pytest.mark.integration
ID = "download1"


@pytest.fixture
async def fetching(ledger: Ledger, desk: Desk, stages: Stages, heart: Heart) -> Sending:
    """A download whose fetch runs, owned by `me`."""
    await ledger.enqueue(ID, a_request())
    (sending,) = await desk.admit()
    await stages.begin(sending.ref, FETCH, "me")
    return sending


async def test_an_end_whose_answer_was_lost_may_be_said_again(
    fetching: Sending, stages: Stages, ledger: Ledger
) -> None:
    """The repetition is no stale message, and counts once."""
    ref, error = fetching.ref, NetworkError(platform="other")
    for _ in range(2):
        await stages.retry(ref, FETCH, "me", delay=0, error=error, soon=True)
    for _ in range(2):
        await stages.begin(ref, FETCH, "other")
    for _ in range(2):
        await stages.finish(ref, FETCH, "other", Outcome(tool="yt-dlp"))
    for _ in range(2):
        await stages.begin(ref, "validate", "third")
    for _ in range(2):
        await stages.fail(ref, "validate", "third", NotFoundError())
    record = await ledger.record(ID)
    assert record is not None
    assert (record.state, record.tool) == (State.FAILED, "yt-dlp")
    assert record.stages[FETCH].retries == 1


async def test_a_doubled_message_does_not_cut_a_backoff_short(
    fetching: Sending, stages: Stages, client: Redis
) -> None:
    """Before its time the stage isn't begun, whoever asks; then it is."""
    ref, error = fetching.ref, NetworkError(platform="other")
    await stages.retry(ref, FETCH, "me", delay=5, error=error, soon=True)
    with pytest.raises(Stale):
        await stages.begin(ref, FETCH, "early")
    await pass_time(client, 5)
    await stages.begin(ref, FETCH, "late")


async def test_a_failing_cleanup_does_not_hide_why_the_download_failed(
    fetching: Sending, stages: Stages, ledger: Ledger
) -> None:
    """Members are told the site's error; whether temp may go depends on it as well."""
    ref, error = fetching.ref, CleanupError(reason="EBUSY")
    await stages.fail(ref, FETCH, "me", NotFoundError())
    await stages.begin(ref, CLEANUP, "first")
    await stages.retry(ref, CLEANUP, "first", delay=0, error=error, soon=True)
    await stages.begin(ref, CLEANUP, "second")
    await stages.fail(ref, CLEANUP, "second", error)
    record = await ledger.record(ID)
    assert record is not None
    assert record.error is not None
    assert (record.error.code, record.error.permanent) == ("not_found", True)


async def test_a_record_ends_though_its_host_never_cleans_up(
    fetching: Sending, stages: Stages, client: Redis, heart: Heart, desk: Desk
) -> None:
    """On ephemeral disks every restart is a new host; the old one's records must go."""
    await stages.fail(fetching.ref, FETCH, "me", NotFoundError())
    heart.stop()
    assert await client.pttl(f"{PREFIX}download:{ID}") > 0
    await client.delete(f"{PREFIX}download:{ID}")  # as it will be then
    await pass_time(client, 100)
    assert await desk.reconcile() == []
    assert not await client.exists(f"{PREFIX}cleanups", f"{PREFIX}download:{ID}")


async def test_a_host_that_said_goodbye_is_forgotten_after_a_day(
    client: Redis, heart: Heart, desk: Desk
) -> None:
    """It is dead at once, and leaves no key for ever."""
    heart.stop()
    await desk.reconcile()
    assert await client.keys(f"{PREFIX}host:disk-a:*") != []
    await pass_time(client, 90_000)
    await desk.reconcile()
    assert await client.keys(f"{PREFIX}host*") == []


@pytest.mark.parametrize("place", ["leases", "due", "paused", "unfinished", "cleanups"])
async def test_a_ghost_stops_nobody(
    client: Redis, ledger: Ledger, desk: Desk, heart: Heart, place: str
) -> None:
    """An id without a record is taken out of every list, and its slot is free again."""
    await client.delete(f"{PREFIX}hold")
    await client.zadd(f"{PREFIX}{place}", {"ghost1234": 1})
    if place == "leases":
        await client.sadd(f"{PREFIX}host:disk-a:active", "ghost1234", "ghost5678")
        await client.zadd(f"{PREFIX}leases", {"ghost5678": 1})
    await ledger.enqueue("download2", a_request())
    await desk.reconcile()
    (sending,) = await desk.admit()
    assert sending.ref.id == "download2"
    check(await look(client))


async def test_a_late_status_message_revives_no_record(
    client: Redis, ledger: Ledger
) -> None:
    """What has expired meanwhile doesn't come back without an end."""
    await ledger.set_status_message("forgotten", "123")
    assert await client.keys("*forgotten*") == []


async def test_an_absence_soon_after_a_start_is_one(
    fetching: Sending, client: Redis, desk: Desk, stages: Stages, heart: Heart
) -> None:
    """The first pass ever waits for a lease, too; what comes next is no slow pass."""
    await desk.reconcile()
    await pass_time(client, 3)
    await stages.renew(fetching.ref, "me")
    await desk.reconcile()
    await pass_time(client, 10)
    heart.beat(free=1, total=2, zygote=True)
    await desk.reconcile()
    assert await client.hget(f"{PREFIX}download:{ID}", "crashes") == "0"


async def test_slow_passes_still_find_the_dead(
    fetching: Sending, client: Redis, desk: Desk
) -> None:
    """A reconciler that comes by every ten seconds doesn't wait for ever."""
    for _ in range(3):
        await pass_time(client, 10)
        await desk.reconcile()
    assert await client.hget(f"{PREFIX}download:{ID}", "crashes") == "1"


async def test_a_poisonous_cleanup_is_sent_more_and_more_rarely(
    fetching: Sending, stages: Stages, client: Redis, desk: Desk, heart: Heart
) -> None:
    """One that kills its process every time does so about once a minute in the end."""
    await stages.fail(fetching.ref, FETCH, "me", NotFoundError())
    sent = 0
    for _ in range(60):
        heart.beat(free=1, total=2, zygote=True)
        for sending in await desk.reconcile():
            await stages.begin(sending.ref, CLEANUP, "dies")
            sent += 1
        await pass_time(client, 4)
    assert 4 <= sent <= 12


async def test_a_redis_that_takes_nothing_counts_as_away(
    ledger: Ledger, client: Redis
) -> None:
    """Full memory, lost replicas, a demoted primary: all of them pass."""
    try:
        for setting, value in (("maxmemory", 1), ("min-replicas-to-write", 1)):
            await client.config_set(setting, value)
            with pytest.raises(LedgerAwayError):
                await ledger.enqueue(ID, a_request())
            await client.config_set(setting, 0)
        await client.replicaof("127.0.0.1", 1)
        with pytest.raises(LedgerAwayError):
            await ledger.enqueue(ID, a_request())
    finally:
        await client.replicaof("NO", "ONE")
        await client.config_set("maxmemory", 0)


async def test_a_record_that_nobody_can_read_fails_at_once(
    ledger: Ledger, desk: Desk, stages: Stages, heart: Heart, client: Redis
) -> None:
    """It would only be taken for a crash, again and again."""
    await ledger.enqueue(ID, a_request())
    (sending,) = await desk.admit()
    name = f"{PREFIX}download:{ID}"
    await client.hset(name, "files", '[{"name": 5}]')
    with pytest.raises(Stale):
        await stages.begin(sending.ref, FETCH, "me")
    assert await client.hget(name, "state") == "failed"


async def test_what_is_left_out_of_a_request_is_read_back(
    ledger: Ledger, desk: Desk, stages: Stages, heart: Heart
) -> None:
    """A slash command has no message to reply to."""
    target = DiscordTarget(channel_id="1", upload_limit=5)
    request = a_request(target=target)
    await ledger.enqueue(ID, request)
    (sending,) = await desk.admit()
    begun = await stages.begin(sending.ref, FETCH, "me")
    assert begun.request == request
