"""What went wrong, as people and operators get to know it."""

from __future__ import annotations

import asyncio

import pytest
import structlog
from structlog.testing import capture_logs

from bossbot.bot import failures
from bossbot.bot.answers import Answer
from bossbot.bot.failures import answer_to, answered
from bossbot.errors import QueueFullError
from bossbot.pipeline.ports import LedgerAwayError

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("error", [LedgerAwayError("away"), TimeoutError()])
def test_an_absent_ledger_is_no_accident(error: Exception) -> None:
    """The member tries again; the cooldown doesn't count; the log has no trace."""
    with capture_logs() as logs:
        answer = answer_to(error, command="dl")
    assert "busy" in answer.text
    assert answer.bad_input
    assert [(line["log_level"], "exc_info" in line) for line in logs] == [
        ("warning", False)
    ]


def test_errors_of_ours_are_in_the_table() -> None:
    """With title, text and next step."""
    answer = answer_to(QueueFullError(waiting=50, wait_seconds=300), command="dl")
    assert "50 downloads are waiting" in answer.text
    assert "about 5 minutes" in answer.text


def test_what_nobody_expected_has_a_receipt() -> None:
    """The same id stands in the answer and on the log's line; nothing else does."""
    with capture_logs([structlog.contextvars.merge_contextvars]) as logs:
        answer = answer_to(
            OSError("/secret/path"), command="dl", support_url="https://help.invalid"
        )
    [line] = logs
    assert f"`{line['download']}`" in answer.text
    assert "<https://help.invalid>" in answer.text
    assert "secret" not in answer.text
    assert isinstance(line["exc_info"], OSError)


async def test_work_that_fails_is_an_answer() -> None:
    """Of commands and of buttons alike."""

    async def away() -> Answer:
        raise LedgerAwayError("away")

    answer = await answered(away(), command="button pause", support_url=None)
    assert "busy" in answer.text
    assert answer.private


async def test_work_that_never_ends_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A frozen Redis, say."""
    monkeypatch.setattr(failures, "PATIENCE", 0.01)

    async def hangs() -> Answer:
        await asyncio.Event().wait()
        return Answer()

    answer = await answered(hangs(), command="dlq", support_url=None)
    assert "busy" in answer.text


async def test_work_that_goes_well_answers_itself() -> None:
    """Nothing is added."""

    async def well() -> Answer:
        return Answer(text="done")

    answer = await answered(well(), command="dlq", support_url=None)
    assert answer == Answer(text="done")
