"""One fetch for all who ask while it is under way; kept files for who asks later."""

from __future__ import annotations

import pytest
from redis.asyncio import Redis

from bossbot.adapters.ledger import Desk
from bossbot.adapters.ledger.scripts import PREFIX
from bossbot.errors import DiscordRefusedError, NetworkError, NotPossibleError
from bossbot.models import STAGES, JobReference, MediaFile, Priority, State
from bossbot.pipeline.ports import Outcome
from tests.integration.ledger.inspection import check, keys, look
from tests.integration.ledger.playing import Play
from tests.world.requests import a_request

pytestmark = pytest.mark.integration
ONE, TWO, THREE = "download1", "download2", "download3"
FILE = MediaFile(path="output/1.mp4", name="a.mp4", size=5, kind="video")


async def test_an_equal_request_joins_what_is_under_way(play: Play) -> None:
    """Both see it run and end; it is dispatched once."""
    await play.ledger.enqueue(ONE, a_request())
    taken = await play.ledger.enqueue(TWO, a_request(user="two", guild="other"))
    assert (taken.new, taken.joined) == (True, True)
    sending = await play.one()
    assert (await play.seen(TWO)).state is State.DISPATCHED
    begun = await play.stages.begin(sending.ref, "fetch", "me.fetch")
    assert [one.request.user for one in begun.owed] == ["someone", "two"]
    await play.complete(sending)
    for name in (ONE, TWO):
        assert (await play.seen(name)).state is State.COMPLETED
    assert await play.admit() == []


async def test_other_formats_and_paused_or_pinned_ones_are_not_joined(
    play: Play,
) -> None:
    """Each would have to wait for something that isn't coming."""
    await play.ledger.enqueue(ONE, a_request())
    assert not (await play.ledger.enqueue(TWO, a_request(format="audio"))).joined
    assert not (await play.ledger.enqueue(THREE, a_request(pin="disk-a"))).joined
    await play.ledger.pause(ONE)
    assert not (await play.ledger.enqueue("download4", a_request())).joined


async def test_who_joins_waits_at_a_place_of_their_own(play: Play) -> None:
    """The shared download starts in the first turn that any of them gets."""
    for number in range(3):
        request = a_request(canonical=str(number), priority=Priority.NORMAL)
        await play.ledger.enqueue(f"before{number}", request)
    await play.ledger.enqueue(ONE, a_request())
    vip = a_request(user="vip", guild="vips", priority=Priority.HIGH)
    assert (await play.ledger.enqueue(TWO, vip)).joined
    assert await play.ledger.position(ONE) == 4
    assert await play.ledger.position(TWO) == 1
    sent = await play.admit()
    assert sent[0].ref.id == ONE
    assert await play.ledger.position(ONE) is None


async def test_leaving_ends_only_ones_own_delivery(play: Play, client: Redis) -> None:
    """Also for the one who came first, whose slot the other one takes over."""
    await play.ledger.enqueue(ONE, a_request())
    await play.ledger.enqueue(TWO, a_request(user="two"))
    sending = await play.one()
    assert await play.ledger.cancel(ONE, by="someone") is None
    check(await look(client))
    assert (await play.seen(ONE)).state is State.CANCELLED
    await play.complete(sending)
    assert (await play.seen(TWO)).state is State.COMPLETED
    assert (await play.seen(ONE)).state is State.CANCELLED


async def test_the_last_one_to_leave_ends_it(play: Play) -> None:
    """Then its host cleans up."""
    await play.ledger.enqueue(ONE, a_request())
    await play.ledger.enqueue(TWO, a_request(user="two"))
    await play.one()
    await play.ledger.cancel(TWO, by="two")
    cleanup = await play.ledger.cancel(ONE, by="someone")
    assert cleanup is not None
    assert cleanup.stage == "cleanup"


async def test_who_joins_during_the_upload_gets_one_too(play: Play) -> None:
    """The chain goes on from transcode, in the same slot, for the late one alone."""
    await play.ledger.enqueue(ONE, a_request())
    ref = (await play.one()).ref
    for stage in STAGES[:3]:
        await play.execute(ref, stage)
    await play.stages.begin(ref, "upload", "me.upload")
    await play.ledger.enqueue(TWO, a_request(user="two"))
    more = await play.stages.finish(ref, "upload", "me.upload", Outcome())
    assert more is not None
    assert (await play.seen(ONE)).state is State.COMPLETED
    assert (await play.seen(TWO)).state is State.RUNNING
    begun = await play.stages.begin(more, "transcode", "me.transcode")
    assert [one.number for one in begun.owed] == [1]
    await play.stages.finish(more, "transcode", "me.transcode", Outcome())
    assert await play.execute(more, "upload") is None
    assert (await play.seen(TWO)).state is State.COMPLETED


