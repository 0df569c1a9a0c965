"""Status messages: which there are, whose they are, and when they are done with."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest

from bossbot.bot.status.editor import Urgency
from bossbot.bot.status.trouble import Gone, Refused, Shut, Undone
from bossbot.messages.controls import Action, Button
from bossbot.messages.view import View
from bossbot.models import (
    FETCH,
    NotificationLevel,
    Outlook,
    Progress,
    State,
)
from tests.unit.bot.paper import CHANNEL, Paper
from tests.world.discord.state import snowflake

pytestmark = pytest.mark.unit

FIRST, SECOND = "abcdefghjkmn", "pqrstuvwxyz2"
LETTERS = str.maketrans("0123456789", "abcdefghjk")


@pytest.fixture
async def paper() -> AsyncIterator[Paper]:
    paper = Paper()
    yield paper
    await paper.board.close()


async def test_each_message_is_remembered_for_its_own_requester(paper: Paper) -> None:
    """Of one download that two share."""
    await paper.show(FIRST)
    await paper.show(SECOND)
    assert list(paper.queue.records) == [FIRST]
    assert paper.delivery(FIRST).status_message == f"to {FIRST}"
    assert paper.delivery(SECOND).status_message == f"to {SECOND}"


async def test_the_end_of_one_share_is_the_end_of_its_message_alone(
    paper: Paper,
) -> None:
    """The other one is still followed."""
    await paper.show(FIRST)
    await paper.show(SECOND)
    paper.queue.end_delivery(SECOND, State.CANCELLED)
    await paper.refresh(SECOND)
    assert paper.board.is_done_with(paper.delivery(SECOND), over=True)
    assert not paper.board.is_done_with(paper.delivery(FIRST), over=False)
    assert paper.board.of(FIRST) is not None


async def test_what_the_ledger_has_lost_is_told(paper: Paper) -> None:
    """A message doesn't say for ever that it downloads."""
    await paper.show(FIRST)
    paper.queue.records.clear()
    await paper.board.refresh_all()
    await paper.settle()
    assert "lost track" in paper.texts[f"to {FIRST}"]
    assert paper.board.open() == []


async def test_a_retry_is_not_done_with(paper: Paper) -> None:
    """The generation whose end was told is over; the next one isn't, even ended."""
    await paper.show(FIRST)
    paper.queue.move(FIRST, State.FAILED)
    await paper.refresh(FIRST)
    told = paper.delivery(FIRST).model_copy(update={"id": FIRST})
    assert paper.board.is_done_with(told, over=True)
    again = told.model_copy(update={"generation": 1})
    assert not paper.board.is_done_with(again, over=True)
    assert not paper.board.is_done_with(told, over=False)


async def test_the_outlook_is_asked_for_while_it_is_queued(paper: Paper) -> None:
    """Not when a worker has it: nobody waits for anything then."""
    paper.queue.expects = Outlook(wait=120, hosts=1)
    await paper.show(FIRST)
    assert "Estimated start: 2 minutes" in paper.texts[f"to {FIRST}"]
    paper.queue.move(FIRST, State.DISPATCHED)
    await paper.refresh(FIRST)
    assert paper.texts[f"to {FIRST}"] == "Starting download…"


async def test_buttons_go_with_the_text() -> None:
    """A message is edited where either changed, and not where neither did."""
    buttons = (Button(Action.PAUSE, "Pause", "⏸️"),)
    asked: list[str] = []

    async def controls(views: Sequence[View]) -> tuple[Button, ...]:
        asked.extend(view.asked_as for view in views)
        return buttons

    paper = Paper(controls=controls)
    await paper.show(FIRST, notify=NotificationLevel.NONE)
    assert paper.contents[f"to {FIRST}"].buttons == buttons
    await paper.refresh(FIRST)
    assert paper.edits == []
    buttons = ()
    await paper.refresh(FIRST)
    assert paper.contents[f"to {FIRST}"].buttons == ()
    assert len(paper.edits) == 1
    assert set(asked) == {FIRST}
    await paper.board.close()


