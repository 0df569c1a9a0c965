"""Bars in a terminal: one a file, each within a line."""

from __future__ import annotations

import io
from time import localtime, strftime
from typing import Any

import pytest
from rich.console import Console

from bossbot.cli.get.bars import Bars, bars, name_of
from bossbot.cli.get.display import Lines
from bossbot.cli.get.order import read_links
from bossbot.cli.get.result import Result
from bossbot.models import FETCH, TRANSCODE, ErrorRecord, Progress, State
from tests.unit.cli.get.test_result import a_record

pytestmark = pytest.mark.unit

WANTED = read_links(["https://media.example.org/long/way/to/a.mp4"], allow=())[0][0]


def lines_of(*steps: Any) -> list[str]:
    """What stands in a terminal of 80 columns after all of it."""
    terminal = Console(file=io.StringIO(), width=80, color_system=None)
    with bars() as shown:
        display = Bars(shown)
        for step in steps:
            step(display)
        with terminal.capture() as seen:
            terminal.print(shown.get_renderable())
    return seen.get().splitlines()


def fetching(**progress: Any) -> Any:
    """It is being fetched, so far."""
    record = a_record(state=State.RUNNING, stage=FETCH)
    known = Progress(stage=FETCH, at=0.0, **progress) if progress else None
    return lambda display: display.show(WANTED, record, known)


def test_a_file_has_a_bar_with_share_and_speed() -> None:
    """What a person waiting wants to know."""
    step = fetching(name="a [bold]boat.mp4", done=50, total=200, speed=3 * 1024**2)
    (line,) = lines_of(step)
    for word in ("Downloading", "a [bold]boat.mp4", "25%", "3.0 MB/s"):
        assert word in line


def test_no_line_is_as_wide_as_the_terminal() -> None:
    """A full one would wrap as soon as anything is typed."""
    step = fetching(name="n" * 200, done=1023, total=1024, speed=1023.9 * 1024**2)
    assert all(len(line.rstrip()) < 79 for line in lines_of(step))


def test_what_keeps_a_download_waiting_is_told_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Above the bars, with the time of the next try; nobody stares at a still bar."""
    error = ErrorRecord(code="rate_limit", permanent=False)
    record = a_record(state=State.DELAYED, error=error, retry_at=1_800_000_000.0)
    line = f"Rate limited; next try at {strftime('%H:%M:%S', localtime(1.8e9))}"
    lines_of(*2 * [lambda display: display.show(WANTED, record, None)])
    assert capsys.readouterr().err.replace("\n", " ").count(line) == 1
    display = Lines()
    for _ in range(2):
        display.show(WANTED, record, None)
    said = capsys.readouterr().err
    assert said == f"Waiting to try again: {WANTED.text} ({line})\n"


def test_the_next_file_gets_a_bar_of_its_own() -> None:
    """An album grows downwards."""
    first, second = (
        fetching(name=f"{number}.jpg", done=1, total=2, file_number=number)
        for number in (1, 2)
    )
    lines = lines_of(first, second)
    assert ["1.jpg" in lines[0], "2.jpg" in lines[1]] == [True, True]


def test_progress_of_the_stage_before_is_not_shown() -> None:
    """The bar begins anew with each stage."""
    record = a_record(state=State.RUNNING, stage=TRANSCODE)
    stale = Progress(stage=FETCH, at=0.0, name="a.mp4", done=99, total=100)
    (line,) = lines_of(lambda display: display.show(WANTED, record, stale))
    assert "Converting" in line
    assert "99%" not in line


@pytest.mark.parametrize(
    ("state", "said"),
    [(State.COMPLETED, "Done"), (State.FAILED, "Failed"), (State.CANCELLED, "Cancel")],
)
def test_at_the_end_it_says_how(state: State, said: str) -> None:
    """Every bar of the link, and full only where all went well."""
    result = Result.of(WANTED, a_record(id=WANTED.id, state=state))
    lines = lines_of(
        fetching(name="1.jpg", done=1, total=2, file_number=1),
        fetching(name="2.jpg", done=1, total=2, file_number=2),
        lambda display: display.end(result),
    )
    assert all(line.startswith(said) for line in lines)
    assert all(("100%" in line) == (state is State.COMPLETED) for line in lines)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://v.redd.it/boat0001", "v.redd.it/boat0001"),
        ("https://example.org/", "example.org"),
        ("https://example.org/some/where/a.jpg?x=1", "example.org/a.jpg"),
        (
            "https://media.example.org/p/abcdefghijklmnop.jpg",
            "media.example.…lmnop.jpg",
        ),
    ],
)
def test_links_are_told_apart_before_their_files_have_names(
    url: str, name: str
) -> None:
    """By where they are and how they end."""
    assert name_of(url)[:10] == name[:10]
    assert name_of(url)[-9:] == name[-9:]
    assert len(name_of(url)) <= 28
