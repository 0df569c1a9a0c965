"""What was too large is had in another way: in place, by its requester alone."""

from __future__ import annotations

import pytest
from redis.asyncio import Redis

from bossbot.adapters.ledger import UploadLimits
from bossbot.adapters.ledger.scripts import PREFIX
from bossbot.adapters.ledger.uploads import WEEK
from bossbot.errors import (
    BossBotError,
    FileTooLargeError,
    NetworkError,
    NotPossibleError,
    PermissionDeniedError,
)
from bossbot.models import (
    FETCH,
    TRANSCODE,
    UPLOAD,
    VALIDATE,
    Change,
    DiscordTarget,
    Format,
    Metadata,
    Request,
    State,
)
from bossbot.pipeline.ports import NobodyLeft, Outcome
from bossbot.queue.timing import RESUMABLE
from tests.integration.ledger.inspection import check, look, pass_time
from tests.integration.ledger.playing import Play
from tests.world.records import a_file
from tests.world.requests import MB, a_request

pytestmark = pytest.mark.integration
ID, OTHER = "download1", "download2"
TOO_LARGE = FileTooLargeError.of(size=90 * MB, limit=20 * MB)
FILES = (a_file("source/cat.mp4"),)


def in_discord(**changes: object) -> Request:
    values: dict[str, object] = {"channel_id": "2", "upload_limit": 50 * MB}
    target = DiscordTarget.model_validate(values | {"guild_id": "g1"} | changes)
    return a_request(guild="g1", target=target)


async def failed_in(
    play: Play, stage: str, error: BossBotError = TOO_LARGE, **request: object
) -> None:
    """A download that fails in a stage."""
    await play.ledger.enqueue(ID, a_request(**request))
    await fail_in(play, stage, error)


async def fail_in(play: Play, stage: str, error: BossBotError = TOO_LARGE) -> None:
    sending = await play.one()
    for earlier in (FETCH, VALIDATE, TRANSCODE, UPLOAD):
        if earlier == stage:
            break
        await play.execute(sending.ref, earlier, Outcome(files=FILES))
    await play.stages.begin(sending.ref, stage, "me")
    await play.stages.fail(sending.ref, stage, "me", error)


async def refused(work: object) -> str:
    with pytest.raises(NotPossibleError) as caught:
        await work  # type: ignore[misc]
    return str(caught.value.data["reason"])


@pytest.mark.parametrize("stage", [TRANSCODE, UPLOAD])
async def test_it_goes_on_from_what_was_fetched(
    play: Play, client: Redis, stage: str
) -> None:
    """Repeated, it is the same retry; the record tells what is made."""
    await failed_in(play, stage)
    for _ in range(2):
        await play.ledger.retry(ID, change=Change.SPLIT)
    again = await play.one()
    assert (again.stage, again.ref.attempt) == (TRANSCODE, 2)
    record = await play.seen(ID)
    assert (record.change, record.wanted) == (Change.SPLIT, Format.BEST)
    assert (record.files, record.deliveries[0].generation) == (FILES, 1)
    check(await look(client))
    await play.complete(again)
    assert (await play.seen(ID)).state is State.COMPLETED


@pytest.mark.parametrize("how", ["in fetch", "host gone", "late"])
async def test_it_fetches_where_nothing_lies(
    play: Play, client: Redis, how: str
) -> None:
    """Too large for the fetch itself, or no longer there: in the format it needs."""
    await failed_in(play, FETCH if how == "in fetch" else TRANSCODE)
    if how == "host gone":
        await pass_time(client, 20)
        play.another_host()
    if how == "late":
        await pass_time(client, RESUMABLE + 1)
    await play.ledger.retry(ID, change=Change.AUDIO)
    again = await play.one()
    record = await play.seen(ID)
    assert (again.stage, record.wanted, record.files) == (FETCH, Format.AUDIO, ())


async def test_a_file_fetched_for_one_change_is_no_source_of_another(
    play: Play,
) -> None:
    """From the sound alone no picture is made."""
    await failed_in(play, FETCH)
    await play.ledger.retry(ID, change=Change.AUDIO)
    await fail_in(play, TRANSCODE)
    await play.ledger.retry(ID, change=Change.SMALLER)
    assert (await play.one()).stage == FETCH
    assert (await play.seen(ID)).deliveries[0].changes == ("audio", "smaller")


async def test_a_plain_retry_sticks_to_the_change(play: Play, client: Redis) -> None:
    """What is wanted is the sound, whatever else went wrong since."""
    await failed_in(play, TRANSCODE)
    await play.ledger.retry(ID, change=Change.AUDIO)
    sending = await play.one()
    await play.execute(sending.ref, TRANSCODE)
    await play.stages.begin(sending.ref, UPLOAD, "me")
    await play.stages.fail(sending.ref, UPLOAD, "me", NetworkError())
    await play.ledger.retry(ID)
    assert (await play.seen(ID)).change is Change.AUDIO
    check(await look(client))
    assert (await play.one()).stage == TRANSCODE


