"""Status messages: which there are, whose they are, and when they are done with."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bossbot.bot.status.board import Board
from bossbot.bot.status.editor import Editor, Gone, Urgency
from bossbot.models import Delivery, Outlook, State
from tests.world.memory_queue import MemoryQueue
from tests.world.requests import a_request

pytestmark = pytest.mark.unit

FIRST, SECOND = "abcdefghjkmn", "pqrstuvwxyz2"


class Channel:
    """A board whose messages are kept in a dictionary."""

    def __init__(self) -> None:
        self.queue = MemoryQueue()
        self.texts: dict[str, str] = {}
        self.gone = False
        self.editor = Editor(self.edit, every=0)
        self.board = Board(
            queue=self.queue, editor=self.editor, send=self.send, support_url=None
        )

    async def send(self, channel: str, request: str, text: str) -> tuple[str, str]:
        if self.gone:
            raise Gone
        self.texts[f"to {request}"] = text
        return f"to {request}", text

    async def edit(self, channel: str, message: str, text: str) -> None:
        self.texts[message] = text

    async def show(self, download_id: str) -> None:
        """What the command does after `enqueue`."""
        await self.queue.enqueue(download_id, a_request())
        status = self.board.add("c", download_id, [download_id])
        await self.board.refresh(status, Urgency.STAGE)

    def delivery(self, download_id: str) -> Delivery:
        """The requester's own share."""
        record = self.queue.records[FIRST]
        return next(one for one in record.deliveries if one.id == download_id)


@pytest.fixture
async def channel() -> AsyncIterator[Channel]:
    channel = Channel()
    yield channel
    await channel.editor.close()


async def test_each_message_is_remembered_for_its_own_requester(
    channel: Channel,
) -> None:
    """Of one download that two share."""
    await channel.show(FIRST)
    await channel.show(SECOND)
    assert list(channel.queue.records) == [FIRST]
    assert channel.delivery(FIRST).status_message == f"to {FIRST}"
    assert channel.delivery(SECOND).status_message == f"to {SECOND}"


async def test_the_end_of_one_share_is_the_end_of_its_message_alone(
    channel: Channel,
) -> None:
    """The other one is still followed."""
    await channel.show(FIRST)
    await channel.show(SECOND)
    channel.queue.end_delivery(SECOND, State.CANCELLED)
    status = channel.board.of(SECOND)
    assert status is not None
    await channel.board.refresh(status, Urgency.STAGE)
    assert channel.board.is_done_with(channel.delivery(SECOND), over=True)
    assert not channel.board.is_done_with(channel.delivery(FIRST), over=False)
    assert channel.board.of(FIRST) is not None


async def test_a_retry_is_not_done_with(channel: Channel) -> None:
    """The generation whose end was told is over; the next one isn't, even ended."""
    await channel.show(FIRST)
    channel.queue.move(FIRST, State.FAILED)
    status = channel.board.of(FIRST)
    assert status is not None
    await channel.board.refresh(status, Urgency.STAGE)
    told = channel.delivery(FIRST)
    assert channel.board.is_done_with(told, over=True)
    again = told.model_copy(update={"generation": 1})
    assert not channel.board.is_done_with(again, over=True)
    assert not channel.board.is_done_with(told, over=False)


async def test_a_message_that_is_refused_is_not_sent_again(channel: Channel) -> None:
    """Whatever becomes of the download: refusals count towards a ban."""
    channel.gone = True
    await channel.show(FIRST)
    assert channel.board.is_done_with(channel.delivery(FIRST), over=False)
    assert channel.board.open() == []


async def test_the_outlook_is_asked_for_while_it_is_queued(channel: Channel) -> None:
    """Not when a worker has it: nobody waits for anything then."""
    channel.queue.expects = Outlook(wait=120, hosts=1)
    await channel.show(FIRST)
    assert "Estimated start: 2 minutes" in channel.texts[f"to {FIRST}"]
    channel.queue.move(FIRST, State.DISPATCHED)
    status = channel.board.of(FIRST)
    assert status is not None
    await channel.board.refresh(status, Urgency.STAGE)
    assert status.text == "Starting download…"
