"""How a link ended, in the words of `--json` and of the exit code."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bossbot.cli.exits import Exit
from bossbot.cli.get.order import Refused, Wanted, read_links
from bossbot.cli.get.result import Result, exit_code
from bossbot.errors import InvalidUrlError
from bossbot.models import (
    DownloadRecord,
    ErrorRecord,
    MediaFile,
    Post,
    StageTimes,
    State,
)
from tests.world.requests import a_request

pytestmark = pytest.mark.unit


def wanted() -> Wanted:
    """A link."""
    return read_links(["https://media.example.org/a.jpg"], allow=())[0][0]


def a_record(**changes: Any) -> DownloadRecord:
    """A download that has ended."""
    values: dict[str, Any] = {
        "id": "abcdefgh2345",
        "schema_number": 1,
        "request": a_request(),
        "state": State.COMPLETED,
        "stage": "cleanup",
        "attempt": 1,
        "created": 100.0,
        "updated": 110.0,
        "ended": 109.0,
        "cleaned": True,
    }
    return DownloadRecord(**(values | changes))


def result(status: str, code: str | None = None) -> Result:
    """A result of which only the end matters."""
    state = {"completed": State.COMPLETED, "cancelled": State.CANCELLED}.get(
        status, State.FAILED
    )
    error = ErrorRecord(code=code, permanent=True) if code else None
    return Result.of(wanted(), a_record(state=state, error=error))


def test_a_completed_download_names_its_files_where_they_are() -> None:
    """Over all batches of a long album, in order."""
    files = tuple(
        MediaFile(path=f"output/{n}", name=f"{n}.jpg", size=10 + n) for n in range(12)
    )
    posts = {
        "0.0.0": Post(at=1, messages=tuple(f"/out/{n}.jpg" for n in range(10))),
        "0.0.1": Post(at=2, messages=("/out/10.jpg", "/out/11.jpg")),
    }
    found = Result.of(wanted(), a_record(files=files, posts=posts))
    assert [(file.path, file.size) for file in found.files] == [
        (f"/out/{n}.jpg", 10 + n) for n in range(12)
    ]


def test_an_error_that_was_overcome_is_not_told() -> None:
    """A retry leaves its reason in the record; the end was good."""
    error = ErrorRecord(code="network", permanent=False)
    assert Result.of(wanted(), a_record(error=error)).error is None


def test_a_failed_stage_took_until_the_end() -> None:
    """It never finished, so the download's end is its own."""
    stages = {
        "fetch": StageTimes(began=100.0, ended=102.5),
        "validate": StageTimes(began=103.0),
        "transcode": StageTimes(),
    }
    record = a_record(state=State.FAILED, stages=stages)
    assert Result.of(wanted(), record).stages == {"fetch": 2.5, "validate": 6.0}


def test_the_json_is_one_plain_line_in_the_promised_order() -> None:
    """Whatever the link holds."""
    bad = Refused(text="ü\n\udcff", error=InvalidUrlError(reason="not_a_url"))
    line = Result.refused(bad).to_json()
    assert line.isascii()
    assert "\n" not in line
    assert list(json.loads(line)) == [
        "id", "url", "status", "files", "stages", "error",
    ]  # fmt: skip


def test_what_was_left_out_of_an_album_is_told() -> None:
    """A picture that is gone fails nothing; whoever asked has to know of it."""
    gone = ErrorRecord(code="not_found", permanent=True)
    found = json.loads(Result.of(wanted(), a_record(skipped=(gone,))).to_json())
    assert found["status"] == "completed"
    assert [one["code"] for one in found["left_out"]] == ["not_found"]


@pytest.mark.parametrize(
    ("ends", "code"),
    [
        ([("completed", None)], Exit.DONE),
        ([("completed", None), ("failed", "not_found")], Exit.SOME_FAILED),
        ([("completed", None), ("failed", "invalid_url")], Exit.SOME_FAILED),
        ([("failed", "network")], Exit.SOME_FAILED),
        ([("failed", "invalid_url"), ("failed", "unsupported_url")], Exit.BAD_USAGE),
        ([("failed", "invalid_url"), ("failed", "not_found")], Exit.SOME_FAILED),
        ([("cancelled", "cancelled")], Exit.SOME_FAILED),
    ],
)
def test_exit_codes(ends: list[tuple[str, str | None]], code: Exit) -> None:
    """2 only where no link was one that can be used."""
    assert exit_code([result(*end) for end in ends]) is code
