"""What a line of the log looks like."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bossbot.observability.logs import configure_logging
from bossbot.settings import Settings

pytestmark = pytest.mark.unit


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers, root.level = handlers, level
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


def configured(**changes: object) -> None:
    settings = Settings(discord_token="tok-en-value", _env_file=None, **changes)
    configure_logging(settings, process="worker")


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_both_kinds_of_loggers_write_the_same_json(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A library's line carries the download it was written for, like ours."""
    configured(log_format="json")
    with structlog.contextvars.bound_contextvars(download="abc123"):
        structlog.get_logger("ours").info("began", attempt=1)
        logging.getLogger("theirs").warning("hm %s", "so", extra={"data": {"a": 1}})
    ours, theirs = lines(capsys)
    assert ours["download"] == theirs["download"] == "abc123"
    assert (ours["event"], ours["attempt"], ours["process"]) == ("began", 1, "worker")
    assert (theirs["event"], theirs["data"]) == ("hm so", {"a": 1})


def test_secrets_are_masked_however_deep(capsys: pytest.CaptureFixture[str]) -> None:
    """In the text, in values, in lists, and in the text of an exception."""
    configured(log_format="json")
    log = structlog.get_logger("ours")
    log.info("tok-en-value", nested={"a": ["https://a.b/c?sig=1", 5]})
    try:
        raise ValueError("tok-en-value")
    except ValueError:
        log.exception("broke")
    text = capsys.readouterr().err
    assert "tok-en-value" not in text
    assert "sig=1" not in text
    assert "ValueError" in text


def test_the_level_is_obeyed(capsys: pytest.CaptureFixture[str]) -> None:
    """What is below is not written."""
    configured(log_format="json", log_level="WARNING")
    structlog.get_logger("ours").info("quiet")
    structlog.get_logger("ours").warning("loud")
    assert [line["event"] for line in lines(capsys)] == ["loud"]


def test_a_terminal_gets_readable_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """The console form is text, not JSON, and masked too."""
    configured(log_format="console")
    structlog.get_logger("ours").info("began tok-en-value", attempt=1)
    text = capsys.readouterr().err
    assert "began" in text
    assert "attempt" in text
    assert "tok-en-value" not in text