async def test_moves_in_the_queue_are_told(paper: Paper) -> None:
    """To who wants to hear of them, until the next one."""
    await paper.enqueue(SECOND, "2", "https://media.example/dog.mp4")
    await paper.show(FIRST, notify=NotificationLevel.VERBOSE)
    assert "Queue position: 2" in paper.texts[f"to {FIRST}"]
    paper.queue.move(SECOND, State.RUNNING)
    await paper.refresh(FIRST)
    assert "Moved up from 2 to 1." in paper.texts[f"to {FIRST}"]
    await paper.refresh(FIRST)
    assert len(paper.edits) == 1


async def test_progress_waits_where_a_message_has_just_changed(paper: Paper) -> None:
    """One request in five seconds; a stage doesn't wait, and an end doesn't."""
    await paper.show(FIRST)
    paper.queue.running[FIRST] = Progress(stage=FETCH, done=1, total=2)
    paper.queue.move(FIRST, State.RUNNING)
    await paper.board.refresh_all(calm=60)
    await paper.settle()
    assert paper.edits == []
    await paper.refresh(FIRST, Urgency.STAGE)
    assert "50%" in paper.texts[f"to {FIRST}"]
    paper.queue.move(FIRST, State.COMPLETED)
    await paper.board.refresh_all(calm=60)
    await paper.settle()
    assert "✅" in paper.texts[f"to {FIRST}"]


async def test_old_messages_take_few_edits(paper: Paper) -> None:
    """Progress is left out after an hour; the stage and the end are told."""
    old = snowflake(1.6e9)
    await paper.show(FIRST)
    await paper.queue.set_status_message(FIRST, old)
    status = paper.board.of(FIRST)
    assert status is not None
    status.message = old
    paper.queue.running[FIRST] = Progress(stage=FETCH, done=1, total=2)
    paper.queue.move(FIRST, State.RUNNING)
    await paper.board.refresh_all()
    await paper.settle()
    assert old not in paper.texts
    await paper.refresh(FIRST)
    assert "50%" in paper.texts[old]


async def test_an_older_look_is_not_shown(paper: Paper) -> None:
    """A tick that asked before an event, and heard after it, changes nothing."""
    await paper.show(FIRST)
    looks = paper.queue.looks
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def slowly(names: object) -> object:
        found = await looks([FIRST])
        asked.set()
        await go_on.wait()
        return found

    paper.queue.looks = slowly  # type: ignore[assignment, method-assign]
    tick = asyncio.create_task(paper.board.refresh_all())
    await asked.wait()
    paper.queue.looks = looks  # type: ignore[method-assign]
    paper.queue.move(FIRST, State.RUNNING)
    await paper.refresh(FIRST)
    go_on.set()
    await tick
    await paper.settle()
    assert "Downloading" in paper.texts[f"to {FIRST}"]
    assert len(paper.edits) == 1


async def test_a_deleted_message_is_left_alone(paper: Paper) -> None:
    """Told by the gateway or by a refused edit; whatever becomes of the download."""
    await paper.show(FIRST)
    paper.board.gone("another", f"to {FIRST}")
    assert paper.board.open() == []
    assert paper.board.is_done_with(paper.delivery(FIRST), over=False)
    await paper.show(SECOND)
    paper.trouble["edit"] = [Gone()]
    paper.queue.move(FIRST, State.COMPLETED)
    await paper.refresh(SECOND)
    assert len(paper.sent) == 2
    assert len(paper.edits) == 1
    assert paper.told == []


