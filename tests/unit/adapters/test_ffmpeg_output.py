"""What ffmpeg says, understood."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from bossbot.adapters.ffmpeg_output import Meter, failure
from bossbot.adapters.pipes import Lines, Tail
from bossbot.adapters.sandbox import Exit, JobCrashedError
from bossbot.errors import (
    BossBotError,
    DiskFullError,
    FileTooLargeError,
    InvalidFileError,
)

pytestmark = pytest.mark.unit


def test_progress_in_pieces() -> None:
    """Lines may come torn; N/A and nonsense are passed over."""
    told: list[float] = []
    meter = Meter(told.append)
    lines = Lines(meter)
    for piece in (b"out_time_us=N/A\nstream_0_0_q=-1.0\nout_ti", b"me_us=1500000\n"):
        lines(piece)
    lines(b"stream_0_0_q=24.0\nfoo=bar\nstream_0_0_q=28.0\nout_time_us=2000000\n")

    assert told == [1.5, 2.0]
    assert meter.quantizer == 26.0


def test_a_clock_beyond_all_numbers_is_passed_over() -> None:
    """Who listens goes on listening: a pipe that nobody empties stops the program."""
    told: list[float] = []
    Meter(told.append)(b"out_time_us=" + b"9" * 400)
    assert told == []


def test_a_line_without_end_takes_no_memory() -> None:
    """A program that never ends its line is not listened to for ever."""
    heard: list[bytes] = []
    lines = Lines(heard.append)
    for _ in range(100):
        lines(b"x" * 10_000)
    lines(b"\nnext\n")
    assert heard[-1] == b"next"
    assert len(heard[0]) <= 4096 + 1


def test_only_the_end_of_stderr_is_kept() -> None:
    """However much it complains."""
    tail = Tail(10)
    tail(b"a" * 100)
    tail(b"the end")
    assert tail.text == b"aaathe end"


def ended(code: int | None = 1, number: int | None = None) -> Exit:
    """An exit."""
    return Exit(code=code, signal=number, max_rss=0)


@pytest.mark.parametrize(
    ("how", "words", "kind"),
    [
        (ended(), b"Invalid data found", InvalidFileError),
        (ended(None, signal.SIGSEGV), b"", InvalidFileError),
        (ended(), b"av_interleaved_write_frame(): File too large", FileTooLargeError),
        (ended(None, signal.SIGXFSZ), b"", FileTooLargeError),
        (ended(), b"No space left on device", DiskFullError),
        (ended(None, signal.SIGKILL), b"", JobCrashedError),
    ],
)
def test_failures(
    how: Exit, words: bytes, kind: type[BossBotError], tmp_path: Path
) -> None:
    """The file's fault, the limit's, the disk's, or somebody's with a signal."""
    assert type(failure(how, words, tmp_path / "out.mp4", 1024)) is kind


def test_a_result_over_its_limit_is_too_large(tmp_path: Path) -> None:
    """Whatever ffmpeg said about it."""
    target = tmp_path / "out.mp4"
    target.write_bytes(bytes(2048))
    assert isinstance(failure(ended(), b"Error", target, 1024), FileTooLargeError)
