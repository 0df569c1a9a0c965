"""What members, moderators and operators do, from anywhere, as often as they like."""

from __future__ import annotations

import pytest
from redis.asyncio import Redis

from bossbot.adapters.ledger import Scripts
from bossbot.adapters.ledger.controls import MOST_AGAIN
from bossbot.adapters.ledger.scripts import PREFIX
from bossbot.errors import (
    DailyLimitError,
    IntakeStoppedError,
    NetworkError,
    NotFoundError,
    NotPossibleError,
    QueueFullError,
)
from bossbot.models import FETCH, Level, State
from bossbot.pipeline.ports import Outcome, Stale
from bossbot.queue.timing import PAUSED_KEPT, RESUMABLE
from tests.integration.ledger.client import Ledger
from tests.integration.ledger.inspection import check, look, pass_time
from tests.integration.ledger.playing import Play
from tests.world.requests import a_request

pytestmark = pytest.mark.integration
ID = "download1"


async def refused(work: object) -> str:
    with pytest.raises(NotPossibleError) as caught:
        await work  # type: ignore[misc]
    return str(caught.value.data["reason"])


async def test_pausing_frees_the_slot_and_keeps_the_age(play: Play) -> None:
    """What fetches finds its token stale; resumed, it goes on where its files are."""
    await play.ledger.enqueue(ID, a_request())
    await play.ledger.enqueue("later", a_request(canonical="later"))
    first, _ = await play.admit()
    await play.stages.begin(first.ref, FETCH, "me")
    for _ in range(2):
        await play.ledger.pause(ID)
    with pytest.raises(Stale):
        await play.stages.renew(first.ref, "me")
    await play.ledger.enqueue("third", a_request(canonical="third"))
    assert (await play.one()).ref.id == "third"
    for _ in range(2):
        await play.ledger.resume(ID)
    assert await play.ledger.position(ID) == 1
    await play.ledger.cancel("later", by="me")
    again = await play.one()
    assert (again.ref.id, again.ref.attempt, again.ref.host) == (ID, 2, "disk-a")
    await play.complete(again)


async def test_what_can_not_be_paused_says_why(play: Play) -> None:
    """Past fetch, shared, ended, pinned or unknown."""
    ledger = play.ledger
    assert await refused(ledger.pause("nobody")) == "unknown"
    await ledger.enqueue(ID, a_request())
    await ledger.enqueue("second", a_request(user="two"))
    assert await refused(ledger.pause(ID)) == "shared"
    await ledger.cancel("second", by="two")
    ref = (await play.one()).ref
    await play.execute(ref, FETCH)
    assert await refused(ledger.pause(ID)) == "running"
    await ledger.cancel(ID, by="me")
    assert await refused(ledger.pause(ID)) == "ended"
    assert await refused(ledger.resume(ID)) == "ended"
    await ledger.enqueue("pinned1", a_request(pin="disk-a"))
    assert await refused(ledger.pause("pinned1")) == "pinned"


async def test_a_paused_download_nobody_returns_to_is_cancelled(
    play: Play, client: Redis
) -> None:
    """After a week; until then it is kept."""
    await play.ledger.enqueue(ID, a_request())
    await play.ledger.pause(ID)
    await pass_time(client, PAUSED_KEPT - 60)
    await play.desk.reconcile()
    assert (await play.seen(ID)).state is State.PAUSED
    await pass_time(client, 61)
    await play.desk.reconcile()
    assert (await play.seen(ID)).state is State.CANCELLED


async def test_a_retry_goes_on_from_the_stage_that_failed(play: Play) -> None:
    """As long as its files are there, with its counters at zero."""
    await play.ledger.enqueue(ID, a_request())
    ref = (await play.one()).ref
    await play.execute(ref, FETCH)
    await play.stages.begin(ref, "validate", "me")
    await play.stages.fail(ref, "validate", "me", NetworkError())
    for _ in range(2):
        await play.ledger.retry(ID)
    again = await play.one()
    assert (again.stage, again.ref.attempt) == ("validate", 2)
    record = await play.seen(ID)
    assert (record.error, record.deliveries[0].generation) == (None, 1)
    await play.complete(again)


@pytest.mark.parametrize("late", [True, False])
async def test_a_retry_without_files_starts_over(
    play: Play, client: Redis, late: bool
) -> None:
    """They are gone: for being refused for good, or for having waited too long."""
    await play.ledger.enqueue(ID, a_request())
    ref = (await play.one()).ref
    await play.execute(ref, FETCH)
    await play.stages.begin(ref, "validate", "me")
    error = NetworkError() if late else NotFoundError()
    await play.stages.fail(ref, "validate", "me", error)
    await pass_time(client, RESUMABLE + 1 if late else 1)
    await play.ledger.retry(ID)
    assert (await play.one()).stage == FETCH


async def test_only_what_failed_is_tried_again(play: Play) -> None:
    """Not what was cancelled or went well, nor what nobody knows."""
    assert await refused(play.ledger.retry("nobody")) == "unknown"
    await play.ledger.enqueue(ID, a_request())
    assert await refused(play.ledger.retry(ID)) == "not_failed"
    await play.complete(await play.one())
    assert await refused(play.ledger.retry(ID)) == "not_failed"