async def test_one_failed_delivery_spoils_no_other(play: Play) -> None:
    """It is told its own error, and may be tried again alone."""
    await play.ledger.enqueue(ONE, a_request())
    await play.ledger.enqueue(TWO, a_request(user="two"))
    sending = await play.one()
    error = DiscordRefusedError(status=403)
    await play.complete(sending, upload=Outcome(failed={0: error}))
    first = await play.seen(ONE)
    assert first.error is not None
    assert (first.state, first.error.code) == (State.FAILED, "discord_error")
    assert (await play.seen(TWO)).state is State.COMPLETED
    await play.ledger.retry(ONE)
    with pytest.raises(NotPossibleError):
        await play.ledger.retry(TWO)
    again = await play.one()
    begun = await play.stages.begin(again.ref, again.stage, f"me.{again.stage}")
    assert [(one.number, one.generation) for one in begun.owed] == [(0, 1)]
    await play.complete(again)
    assert (await play.seen(ONE)).state is State.COMPLETED


async def test_what_was_fetched_with_cookies_stays_in_its_server(
    play: Play, client: Redis
) -> None:
    """Those of other servers get a download of their own, under the id they know."""
    await play.ledger.enqueue(ONE, a_request(guild="a"))
    await play.ledger.enqueue(TWO, a_request(guild="a", user="two"))
    await play.ledger.enqueue(THREE, a_request(guild="b"))
    await play.ledger.enqueue("download4", a_request(guild="b", user="four"))
    ref = (await play.one()).ref
    await play.execute(ref, "fetch", Outcome(private=True))
    check(await look(client))
    begun = await play.stages.begin(ref, "validate", "me.validate")
    assert [one.id for one in begun.owed] == [ONE, TWO]
    assert (await play.seen(THREE)).id == THREE
    assert (await play.seen("download4")).id == THREE
    late = await play.ledger.enqueue("download5", a_request(guild="c"))
    assert not late.joined
    assert (await play.ledger.enqueue("download6", a_request(guild="c"))).joined


async def uploading(play: Play) -> JobReference:
    """A download of ONE whose upload runs."""
    await play.ledger.enqueue(ONE, a_request(guild="a"))
    ref = (await play.one()).ref
    for stage in STAGES[:3]:
        await play.execute(ref, stage)
    await play.stages.begin(ref, "upload", "me.upload")
    return ref


async def test_who_joins_during_an_upload_does_not_fail_with_it(play: Play) -> None:
    """That one may not post there; this one has not been tried."""
    ref = await uploading(play)
    await play.ledger.enqueue(TWO, a_request(guild="b"))
    await play.stages.fail(ref, "upload", "me.upload", DiscordRefusedError(status=403))
    assert (await play.seen(ONE)).state is State.FAILED
    again = await play.one()
    assert again.stage == "transcode"
    await play.complete(again)
    assert (await play.seen(TWO)).state is State.COMPLETED
    assert (await play.seen(ONE)).state is State.FAILED


async def test_who_joins_after_transcode_began_is_left_out_of_the_upload(
    play: Play,
) -> None:
    """Nothing was made for their limits yet."""
    await play.ledger.enqueue(ONE, a_request())
    ref = (await play.one()).ref
    for stage in STAGES[:3]:
        await play.execute(ref, stage)
    await play.ledger.enqueue(TWO, a_request(user="two"))
    begun = await play.stages.begin(ref, "upload", "me.upload")
    assert [(one.id, one.made) for one in begun.owed] == [(ONE, True), (TWO, False)]
    more = await play.stages.finish(ref, "upload", "me.upload", Outcome())
    assert more is not None
    assert (await play.seen(TWO)).state is State.RUNNING