async def test_a_channel_that_takes_no_message(paper: Paper) -> None:
    """The requester is told directly that it was taken, and how it ended: no more."""
    command = snowflake()
    paper.trouble["send"] = [Refused("403")]
    await paper.show(FIRST, command=command)
    paper.queue.move(FIRST, State.RUNNING)
    await paper.board.refresh_all()
    await paper.refresh(FIRST)
    paper.queue.move(FIRST, State.COMPLETED)
    await paper.refresh(FIRST)
    assert [(user, nonce) for user, _, nonce in paper.told] == [
        ("someone", f"d{command}"),
        ("someone", f"e{command}"),
    ]
    assert paper.told[0][1].startswith("Starting download…")
    assert paper.told[1][1].startswith("✅ Download complete!")
    assert paper.told[1][1].endswith(f"in <#{CHANNEL}>, where I can't write.")
    assert len(paper.sent) == 1
    assert paper.board.is_done_with(paper.delivery(FIRST), over=True)


async def test_an_old_download_is_not_acknowledged_again(paper: Paper) -> None:
    """A bot that restarts tells the end alone."""
    paper.trouble["send"] = [Refused("403")]
    await paper.show(FIRST, command=snowflake(1.6e9))
    assert paper.told == []


async def test_who_takes_no_direct_messages_is_not_asked_again(paper: Paper) -> None:
    """And the download goes on."""
    paper.trouble |= {"send": [Refused("403")], "tell": [Refused("50007")]}
    await paper.show(FIRST, command=snowflake())
    paper.queue.move(FIRST, State.COMPLETED)
    await paper.refresh(FIRST)
    assert len(paper.told) == 1


async def test_a_channel_that_refused_is_not_asked_for_others(paper: Paper) -> None:
    """For a while: refusals count towards a ban."""
    paper.trouble["send"] = [Refused("403")]
    await paper.show(FIRST)
    await paper.show(SECOND)
    assert len(paper.sent) == 1


@pytest.mark.parametrize("state", [State.COMPLETED, State.FAILED])
async def test_an_end_that_cannot_be_edited_is_sent(paper: Paper, state: State) -> None:
    """Into an archived thread, or beside a message that is too old."""
    await paper.show(FIRST)
    paper.trouble["edit"] = [Shut("30046")]
    paper.queue.move(FIRST, state)
    await paper.refresh(FIRST)
    again = f"to {FIRST} again"
    assert "Starting" not in paper.texts[again]
    assert paper.delivery(FIRST).status_message == again
    assert paper.sent[1] == (CHANNEL, FIRST, f"e{FIRST}")


async def test_progress_that_cannot_be_edited_is_left_out(paper: Paper) -> None:
    """Nothing is sent for it; the message is asked again later."""
    await paper.show(FIRST)
    paper.trouble["edit"] = [Shut("50083")]
    paper.queue.move(FIRST, State.RUNNING)
    await paper.refresh(FIRST)
    await paper.board.refresh_all()
    await paper.settle()
    assert (len(paper.sent), len(paper.edits)) == (1, 1)
    paper.editor.resting.wake(f"to {FIRST}")
    await paper.board.refresh_all()
    await paper.settle()
    assert "Downloading" in paper.texts[f"to {FIRST}"]


async def test_an_end_where_the_permission_was_lost(paper: Paper) -> None:
    """It is told directly."""
    await paper.show(FIRST)
    paper.trouble["edit"] = [Refused("403")]
    paper.queue.move(FIRST, State.COMPLETED)
    await paper.refresh(FIRST)
    assert [nonce for _, _, nonce in paper.told] == [f"e{FIRST}"]


async def test_sending_is_tried_until_it_is_done(paper: Paper) -> None:
    """And owed meanwhile: the next bot hears of it again."""
    paper.trouble["send"] = [Undone("503"), Undone("503")]
    await paper.enqueue(FIRST, FIRST)
    status = paper.board.add(CHANNEL, FIRST, [FIRST])
    await paper.board.refresh(status, Urgency.STAGE)
    assert paper.board.owes_an_end()
    await paper.settle()
    assert len(paper.sent) == 3
    assert not paper.board.owes_an_end()
    assert status.message == f"to {FIRST}"