async def test_another_change_meanwhile_is_refused(play: Play) -> None:
    """Of two presses at once the first one counts."""
    await failed_in(play, TRANSCODE)
    await play.ledger.retry(ID, change=Change.AUDIO)
    assert await refused(play.ledger.retry(ID, change=Change.SPLIT)) == "under_way"
    assert (await play.seen(ID)).change is Change.AUDIO


async def test_only_what_was_too_large(play: Play) -> None:
    """Other failures have nothing to gain from it."""
    await failed_in(play, TRANSCODE, NetworkError())
    assert await refused(play.ledger.retry(ID, change=Change.AUDIO)) == "not_too_large"
    await play.ledger.retry(ID)


async def test_nobody_joins_it_or_is_served_from_it(play: Play, client: Redis) -> None:
    """Who asks for the original gets the original, during it and after."""
    await failed_in(play, TRANSCODE)
    await play.ledger.retry(ID, change=Change.AUDIO)
    taken = await play.ledger.enqueue(OTHER, a_request(user="two"))
    assert not taken.joined
    first, second = await play.admit()
    await play.complete(first, upload=Outcome(files=FILES))
    await play.ledger.cancel(second.ref.id, by="two")
    await play.ledger.enqueue("download3", a_request(user="three"))
    record = await play.seen("download3")
    assert (record.again, record.change) == (None, None)
    check(await look(client))


async def test_who_comes_after_others_got_theirs_does_not_join(play: Play) -> None:
    """The link is known by the download that is about to become something else."""
    await play.ledger.enqueue(ID, a_request())
    await play.ledger.enqueue(OTHER, a_request(user="two"))
    await play.complete(await play.one(), upload=Outcome(failed={1: TOO_LARGE}))
    await play.ledger.retry(OTHER, change=Change.AUDIO)
    taken = await play.ledger.enqueue("download3", a_request(user="three"))
    assert not taken.joined
    assert (await play.seen("download3")).again is None


async def test_while_it_runs_for_others_it_waits(play: Play) -> None:
    """Neither may a change disturb them, nor they be given what one wanted."""
    small = in_discord(upload_limit=10 * MB).model_copy(update={"user": "two"})
    await play.ledger.enqueue(ID, in_discord())
    await play.ledger.enqueue(OTHER, small)
    ref = (await play.one()).ref
    for stage in (FETCH, VALIDATE, TRANSCODE):
        await play.execute(ref, stage, Outcome(files=FILES))
    await play.ledger.enqueue("download3", in_discord())
    await play.stages.begin(ref, UPLOAD, "me")
    failed = Outcome(failed={1: TOO_LARGE})
    await play.stages.finish(ref, UPLOAD, "me", failed)
    assert (await play.seen(OTHER)).state is State.FAILED
    assert await refused(play.ledger.retry(OTHER, change=Change.AUDIO)) == "running"


async def test_after_a_change_others_get_what_they_asked_for(play: Play) -> None:
    """The next requester's plain retry is of the original, fetched anew."""
    await play.ledger.enqueue(ID, a_request())
    await play.ledger.enqueue(OTHER, a_request(user="two"))
    await fail_in(play, TRANSCODE)
    await play.ledger.retry(ID, change=Change.AUDIO)
    assert await refused(play.ledger.retry(OTHER)) == "running"
    await play.complete(await play.one())
    await play.ledger.retry(OTHER)
    again = await play.one()
    record = await play.seen(OTHER)
    assert (again.stage, record.change, record.again) == (FETCH, None, None)
    assert (await play.seen(ID)).state is State.COMPLETED


async def test_a_retry_has_the_limit_that_discord_has_shown(
    play: Play, client: Redis
) -> None:
    """By its own refusal, or by that of another file in the same server."""
    limits = UploadLimits(play.ledger.scripts)
    await play.ledger.enqueue(ID, in_discord())
    refusal = FileTooLargeError.refused(size=30 * MB, limit=25 * MB)
    await fail_in(play, UPLOAD, refusal)
    await play.ledger.retry(ID)
    assert await upload_limit(play) == 25 * MB
    await fail_in_transcode(play)
    await limits.lower("g1", 10 * MB)
    await play.ledger.retry(ID, change=Change.SMALLER)
    assert await upload_limit(play) == 10 * MB


async def fail_in_transcode(play: Play) -> None:
    sending = await play.one()
    await play.stages.begin(sending.ref, TRANSCODE, "me")
    await play.stages.fail(sending.ref, TRANSCODE, "me", TOO_LARGE)


