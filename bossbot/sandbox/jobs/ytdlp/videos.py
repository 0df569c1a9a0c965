"""The videos of a link as they come in: how many, how large, and what is told of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from bossbot.errors import (
    BossBotError,
    FileTooLargeError,
    InvalidFileError,
    NetworkError,
)
from bossbot.sandbox.channel import Channel

MOST_FRAGMENTS: Final = 5000
"""Of one stream: some three hours in parts of two seconds."""


@dataclass(slots=True)
class Video:
    """One video: what the site says of it, and the files it came in."""

    info: dict[str, Any]
    parts: int = 1
    paths: list[Path] = field(default_factory=list)

    def check(self) -> None:
        """Raise a `NetworkError` if a part is missing that nobody complained about."""
        if len(self.paths) < self.parts:
            raise NetworkError(reason="incomplete")


@dataclass(slots=True, kw_only=True)
class Videos:
    """All of them so far, and why single ones are missing.

    Attributes:
        max_files: More are not fetched.
        max_bytes: More are not fetched, over all files.
        expected: How many there are going to be, for the progress.
        full: Whether one more was too large together with those before.
    """

    channel: Channel
    max_files: int
    max_bytes: int
    expected: int = 1
    full: bool = False
    found: list[Video] = field(default_factory=list)
    skipped: list[BossBotError] = field(default_factory=list)

    @property
    def enough(self) -> bool:
        """Whether one more would be one too many."""
        return len(self.found) >= self.max_files

    @property
    def left(self) -> int:
        """Bytes that may still be fetched."""
        return max(self.max_bytes - self._fetched, 0)

    @property
    def current(self) -> Video:
        """The one that is being fetched."""
        return self.found[-1]

    def expect(self, entries: int | None) -> None:
        """A list says how many entries it has."""
        self.expected = min(entries or 1, self.max_files)

    def progress(self, status: Mapping[str, Any]) -> None:
        """Pass on the progress of the current file (a hook of yt-dlp's).

        Raises:
            FileTooLargeError: It is too much together with the files before.
            InvalidFileError: A stream of more parts than any video has: it would be
                requests by the thousand to whatever host its list names.
        """
        if (status.get("fragment_count") or 0) > MOST_FRAGMENTS:
            raise InvalidFileError(reason="too_many_parts")
        done = status.get("downloaded_bytes") or 0
        total = status.get("total_bytes")
        self._hold(max(done, total or 0))
        number = len(self.found)
        self.channel.progress(
            done=done,
            total=total or _whole(status.get("total_bytes_estimate")),
            speed=status.get("speed"),
            name=str(self.current.info.get("title") or "")[:200] or None,
            file_number=number,
            file_count=max(self.expected, number),
        )

    @property
    def _fetched(self) -> int:
        return sum(path.stat().st_size for one in self.found for path in one.paths)

    def _hold(self, size: int) -> None:
        size += self._fetched
        if size > self.max_bytes:
            self.full = True
            raise FileTooLargeError.of(size=size, limit=self.max_bytes)


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)
