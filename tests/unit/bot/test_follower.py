"""An event reaches everybody who shares the download."""

from __future__ import annotations

import pytest

from bossbot.bot.status.board import Board, Status
from bossbot.bot.status.editor import Editor, Urgency
from bossbot.bot.status.follower import Follower
from bossbot.models import State
from bossbot.pipeline.ports import LedgerAwayError
from tests.world.memory_queue import Happened, MemoryQueue
from tests.world.requests import a_request

pytestmark = pytest.mark.unit

FIRST, SECOND = "abcdefghjkmn", "pqrstuvwxyz2"
EVENT = Happened("7", FIRST, State.RUNNING)


class Noting(Board):
    """Notes whose message is refreshed; the first one's fails as a test orders."""

    def __init__(self, queue: MemoryQueue, editor: Editor) -> None:
        super().__init__(queue=queue, editor=editor, send=_send, support_url=None)
        self.refreshed: list[str] = []
        self.trouble: Exception | None = None

    async def refresh(self, status: Status, urgency: Urgency) -> None:
        if self.trouble is not None and FIRST in status.downloads:
            raise self.trouble
        self.refreshed += status.downloads


async def _send(channel: str, request: str, text: str) -> tuple[str, str]:
    raise AssertionError


async def _edit(channel: str, message: str, text: str) -> None:
    raise AssertionError


@pytest.fixture
async def board() -> Noting:
    queue = MemoryQueue()
    for number, name in enumerate((FIRST, SECOND)):
        await queue.enqueue(name, a_request(user=str(number)))
    board = Noting(queue, Editor(_edit))
    for name in (FIRST, SECOND):
        board.add("c", name, [name])
    return board


def follower(board: Noting) -> Follower:
    return Follower(queue=board._queue, board=board, editor=board._editor)


async def test_both_messages_are_refreshed(board: Noting) -> None:
    """The event has the shared id alone."""
    await follower(board)._happened(EVENT)
    assert board.refreshed == [FIRST, SECOND]


async def test_trouble_with_one_is_not_the_others(board: Noting) -> None:
    """An accident is logged, and the next one told."""
    board.trouble = ValueError("bug")
    following = follower(board)
    await following._happened(EVENT)
    assert board.refreshed == [SECOND]
    assert following._read == EVENT.stream_id


async def test_an_absent_ledger_is_waited_for(board: Noting) -> None:
    """The event counts as unread: it comes again."""
    board.trouble = LedgerAwayError("away")
    following = follower(board)
    with pytest.raises(LedgerAwayError):
        await following._happened(EVENT)
    assert following._read is None
