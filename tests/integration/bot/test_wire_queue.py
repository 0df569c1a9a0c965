"""Listing, cancelling and clearing a server's queue, over the wire."""

from __future__ import annotations

import asyncio
from typing import Never

import pytest

from bossbot.models import DownloadRecord, State
from bossbot.pipeline.ports import LedgerAwayError
from bossbot.queue.names import new_download_id
from tests.integration.bot.cast import Cast, becomes
from tests.world.wire import LINK, PICTURE, TWEET

pytestmark = pytest.mark.integration

WAYS = pytest.mark.parametrize("way", ["prefix", "slash"])
UNKNOWN = "🚫 There is no such download; it may be long over."
NOT_YOURS = "🚫 Only who asked for it and moderators can do that."


async def cancelled(cast: Cast, way: str, by: str, id_: str = "") -> str:
    await cast.wire.calm()
    command = (f"$dlc {id_}", "queue cancel", {"id": id_} if id_ else {})
    return await cast.answer(way, command, by)


@pytest.fixture
async def four(cast: Cast) -> list[DownloadRecord]:
    """Four of a member: two run, as many as may of one user, and two wait."""
    links = f"{LINK} {TWEET} {PICTURE} https://i.redd.it/more.jpg"
    records = await cast.taken("prefix", links)
    for one in records[:2]:
        await cast.wire.worker.begin(one.id)
    return records


@WAYS
async def test_the_list(cast: Cast, four: list[DownloadRecord], way: str) -> None:
    """Running ones with a bar, waiting ones in order, one's own place and wait."""
    await cast.wire.worker.report(four[0].id, name="cat.mp4", done=55, total=100)
    command = ("$dlq", "queue list", {})
    heard = (await cast.answer(way, command)).splitlines()
    assert heard[0] == "📋 **Queue**: 2 running, 2 waiting"
    whose = f"<@{cast['member'].id}>"
    bar = "`[===========         ] 55%`"
    assert heard[1] == f"▶️ `cat.mp4` Downloading {bar} · {whose} `{four[0].id}`"
    assert heard[3] == f"` 1.` `i.redd.it` · {whose} `{four[2].id}`"
    assert heard[4] == f"` 2.` `i.redd.it` · {whose} `{four[3].id}`"
    assert heard[5] == "Your position: 1"
    assert heard[6].startswith("Estimated wait: ")
    # somebody else sees the same, without a place of their own
    others = await cast.answer(way, command, "moderator")
    assert others.splitlines() == heard[:5]
    assert cast.server.messages()[-1].mentioned == set()


@WAYS
async def test_ones_own_is_cancelled(
    cast: Cast, four: list[DownloadRecord], way: str
) -> None:
    """The newest without an id, any by its id; what is over can't be again."""
    assert await cancelled(cast, way, "member") == "⏹️ Cancelled."
    await becomes(cast.wire, four[3].id, State.CANCELLED)
    first = four[0].id
    assert await cancelled(cast, way, "member", f"`{first.upper()}`") == "⏹️ Cancelled."
    await becomes(cast.wire, first, State.CANCELLED)
    over = await cancelled(cast, way, "member", first)
    assert "This download is over already" in over


@WAYS
@pytest.mark.parametrize(
    ("who", "answer"),
    [
        ("member", "⏹️ Cancelled."),
        ("moderator", "⏹️ Cancelled."),
        ("manager", "⏹️ Cancelled."),
        ("admin", "⏹️ Cancelled."),
        ("boss", "⏹️ Cancelled."),
        ("friend", NOT_YOURS),
        ("lent", "⏹️ Cancelled."),
    ],
)
async def test_whose_is_cancelled(cast: Cast, way: str, who: str, answer: str) -> None:
    """One's own, or anybody's by who manages the queue."""
    server = cast.server
    cast.people |= {
        "friend": server.add_user("friend"),
        "lent": server.add_user("lent"),
    }
    role = server.add_role(server.guild, "lent")
    server.give(cast["lent"], role)
    await cast.lend(role.id, manage_queue=True)
    [record] = await cast.taken("prefix", LINK)
    assert answer in await cancelled(cast, way, who, record.id)
    done = answer.startswith("⏹️")
    now = await cast.wire.given.queue.record(record.id)
    assert now is not None
    assert (now.state is State.CANCELLED) is done


