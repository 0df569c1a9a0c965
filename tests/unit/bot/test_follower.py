"""An event reaches everybody who shares the download; a bot takes over from another."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable

import pytest
import structlog

from bossbot.bot.status.editor import Urgency
from bossbot.bot.status.follower import Follower
from bossbot.models import Look, State
from bossbot.pipeline.ports import LedgerAwayError
from bossbot.queue.names import download_ids
from tests.unit.bot.paper import CHANNEL, Paper
from tests.world.memory_queue import Happened

pytestmark = pytest.mark.unit

FIRST, SECOND = "abcdefghjkmn", "pqrstuvwxyz2"
EVENT = Happened("7", FIRST, State.RUNNING)


@pytest.fixture
async def paper() -> AsyncIterator[Paper]:
    paper = Paper()
    yield paper
    await paper.board.close()


def follower(paper: Paper) -> Follower:
    return Follower(queue=paper.queue, board=paper.board, every=0.01)


async def shared(paper: Paper) -> None:
    """One download in two messages, which runs since."""
    await paper.show(FIRST, command="1")
    await paper.show(SECOND, command="2")
    paper.queue.records[FIRST] = paper.queue.records[FIRST].model_copy(
        update={"state": State.RUNNING}
    )


async def test_both_messages_are_refreshed(paper: Paper) -> None:
    """The event has the shared id alone."""
    await shared(paper)
    await follower(paper)._happened(EVENT)
    await paper.settle()
    assert [message for message, _ in paper.edits] == ["to 1", "to 2"]


async def test_trouble_with_one_is_not_the_others(paper: Paper) -> None:
    """An accident is logged, and the next one told."""
    await shared(paper)
    looks = paper.queue.looks

    async def broken(names: Iterable[str]) -> dict[str, Look]:
        if FIRST in names:
            raise ValueError("bug")
        return await looks(names)

    paper.queue.looks = broken  # type: ignore[method-assign]
    following = follower(paper)
    await following._happened(EVENT)
    await paper.settle()
    assert [message for message, _ in paper.edits] == ["to 2"]
    assert following._read == EVENT.stream_id


async def test_an_absent_ledger_is_waited_for(paper: Paper) -> None:
    """The event counts as unread: it comes again."""
    await shared(paper)
    paper.queue.away = True
    following = follower(paper)
    with pytest.raises(LedgerAwayError):
        await following._happened(EVENT)
    assert following._read is None


async def test_an_absent_ledger_is_no_storm_of_lines(paper: Paper) -> None:
    """However many messages there are and however long it lasts; then it goes on."""
    await shared(paper)
    paper.queue.away = True
    with structlog.testing.capture_logs() as lines:
        ticking = asyncio.create_task(follower(paper)._tick())
        await asyncio.sleep(0.1)
    assert [line["event"] for line in lines] == ["status messages not refreshed"]
    assert paper.edits == []
    paper.queue.away = False
    while len(paper.edits) < 2:
        await asyncio.sleep(0.01)
    ticking.cancel()


async def test_a_command_is_taken_over_whole(paper: Paper) -> None:
    """Its ended downloads, too, in the order of their links, in the one message."""
    one, two, three, *_ = download_ids("7")
    for name in (three, one, two):
        await paper.enqueue(name, "7", f"https://media.example/{name}")
    paper.queue.move(one, State.COMPLETED)
    await paper.queue.set_status_message(one, "to 7")
    await follower(paper)._catch_up()
    await paper.settle()
    status = paper.board.of(three)
    assert status is not None
    assert status.downloads == [one, two, three]
    assert paper.texts["to 7"].startswith("Downloads: 1 of 3 done")
    assert paper.sent == []
    assert paper.delivery(three).status_message == "to 7"


async def test_a_hundred_are_taken_over_in_a_few_looks(paper: Paper) -> None:
    """Not one by one: the ledger may be far."""
    for number in range(100):
        name = download_ids(str(number))[0]
        await paper.enqueue(name, str(number), f"https://media.example/{number}")
        await paper.queue.set_status_message(name, f"to {number}")
    asked = []
    looks = paper.queue.looks

    async def counted(names: Iterable[str]) -> dict[str, Look]:
        asked.append(list(names))
        return await looks(names)

    paper.queue.looks = counted  # type: ignore[method-assign, assignment]
    await follower(paper)._catch_up()
    assert len(asked) <= 7
    assert len(paper.board.open()) == 100


async def test_who_asked_before_commands_had_ids_is_found(paper: Paper) -> None:
    """By the message they wrote."""
    name = download_ids("7")[0]
    await paper.enqueue(name, "7", command=None)
    await follower(paper)._catch_up()
    await paper.settle()
    assert paper.sent == [(CHANNEL, "7", "s7")]


async def test_the_bookmark_waits_for_ends(paper: Paper) -> None:
    """What was read but not told would be lost with this bot."""
    await shared(paper)
    following = follower(paper)
    following._read = "7"
    paper.queue.move(FIRST, State.COMPLETED)
    status = paper.board.of(FIRST)
    assert status is not None
    await paper.board.refresh(status, Urgency.STAGE)
    await following._save()
    assert paper.queue.saved is None
    await paper.settle()
    await following._save()
    assert paper.queue.saved == "7"