async def upload_limit(play: Play) -> int:
    target = (await play.seen(ID)).request.target
    assert isinstance(target, DiscordTarget)
    return target.upload_limit


async def test_a_servers_limit_only_falls_for_a_week(play: Play, client: Redis) -> None:
    """The least that was found holds; then it is asked anew."""
    limits = UploadLimits(play.ledger.scripts)
    assert await limits.learned("g1") is None
    assert await limits.lower("g1", 20 * MB) == 20 * MB
    assert await limits.lower("g1", 50 * MB) == 20 * MB
    assert await limits.lower("g1", 10 * MB) == 10 * MB
    assert await limits.learned("g1") == 10 * MB
    assert await limits.learned("g2") is None
    assert WEEK - 60 < await client.ttl(f"{PREFIX}uploads:g1") <= WEEK


async def test_a_refused_batch_is_made_smaller(play: Play) -> None:
    """A new intent for fewer files, once; one that was proven stays."""
    await play.ledger.enqueue(ID, a_request())
    ref = (await play.one()).ref
    for stage in (FETCH, VALIDATE, TRANSCODE):
        await play.execute(ref, stage, Outcome(files=FILES))
    await play.stages.begin(ref, UPLOAD, "me")
    intend = play.stages.intend_post
    await intend(ref, "me", "0.0.0", files=10, size=100)
    await intend(ref, "me", "0.0.0", files=8, size=80)
    for _ in range(2):
        await intend(ref, "me", "0.0.0", files=5, size=50, instead=10)
    post = (await play.seen(ID)).posts["0.0.0"]
    assert (post.files, post.bytes) == (5, 50)
    await play.stages.record_post(ref, "me", "0.0.0", ("123",))
    await intend(ref, "me", "0.0.0", files=2, size=20, instead=5)
    post = (await play.seen(ID)).posts["0.0.0"]
    assert (post.files, post.bytes, post.messages) == (5, 50, ("123",))


async def test_a_post_leads_back_to_what_was_asked_for(
    play: Play, client: Redis
) -> None:
    """Under the id its requester knows; the path of a file is no message."""
    await play.ledger.enqueue(ID, a_request())
    await play.ledger.enqueue(OTHER, a_request(user="two"))
    ref = (await play.one()).ref
    for stage in (FETCH, VALIDATE, TRANSCODE):
        await play.execute(ref, stage, Outcome(files=FILES))
    await play.stages.begin(ref, UPLOAD, "me")
    for key, message in (("0.0.0", "111"), ("1.0.0", "222"), ("1.0.1", "/a/b")):
        await play.stages.intend_post(ref, "me", key, files=1, size=1)
        await play.stages.record_post(ref, "me", key, (message,))
    assert await client.get(f"{PREFIX}message:111") == ID
    assert await client.get(f"{PREFIX}message:222") == OTHER
    assert await client.exists(f"{PREFIX}message:/a/b") == 0
    kept = int(await client.hget(f"{PREFIX}download:{ID}", "kept") or 0)
    assert 0 < await client.pttl(f"{PREFIX}message:111") <= kept


ADULT = Metadata(age_restricted=True)
BARRED = PermissionDeniedError(reason="age_restricted")


@pytest.mark.parametrize("barred", [0, 1])
async def test_who_may_not_have_it_leaves_it_to_others(
    play: Play, client: Redis, barred: int
) -> None:
    """Their delivery ends, the slot is the next one's, the download goes on."""
    await play.ledger.enqueue(ID, a_request())
    await play.ledger.enqueue(OTHER, a_request(user="two", guild="g2"))
    sending = await play.one()
    await play.execute(
        sending.ref, FETCH, Outcome(files=FILES, failed={barred: BARRED})
    )
    check(await look(client))
    one, other = (ID, OTHER) if barred == 0 else (OTHER, ID)
    seen = await play.seen(one)
    assert (seen.state, seen.error and seen.error.code) == ("failed", BARRED.code)
    for stage in (VALIDATE, TRANSCODE, UPLOAD):
        await play.execute(sending.ref, stage)
    assert (await play.seen(other)).state is State.COMPLETED


async def test_without_anybody_left_it_ends(play: Play, client: Redis) -> None:
    """At once, with a cleanup due; said twice, it is the same end."""
    await play.ledger.enqueue(ID, a_request())
    ref = (await play.one()).ref
    await play.stages.begin(ref, FETCH, "me")
    outcome = Outcome(files=FILES, metadata=ADULT, failed={0: BARRED})
    for _ in range(2):
        with pytest.raises(NobodyLeft):
            await play.stages.finish(ref, FETCH, "me", outcome)
    record = await play.seen(ID)
    assert (record.state, record.error and record.error.data) == (
        State.FAILED,
        BARRED.data,
    )
    check(await look(client))
    await play.execute(ref, "cleanup")