@WAYS
async def test_what_there_isnt(cast: Cast, way: str) -> None:
    """An id of nothing, words that are none, nothing of one's own."""
    await cast.taken("prefix", LINK, "moderator")
    for id_ in (new_download_id(), "abc", "all of them"):
        assert UNKNOWN in await cancelled(cast, way, "member", id_)
    assert await cancelled(cast, way, "member") == (
        "🚫 You have no download under way here that could be cancelled."
    )
    assert len(await cast.wire.given.queue.listing()) == 1


@WAYS
async def test_the_queue_is_cleared(
    cast: Cast, four: list[DownloadRecord], way: str
) -> None:
    """What waits goes, of everybody in this server; what runs goes on."""
    for who in ("member", "moderator"):
        await cast.wire.calm()
        heard = await cast.answer(way, ("$dlclear", "queue clear", {}), who)
        if who == "member":
            assert "**Manage Messages**" in heard
            assert len(await cast.wire.given.queue.listing()) == 4
    assert heard == "🧹 2 waiting downloads were cancelled. Running ones go on."
    left = await cast.wire.given.queue.listing()
    assert [one.id for one in left] == [one.id for one in four[:2]]
    await cast.server.wait_for(lambda message: "2 of 4 done" in message.content)


async def test_ids_are_offered(cast: Cast, four: list[DownloadRecord]) -> None:
    """One's own that aren't over, newest first, narrowed by what is typed."""
    server = cast.server

    async def offered(who: str, typed: str = "") -> list[str]:
        found = await server.autocomplete(
            *(cast[who], server.channel, "queue cancel"), focused="id", value=typed
        )
        return [str(value) for _, value in found]

    ids = [one.id for one in four]
    assert await offered("member") == ids[::-1]
    assert await offered("member", ids[1][:6].upper()) == [ids[1]]
    assert set(await offered("member", "waiting")) <= set(ids[2:])
    assert await offered("moderator") == []
    assert await offered("banned") == []
    await cancelled(cast, "slash", "member")
    assert await offered("member") == ids[2::-1]


async def test_joined_downloads_are_each_ones_own(cast: Cast) -> None:
    """Two ask for the same: one fetch, two lines, and each cancels their own."""
    [mine] = await cast.taken("prefix", LINK)
    await cast.taken("slash", LINK, "moderator")
    theirs = cast.wire.ids(cast.server.interactions[-1])[0]
    listed = {one.id for one in await cast.wire.given.queue.listing()}
    assert listed == {mine.id, theirs}
    assert NOT_YOURS in await cancelled(cast, "prefix", "member", theirs)
    assert await cancelled(cast, "prefix", "member") == "⏹️ Cancelled."
    assert [one.id for one in await cast.wire.given.queue.listing()] == [theirs]
    await cast.wire.calm()
    heard = await cast.ask("$dlq")
    assert theirs in heard
    assert mine.id not in heard


@pytest.mark.parametrize("frozen", [False, True])
async def test_nothing_is_offered_while_redis_is_away(
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    frozen: bool,
) -> None:
    """At once or not at all; that is no accident for the log."""

    async def away(_: str | None = None) -> Never:
        if frozen:
            await asyncio.Event().wait()
        raise LedgerAwayError("away")

    monkeypatch.setattr("bossbot.bot.entries.queue._PROMPT", 0.01)
    monkeypatch.setattr(cast.wire.given.queue, "listing", away)
    offered = await cast.server.autocomplete(
        cast["member"], cast.server.channel, "queue cancel", focused="id"
    )
    assert offered == []
    assert caplog.records == []
