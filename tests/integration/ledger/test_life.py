"""The life of a download in the ledger, without any worker."""

from __future__ import annotations

import pytest
from redis.asyncio import Redis

from bossbot.adapters.ledger import Desk, Heart, Sending, Stages, live_hosts
from bossbot.adapters.ledger.scripts import PREFIX
from bossbot.errors import NetworkError, NotFoundError
from bossbot.models import STAGES, MediaFile, Priority, Progress, State
from bossbot.pipeline.ports import Outcome, Stale
from tests.integration.ledger.client import Ledger
from tests.world.requests import a_request

pytestmark = pytest.mark.integration
ID = "download1"


async def admitted(ledger: Ledger, desk: Desk, download_id: str = ID) -> Sending:
    await ledger.enqueue(download_id, a_request())
    (sending,) = await desk.admit()
    return sending


async def expire_leases(client: Redis) -> None:
    """As if eight seconds had passed without a sign of life."""
    for name in await client.zrange(f"{PREFIX}leases", 0, -1):
        await client.zadd(f"{PREFIX}leases", {name: 1})
    await client.delete(f"{PREFIX}hold")


async def test_all_stages_lead_to_completed_and_cleaned(
    ledger: Ledger, desk: Desk, stages: Stages, heart: Heart, client: Redis
) -> None:
    """Five begin/finish pairs move a download to its end and free its slot."""
    ref = (await admitted(ledger, desk)).ref
    for stage in STAGES:
        await stages.begin(ref, stage, "me")
        await stages.finish(ref, stage, "me", Outcome())
    record = await ledger.record(ID)
    assert record is not None
    assert (record.state, record.cleaned) == (State.COMPLETED, True)
    assert all(record.stages[stage].ended for stage in STAGES)
    assert (await live_hosts(client))[0].running == 0
    assert await client.pttl(f"{PREFIX}download:{ID}") > 0


async def test_enqueueing_twice_makes_one_download(ledger: Ledger, desk: Desk) -> None:
    """The same id asked for again changes nothing."""
    assert (await ledger.enqueue(ID, a_request())).new
    assert not (await ledger.enqueue(ID, a_request(user="other"))).new
    assert await ledger.position(ID) == 1


async def test_a_doubled_message_is_stale(
    ledger: Ledger, desk: Desk, stages: Stages, heart: Heart
) -> None:
    """Only one execution gets a stage; the second one learns that it is stale."""
    ref = (await admitted(ledger, desk)).ref
    await stages.begin(ref, "fetch", "one")
    with pytest.raises(Stale):
        await stages.begin(ref, "fetch", "two")
    await stages.finish(ref, "fetch", "one", Outcome())
    with pytest.raises(Stale):
        await stages.begin(ref, "fetch", "two")


async def test_what_a_stage_brought_is_read_back(
    ledger: Ledger, desk: Desk, stages: Stages, heart: Heart
) -> None:
    """Files, tool and skipped errors of an outcome stand in the record."""
    ref = (await admitted(ledger, desk)).ref
    await stages.begin(ref, "fetch", "me")
    found = MediaFile(path="source/a.mp4", name="a.mp4", size=3)
    outcome = Outcome(
        files=(found,),
        tool="yt-dlp",
        tried=("gallery-dl",),
        skipped=(NotFoundError(),),
    )
    await stages.finish(ref, "fetch", "me", outcome)
    record = await ledger.record(ID)
    assert record is not None
    assert record.files == (found,)
    assert (record.tool, record.tried) == ("yt-dlp", ("gallery-dl",))
    assert record.skipped[0].code == "not_found"


async def test_slots_bound_what_runs(ledger: Ledger, desk: Desk, heart: Heart) -> None:
    """A host with two slots gets two downloads; the third keeps its position."""
    for number in range(3):
        await ledger.enqueue(f"download{number}", a_request(canonical=f"{number}"))
    assert len(await desk.admit()) == 2
    assert await desk.admit() == []
    assert await ledger.position("download2") == 1


async def test_high_priority_goes_first(
    ledger: Ledger, desk: Desk, heart: Heart
) -> None:
    """Priority decides the order, then age."""
    await ledger.enqueue(
        "download-low".replace("-", ""), a_request(canonical="1", priority="low")
    )
    await ledger.enqueue("downloadnormal", a_request(canonical="2"))
    await ledger.enqueue("downloadhigh", a_request(priority=Priority.HIGH))
    sent = [sending.ref.id for sending in await desk.admit()]
    assert sent == ["downloadhigh", "downloadnormal"]


