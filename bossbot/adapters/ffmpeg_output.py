"""What ffmpeg says, understood: how far it is, and why it failed."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path
from typing import Final

import structlog

from bossbot.adapters.sandbox import Exit, JobCrashedError
from bossbot.errors import BossBotError, DiskFullError, FileTooLargeError
from bossbot.media.plans import PART
from bossbot.media.refusals import invalid

_FULL: Final = (b"No space left on device", b"Disk quota exceeded")
_NO_MEMORY: Final = (b"Cannot allocate memory", b"malloc of size", b"out of memory")

log = structlog.get_logger(__name__)


class Meter:
    """Understands the lines of `-progress`.

    Args:
        report: Told how many seconds of the media are done.
    """

    def __init__(self, report: Callable[[float], None]) -> None:
        self._report = report
        self._quantizers: list[float] = []

    def __call__(self, line: bytes) -> None:
        """Take one line."""
        name, _, value = line.partition(b"=")
        try:
            if name == b"out_time_us":
                self._report(int(value) / 1e6)
            elif name == b"stream_0_0_q" and float(value) > 0:
                self._quantizers.append(float(value))
        except (ValueError, OverflowError):
            return  # "N/A" before the first frame, or what no clock shows

    @property
    def quantizer(self) -> float | None:
        """The mean of what x264 told; None where there is no picture encoded."""
        found = self._quantizers
        return sum(found) / len(found) if found else None


def written(target: Path) -> list[Path]:
    """The file that stands under a target's name, and its parts in their order."""
    parts = target.parent.glob(f"{target.stem}{PART}[0-9][0-9]{target.suffix}")
    return [*([target] if target.exists() else ()), *sorted(parts)]


def failure(ended: Exit, words: bytes, target: Path, limit: int) -> BossBotError:
    """The error of a run that did not exit with 0.

    Args:
        ended: How it ended.
        words: The end of its stderr.
        target: What it wrote, in parts or whole.
        limit: The most bytes that each file of it should have.
    """
    said = words.decode(errors="replace").replace(str(target.parent), "")
    log.warning("ffmpeg failed", code=ended.code, signal=ended.signal, stderr=said)
    if ended.signal == signal.SIGKILL:  # nothing about the file: somebody killed it
        return JobCrashedError.of(ended)
    if any(word in words for word in _FULL):
        return DiskFullError()
    large = any(file.stat().st_size > limit for file in written(target))
    if large or ended.signal == signal.SIGXFSZ or b"File too large" in words:
        return FileTooLargeError.of(limit=limit)
    if any(word in words for word in _NO_MEMORY):
        return invalid("too_complex")
    return invalid("damaged")
