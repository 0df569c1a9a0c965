"""The table at the end: for people in a terminal, for programs in a pipe."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bossbot.cli.get.order import Refused
from bossbot.cli.get.result import DeliveredFile, Problem, Result
from bossbot.cli.get.summary import show_summary
from bossbot.errors import InvalidUrlError

pytestmark = pytest.mark.unit

LINK = "ftp://example.org/" + "way/" * 20 + "to.jpg"


def results(directory: Path) -> list[Result]:
    """One that went well, one that never began."""
    file = DeliveredFile(
        path=str(directory / "A boat.mp4"),
        size=102400,
        sha256=None,
        mime=None,
        width=None,
        height=None,
        duration=None,
    )
    done = Result(
        id="x",
        url="https://a.example",
        status="completed",
        files=(file,),
        stages={"fetch": 2.0},
        left_out=(Problem(code="not_found", message="It's gone."),),
    )
    error = InvalidUrlError(reason="scheme")
    return [done, Result.refused(Refused(text=LINK, error=error))]


def test_in_a_pipe_fields_stand_between_tabs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Relative to where one is, where that is shorter."""
    monkeypatch.chdir(tmp_path)
    show_summary(results(tmp_path))
    first, left_out, second = capsys.readouterr().out.splitlines()
    assert first.split("\t") == ["completed", "100 kB", "2s", "A boat.mp4"]
    assert left_out.split("\t")[:2] == ["left out", "not_found"]
    assert second.split("\t")[:3] == ["failed", "invalid_url", LINK]


def test_in_a_terminal_nothing_is_cut(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link of which the end is missing is none."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    show_summary(results(tmp_path))
    said = capsys.readouterr().out
    assert "…" not in said
    assert said.count("way/") == 20 or "".join(
        line.split("│")[3].strip() for line in said.splitlines() if "│" in line
    ).endswith("to.jpg")