async def test_without_a_live_host_it_waits(ledger: Ledger, desk: Desk) -> None:
    """No heartbeat, no dispatch; nothing is lost."""
    await ledger.enqueue(ID, a_request())
    assert await desk.admit() == []
    assert await ledger.position(ID) == 1


async def test_a_pinned_download_waits_for_its_host(
    ledger: Ledger, desk: Desk, heart: Heart
) -> None:
    """A pin on another disk is never placed elsewhere."""
    await ledger.enqueue(ID, a_request(pin="disk-b"))
    assert await desk.admit() == []


async def test_a_dead_worker_is_continued_from_the_unfinished_stage(
    ledger: Ledger, desk: Desk, stages: Stages, heart: Heart, client: Redis
) -> None:
    """Past its lease it is re-queued and sent to the same disk with a new attempt."""
    ref = (await admitted(ledger, desk)).ref
    await stages.begin(ref, "fetch", "me")
    await stages.finish(ref, "fetch", "me", Outcome())
    await stages.begin(ref, "validate", "me")
    await expire_leases(client)
    assert await desk.reconcile() == []
    (again,) = await desk.admit()
    assert (again.stage, again.ref.attempt, again.ref.host) == ("validate", 2, "disk-a")
    with pytest.raises(Stale):
        await stages.finish(ref, "validate", "me", Outcome())


async def test_a_host_gone_for_good_means_fetching_elsewhere(
    ledger: Ledger,
    desk: Desk,
    stages: Stages,
    heart: Heart,
    client: Redis,
    ledger_server: str,
) -> None:
    """When the disk with the files is away, another host starts from fetch."""
    ref = (await admitted(ledger, desk)).ref
    await stages.begin(ref, "fetch", "me")
    await stages.finish(ref, "fetch", "me", Outcome())
    await stages.begin(ref, "validate", "me")
    heart.stop()
    other = Heart(ledger_server, disk_id="disk-b", worker="w2", slots=1)
    other.beat(free=1, total=2, zygote=True)
    await expire_leases(client)
    await desk.reconcile()
    (again,) = await desk.admit()
    other.close()
    assert (again.stage, again.ref.host) == ("fetch", "disk-b")


async def test_a_lost_message_is_sent_again(
    ledger: Ledger, desk: Desk, heart: Heart, client: Redis
) -> None:
    """A missed begin deadline on a live host repeats the message, not the attempt."""
    first = await admitted(ledger, desk)
    await expire_leases(client)
    assert await desk.reconcile() == [first]


async def test_poison_ends_after_five_crashes(
    ledger: Ledger, desk: Desk, stages: Stages, heart: Heart, client: Redis
) -> None:
    """A download that kills its worker every time fails with the reason."""
    await ledger.enqueue(ID, a_request())
    for _ in range(6):
        (sending,) = await desk.admit()
        await stages.begin(sending.ref, "fetch", "me")
        await expire_leases(client)
        cleanups = await desk.reconcile()
    record = await ledger.record(ID)
    assert record is not None
    assert record.error is not None
    assert (record.state, record.error.code) == (State.FAILED, "worker_lost")
    assert [sending.stage for sending in cleanups] == ["cleanup"]


async def test_a_short_wait_keeps_the_slot_a_long_one_frees_it(
    ledger: Ledger, desk: Desk, stages: Stages, heart: Heart, client: Redis
) -> None:
    """Retry soon stays running; retry later becomes delayed and then queued again."""
    ref = (await admitted(ledger, desk)).ref
    await stages.begin(ref, "fetch", "a")
    error = NetworkError(platform="other")
    await stages.retry(ref, "fetch", "a", delay=1, error=error, soon=True)
    assert (await live_hosts(client))[0].running == 1
    await stages.begin(ref, "fetch", "b")
    await stages.retry(ref, "fetch", "b", delay=0, error=error, soon=False)
    assert (await live_hosts(client))[0].running == 0
    record = await ledger.record(ID)
    assert record is not None
    assert (record.state, record.stages["fetch"].retries) == (State.DELAYED, 2)
    await desk.reconcile()
    (again,) = await desk.admit()
    assert again.ref.attempt == 2


