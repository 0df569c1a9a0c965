"""What went wrong, as people and operators get to know it."""

from __future__ import annotations

import pytest
import structlog
from structlog.testing import capture_logs

from bossbot.bot.failures import answer_to
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