async def test_a_retry_during_an_upload_is_for_the_next_one(play: Play) -> None:
    """It is not taken for posted by an upload that didn't know of it."""
    ref = await uploading(play)
    await play.ledger.enqueue(TWO, a_request(user="two"))
    failed = Outcome(failed={0: DiscordRefusedError(status=403)})
    more = await play.stages.finish(ref, "upload", "me.upload", failed)
    assert more is not None
    await play.execute(more, "transcode")
    await play.stages.begin(more, "upload", "me.second")
    await play.ledger.retry(ONE)
    third = await play.stages.finish(more, "upload", "me.second", Outcome())
    assert third is not None
    assert (await play.seen(TWO)).state is State.COMPLETED
    assert (await play.seen(ONE)).state is State.RUNNING


async def test_a_retry_brings_private_media_to_no_other_server(play: Play) -> None:
    """While it goes on for its server it is refused; then it is fetched anew."""
    await play.ledger.enqueue(ONE, a_request(guild="a"))
    await play.ledger.enqueue(TWO, a_request(guild="b"))
    ref = (await play.one()).ref
    await play.stages.begin(ref, "fetch", "me")
    await play.stages.fail(ref, "fetch", "me", NetworkError())
    await play.ledger.retry(TWO)
    again = (await play.one()).ref
    await play.execute(again, "fetch", Outcome(private=True))
    with pytest.raises(NotPossibleError):
        await play.ledger.retry(ONE)
    await play.stages.begin(again, "validate", "me")
    await play.stages.fail(again, "validate", "me", NetworkError())
    await play.ledger.retry(ONE)
    assert (await play.one()).stage == "fetch"


async def test_a_retry_after_others_have_it_takes_what_is_kept(play: Play) -> None:
    """Not before it lies in storage: until then it is on its way there."""
    ref = await uploading(play)
    await play.ledger.enqueue(TWO, a_request(user="two", guild="a"))
    more = await play.stages.finish(ref, "upload", "me.upload", Outcome())
    assert more is not None
    await play.execute(more, "transcode")
    await play.stages.begin(more, "upload", "me.upload")
    await play.stages.fail(more, "upload", "me.upload", DiscordRefusedError(status=403))
    with pytest.raises(NotPossibleError):
        await play.ledger.retry(TWO)
    await play.execute(more, "cleanup")
    await play.ledger.retry(TWO)
    record = await play.seen(TWO)
    assert record.again is not None
    assert record.again.endswith(f"/{ONE}")


async def kept(play: Play, *, private: bool = False) -> None:
    """A finished download whose files are kept."""
    await play.ledger.enqueue(ONE, a_request(guild="a"))
    await play.complete(
        await play.one(),
        fetch=Outcome(private=private),
        transcode=Outcome(files=(FILE,)),
    )


async def test_what_is_kept_is_served_where_it_lies(play: Play) -> None:
    """The same link later: the record says from where, and goes to that host."""
    await kept(play)
    play.another_host()
    taken = await play.ledger.enqueue(TWO, a_request(guild="b"))
    assert not taken.joined
    record = await play.seen(TWO)
    assert record.again is not None
    assert record.again.startswith("a/")
    assert record.again.endswith(f"/{ONE}")
    assert (await play.one()).ref.host == "disk-a"


async def test_a_host_that_is_gone_serves_nothing(
    play: Play, client: Redis, desk: Desk
) -> None:
    """Another one fetches; it is not told of files that it doesn't have."""
    await kept(play)
    await play.ledger.enqueue(TWO, a_request(guild="b"))
    play.heart.stop()
    play.another_host()
    (sending,) = await desk.admit()
    assert sending.ref.host == "disk-b"
    assert (await play.seen(TWO)).again is None


async def test_nothing_remembers_what_has_expired(play: Play, client: Redis) -> None:
    """Names under which a download was shared go with it."""
    await play.ledger.enqueue(ONE, a_request(retention=0))
    await play.ledger.enqueue(TWO, a_request(user="two", retention=0))
    await play.complete(await play.one())
    assert await keys(client, "share:*") == []
    assert await client.pttl(f"{PREFIX}alias:{TWO}") > 0
    assert await client.pttl(f"{PREFIX}download:{ONE}") > 0


async def test_private_media_is_kept_for_its_own_server(play: Play) -> None:
    """Another server's request is fetched anew."""
    await kept(play, private=True)
    await play.ledger.enqueue(TWO, a_request(guild="b"))
    assert (await play.seen(TWO)).again is None