async def test_nothing_is_tried_again_for_ever(play: Play) -> None:
    """It counted once among the day's downloads; ten retries are enough."""
    await play.ledger.enqueue(ID, a_request(per_day=1))
    for _ in range(MOST_AGAIN):
        sending = await play.one()
        await play.stages.begin(sending.ref, FETCH, "me")
        await play.stages.fail(sending.ref, FETCH, "me", NotFoundError())
        await play.ledger.retry(ID)
    sending = await play.one()
    await play.stages.begin(sending.ref, FETCH, "me")
    await play.stages.fail(sending.ref, FETCH, "me", NotFoundError())
    assert await refused(play.ledger.retry(ID)) == "worn_out"


async def test_clearing_ends_what_waits_in_one_server(
    play: Play, client: Redis
) -> None:
    """Running ones go on, other servers' too; paused and delayed ones wait as well."""
    for name in ("delayed1", "running1", "running2", "waiting1", "paused12"):
        await play.ledger.enqueue(name, a_request(guild="g", canonical=name))
    await play.ledger.enqueue("others12", a_request(guild="h", canonical="o"))
    await play.ledger.pause("others12")
    first, _ = await play.admit()
    await play.stages.begin(first.ref, FETCH, "me")
    await play.stages.retry(
        first.ref, FETCH, "me", delay=99, error=NetworkError(), soon=False
    )
    await play.admit()
    await play.ledger.pause("paused12")
    ids, sendings = await play.ledger.clear("g", by="moderator")
    assert set(ids) == {"delayed1", "waiting1", "paused12"}
    assert [one.ref.id for one in sendings] == ["delayed1"]
    assert await play.ledger.clear("g", by="moderator") == ((), ())
    for name, state in (
        ("running1", State.DISPATCHED),
        ("running2", State.DISPATCHED),
        ("others12", State.PAUSED),
    ):
        assert (await play.seen(name)).state is state
    check(await look(client))


async def test_the_fifty_first_is_refused(scripts: Scripts) -> None:
    """Paused ones don't count, nor do other servers'."""
    ledger = Ledger(scripts, max_waiting=3)
    for number in range(4):
        request = a_request(canonical=str(number), guild="g")
        await ledger.enqueue(f"download{number}", request)
        if number == 0:
            await ledger.pause("download0")
    with pytest.raises(QueueFullError) as caught:
        await ledger.enqueue("onemore1", a_request(canonical="more", guild="g"))
    assert caught.value.data["waiting"] == 3
    await ledger.enqueue("onemore1", a_request(canonical="more", guild="h"))
    await ledger.cancel("download1", by="me")
    await ledger.enqueue("onemore2", a_request(canonical="more2", guild="g"))
    assert await ledger.record("onemore2")


async def test_a_users_day_has_its_limit(ledger: Ledger, client: Redis) -> None:
    """Counted over all servers, whatever became of the downloads."""
    for number in range(2):
        request = a_request(canonical=str(number), guild=str(number), per_day=2)
        await ledger.enqueue(f"download{number}", request)
        await ledger.cancel(f"download{number}", by="me")
    with pytest.raises(DailyLimitError) as caught:
        await ledger.enqueue("onemore1", a_request(canonical="x", per_day=2))
    assert (caught.value.data["used"], caught.value.data["limit"]) == (2, 2)
    assert 0 < caught.value.data["resets_in"] <= 86_400
    await ledger.enqueue("onemore1", a_request(canonical="x", user="b", per_day=2))


async def test_stopped_intake_refuses_what_is_new(play: Play) -> None:
    """What was taken in goes on; whoever stops it again changes nothing."""
    await play.ledger.enqueue(ID, a_request())
    for by in ("operator", "other"):
        await play.ledger.stop_intake(by=by, reason="moving house")
    stop = await play.ledger.intake()
    assert stop is not None
    assert (stop.by, stop.reason) == ("operator", "moving house")
    with pytest.raises(IntakeStoppedError):
        await play.ledger.enqueue("onemore1", a_request(canonical="x"))
    await play.complete(await play.one())
    await play.ledger.start_intake()
    assert (await play.ledger.enqueue("onemore1", a_request(canonical="x"))).new


async def test_levels_are_remembered(ledger: Ledger, client: Redis) -> None:
    """The normal one is what everybody has."""
    assert await ledger.level("1") is Level.NORMAL
    await ledger.set_level("1", Level.PREMIUM)
    assert await ledger.level("1") is Level.PREMIUM
    await ledger.set_level("1", Level.NORMAL)
    assert not await client.exists(f"{PREFIX}levels")


async def test_a_released_stage_counts_as_nothing(play: Play) -> None:
    """It is queued again at its age and stage: no crash, no retry."""
    await play.ledger.enqueue(ID, a_request())
    ref = (await play.one()).ref
    await play.execute(ref, FETCH)
    await play.stages.begin(ref, "validate", "me")
    await play.stages.release(ref, "validate", "me")
    again = await play.one()
    assert (again.stage, again.ref.attempt) == ("validate", 2)
    record = await play.seen(ID)
    assert (record.crashes, record.stages["validate"].retries) == (0, 0)
    with pytest.raises(Stale):
        await play.stages.finish(ref, "validate", "me", Outcome())


async def test_a_goodbye_frees_what_nobody_has_begun(play: Play, client: Redis) -> None:
    """It goes on elsewhere at once; what runs has its lease."""
    await play.ledger.enqueue(ID, a_request())
    await play.ledger.enqueue("running1", a_request(canonical="r"))
    _, second = await play.admit()
    await play.stages.begin(second.ref, FETCH, "me")
    play.heart.stop()
    play.another_host()
    (moved,) = await play.desk.admit()
    assert (moved.ref.id, moved.ref.host) == (ID, "disk-b")
    assert (await play.seen(ID)).crashes == 0
    check(await look(client))