async def test_what_stands_there_already_is_found(paper: Paper) -> None:
    """An interaction's answer, which has no nonce, and what is too old for one."""
    new, old = snowflake(), snowflake(1.6e9)
    paper.stands = {new: "seen new", old: "seen old"}
    await paper.show(FIRST, command=new, request_message_id=None)
    assert paper.delivery(FIRST).status_message == "seen new"
    assert paper.edits[0][0] == "seen new"
    paper.queue.move(FIRST, State.COMPLETED)
    await paper.show(SECOND, command=old)
    assert paper.delivery(SECOND).status_message == "seen old"
    assert paper.sent == []


async def test_what_is_written_down_is_not_sent_again(paper: Paper) -> None:
    """A retry, whose message the ledger knows."""
    await paper.enqueue(FIRST, FIRST)
    await paper.queue.set_status_message(FIRST, "9")
    status = paper.board.add(CHANNEL, FIRST, [FIRST])
    await paper.board.refresh(status, Urgency.STAGE)
    await paper.settle()
    assert (paper.sent, paper.searched) == ([], [])
    assert [message for message, _ in paper.edits] == ["9"]


async def test_a_new_command_is_not_searched_for(paper: Paper) -> None:
    """That would be a request for nothing: the nonce knows."""
    await paper.show(FIRST, command=snowflake())
    assert paper.searched == []


async def test_an_interaction_is_answered_by_somebody_else(paper: Paper) -> None:
    """The follower, who hears of the download before, sends no message in between."""
    paper.board.reserve(CHANNEL, "7")
    await paper.show(FIRST, command="7", request_message_id=None)
    assert paper.sent == []
    status = paper.board.of(FIRST)
    assert status is not None
    status.content = await paper.board.preview(status)
    status.message = "9"
    paper.board.release(CHANNEL, "7")
    await paper.refresh(FIRST)
    assert status.content.text.startswith("Starting download…\nQueue position: 1")
    assert paper.delivery(FIRST).status_message == "9"
    assert (paper.sent, paper.edits) == ([], [])
    paper.queue.move(FIRST, State.RUNNING)
    await paper.refresh(FIRST)
    assert [message for message, _ in paper.edits] == ["9"]


async def test_an_interaction_that_could_not_be_answered(paper: Paper) -> None:
    """Its status message goes to the channel, and replies to nothing."""
    paper.board.reserve(CHANNEL, "7")
    await paper.show(FIRST, command="7", request_message_id=None)
    paper.board.release(CHANNEL, "7")
    await paper.refresh(FIRST)
    assert paper.sent == [(CHANNEL, None, "s7")]


async def test_a_preview_while_the_ledger_is_away(paper: Paper) -> None:
    """The interaction is answered all the same; the rest is shown later."""
    paper.board.reserve(CHANNEL, "7")
    await paper.show(FIRST, command="7", request_message_id=None)
    status = paper.board.of(FIRST)
    assert status is not None
    paper.queue.away = True
    assert (await paper.board.preview(status)).text == "Starting download…"


async def test_a_flood_is_acknowledged_in_order_and_forgotten(paper: Paper) -> None:
    """Two hundred commands: one message each, and nothing is kept when all is over."""
    names = [f"aaaaaaa{number:05}".translate(LETTERS) for number in range(200)]
    for name in names:
        await paper.enqueue(name, name, f"https://media.example/{name}")
        status = paper.board.add(CHANNEL, name, [name])
        await paper.board.refresh(status, Urgency.STAGE)
    await paper.settle()
    assert [nonce for _, _, nonce in paper.sent] == [f"s{name}" for name in names]
    for name in names:
        paper.queue.move(name, State.COMPLETED)
    await paper.board.refresh_all()
    await paper.settle()
    assert all("✅" in text for text in paper.texts.values())
    assert paper.board.open() == []
    assert not paper.editor._waiting
    assert not paper.editor._tasks
