"""Where gallery-dl says what it is doing: the files it finished, and the progress."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bossbot.errors import FileTooLargeError
from bossbot.sandbox.channel import Channel
from bossbot.sandbox.jobs.fetching.params import safe_name

_PROMISE: Final = "/promised/"
"""Begins what stands for a file that is not there yet: no path of one does."""


@dataclass(slots=True)
class Output:
    """gallery-dl's "output" object of a job; it calls the first four methods."""

    directory: Path
    channel: Channel
    max_files: int
    max_bytes: int
    files: dict[str, str] = field(default_factory=dict)
    """The names for people by path relative to the directory, in order."""
    descriptions: dict[str, str] = field(default_factory=dict)
    """What is to be seen in them, by path, where the site says it."""
    repeated: bool = False
    """Whether the last file expected is one that was there already."""
    _name: str = ""
    _description: str | None = None
    _count: int = 1
    _bytes: int = 0
    _over: bool = False

    def start(self, path: str) -> None:
        """A file is begun."""

    def progress(self, total: int | None, done: int, speed: int) -> None:
        """A file goes on.

        Raises:
            FileTooLargeError: It is too much together with the files before.
        """
        self._check(done)
        self._tell(done, total, speed)

    def success(self, path: str) -> None:
        """A file is complete."""
        self._add(Path(path))

    def skip(self, path: str) -> None:
        """A file is there from an earlier attempt, or a second time in this one."""
        self._add(Path(path))

    def expect(
        self, name: str, count: object, *, description: str | None = None
    ) -> None:
        """Prepare for the next file.

        Args:
            name: How the site calls it, without extension.
            count: How many files the post has, if that is a number.
            description: What is to be seen in it, in the site's words.
        """
        self.repeated = False
        self._name = name
        self._description = description
        known = count if isinstance(count, int) else 1
        self._count = min(max(known, len(self.files) + 1), self.max_files)

    def promise(self, name: str) -> str:
        """Keep the place of a file that comes later; returns what stands for it."""
        place = f"{_PROMISE}{len(self.files)}"
        self.files[place] = name
        return place

    def keep_promise(self, place: str, path: Path) -> None:
        """Put the file there."""
        size = (self.directory / path).stat().st_size
        self._bytes += size
        name = safe_name(self.files[place], path.suffix[1:])
        self.files = {
            path.as_posix() if key == place else key: name if key == place else known
            for key, known in self.files.items()
        }
        self._tell(size, size, None, done_files=list(self.files).index(path.name) + 1)

    def give_up_promises(self) -> None:
        """Leave out what never came."""
        self.files = {
            key: name
            for key, name in self.files.items()
            if not key.startswith(_PROMISE)
        }

    @property
    def left(self) -> int:
        """Bytes that may still come."""
        return self.max_bytes - self._bytes

    @property
    def full(self) -> bool:
        """Whether nothing more may be fetched."""
        return len(self.files) >= self.max_files or self._over

    def _check(self, done: int) -> None:
        if self._bytes + done > self.max_bytes:
            self._over = True
            raise FileTooLargeError.of(limit=self.max_bytes)

    def _add(self, path: Path) -> None:
        if not path.is_file():
            return
        relative = path.relative_to(self.directory).as_posix()
        self.repeated = relative in self.files
        self.files.setdefault(relative, safe_name(self._name, path.suffix[1:]))
        if self._description:
            self.descriptions.setdefault(relative, self._description)
        size = path.stat().st_size
        if not self.repeated:
            self._bytes += size
        self._tell(size, size, None, done_files=len(self.files))

    def _tell(
        self,
        done: int,
        total: int | None,
        speed: int | None,
        done_files: int | None = None,
    ) -> None:
        number = len(self.files) + 1 if done_files is None else done_files
        self.channel.progress(
            done=done,
            total=total,
            speed=speed,
            name=self._name[:200] or None,
            file_number=number,
            file_count=max(self._count, number),
        )