async def test_failure_allows_cleanup_only(
    ledger: Ledger, desk: Desk, stages: Stages, heart: Heart
) -> None:
    """After an end state no stage may begin but cleanup."""
    ref = (await admitted(ledger, desk)).ref
    await stages.begin(ref, "fetch", "me")
    await stages.fail(ref, "fetch", "me", NotFoundError(platform="other"))
    with pytest.raises(Stale):
        await stages.begin(ref, "validate", "me")
    record = await stages.begin(ref, "cleanup", "me")
    assert record.state is State.FAILED
    await stages.finish(ref, "cleanup", "me", Outcome())
    with pytest.raises(Stale):
        await stages.begin(ref, "cleanup", "me")
    cleaned = await ledger.record(ID)
    assert cleaned is not None
    assert cleaned.error is not None
    assert cleaned.error.code == "not_found"


async def test_cancel_makes_the_running_stage_stale(
    ledger: Ledger, desk: Desk, stages: Stages, heart: Heart
) -> None:
    """Cancelling ends the download at once and names the cleanup to send."""
    ref = (await admitted(ledger, desk)).ref
    await stages.begin(ref, "fetch", "me")
    cleanup = await ledger.cancel(ID, by="someone")
    assert cleanup == Sending(ref, "cleanup")
    with pytest.raises(Stale):
        await stages.renew(ref, "me")
    assert await ledger.cancel(ID, by="someone") is None


async def test_cancelling_a_waiting_download_leaves_nothing_to_clean(
    ledger: Ledger, desk: Desk
) -> None:
    """What never ran has no files."""
    await ledger.enqueue(ID, a_request())
    assert await ledger.cancel(ID, by="someone") is None
    record = await ledger.record(ID)
    assert record is not None
    assert (record.state, record.cleaned) == (State.CANCELLED, True)
    assert await ledger.position(ID) is None


async def test_a_posting_intent_survives_and_is_proved(
    ledger: Ledger, desk: Desk, stages: Stages, heart: Heart
) -> None:
    """The first intent's instant stays; the proof adds the messages."""
    ref = (await admitted(ledger, desk)).ref
    await stages.begin(ref, "fetch", "me")
    await stages.intend_post(ref, "me", "0.0.0", files=1, size=5)
    record = await ledger.record(ID)
    assert record is not None
    intent = record.posts["0.0.0"]
    await stages.intend_post(ref, "me", "0.0.0", files=2, size=9)
    await stages.record_post(ref, "me", "0.0.0", ("m1", "m2"))
    record = await ledger.record(ID)
    assert record is not None
    assert record.posts["0.0.0"] == intent.model_copy(update={"messages": ("m1", "m2")})
    with pytest.raises(Stale):
        await stages.intend_post(ref, "else", "0.0.1", files=1, size=5)


async def test_a_cleanup_nobody_reported_is_sent_again(
    ledger: Ledger, desk: Desk, stages: Stages, heart: Heart, client: Redis
) -> None:
    """Until the record says cleaned, the reconciler keeps asking the host."""
    ref = (await admitted(ledger, desk)).ref
    await ledger.cancel(ID, by="someone")
    await client.zadd(f"{PREFIX}cleanups", {ID: 1})
    assert await desk.reconcile() == [Sending(ref, "cleanup")]


async def test_after_redis_was_away_leases_get_a_second_chance(
    ledger: Ledger, desk: Desk, stages: Stages, heart: Heart, client: Redis
) -> None:
    """A late pass re-dispatches nothing for the length of a lease."""
    ref = (await admitted(ledger, desk)).ref
    await stages.begin(ref, "fetch", "me")
    await expire_leases(client)
    await client.set(f"{PREFIX}seen", "1")
    assert await desk.reconcile() == []
    await stages.renew(ref, "me")


async def test_events_tell_every_step(
    ledger: Ledger, desk: Desk, stages: Stages, heart: Heart
) -> None:
    """The stream holds the changes in order, and can be read from any point."""
    ref = (await admitted(ledger, desk)).ref
    await stages.begin(ref, "fetch", "me")
    await stages.fail(ref, "fetch", "me", NotFoundError())
    kinds = []
    async for event in ledger.events("0-0"):
        kinds.append(event.kind)
        if event.kind == "failed":
            break
    assert kinds == ["queued", "dispatched", "begin", "failed"]


async def test_progress_is_overwritten(
    ledger: Ledger, desk: Desk, stages: Stages, heart: Heart
) -> None:
    """The last report is what is read."""
    ref = (await admitted(ledger, desk)).ref
    await stages.report(ref, Progress(stage="fetch", done=1))
    await stages.report(ref, Progress(stage="fetch", done=2, total=4))
    assert await ledger.progress(ID) == Progress(stage="fetch", done=2, total=4)
