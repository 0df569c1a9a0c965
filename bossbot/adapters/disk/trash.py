"""Removal of trees that hostile content made: deep, huge, unreadable, full of links.

A tree is first renamed into the trash, so it is gone at once and for everybody; then
emptied, and what a crash or the time limit leaves is emptied next time. Directories
are lifted to the top of the trash one by one: no depth needs a stack, a long path or
many descriptors, and no link is ever followed.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bossbot.adapters.disk.durable import make_directory
from bossbot.pipeline.housekeeping.ports import Emptied

_OPEN = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_ANOTHER_PASS = frozenset({errno.ENOENT, errno.ENOTEMPTY, errno.EEXIST})


@dataclass(frozen=True, slots=True)
class Trash:
    """One trash directory; on the file system of what is thrown into it."""

    path: Path

    def throw(self, tree: Path) -> bool:
        """Move a directory (or anything) here; false where there was nothing."""
        make_directory(self.path)
        try:
            make_writable(tree)
            tree.rename(self.path / secrets.token_hex(8))
        except FileNotFoundError:
            return False
        return True

    def empty(self, *, seconds: float) -> Emptied:
        """Delete what is here, for so long. Several may do it at once."""
        try:
            top = os.open(self.path, _OPEN)
        except FileNotFoundError:
            return Emptied()
        try:
            emptying = _Emptying(top, time.monotonic() + seconds)
            names = os.listdir(top)  # noqa: PTH208
            while names and emptying.passes_over(names):
                names = os.listdir(top)  # noqa: PTH208
            return Emptied(
                freed=emptying.freed,
                errors=emptying.errors if names else 0,
                done=not names,
            )
        finally:
            os.close(top)


def make_writable(tree: Path) -> None:
    """Give us back a directory whose content took our rights away."""
    mode = tree.lstat().st_mode
    if stat.S_ISDIR(mode) and mode & 0o700 != 0o700:
        tree.chmod(0o700)


class _Emptying:
    """One run over the trash open as `top`; each pass lifts the next level."""

    def __init__(self, top: int, deadline: float) -> None:
        self._top = top
        self._deadline = deadline
        self._changes = 0
        self.freed = 0
        self.errors = 0

    def passes_over(self, names: Iterable[str]) -> bool:
        """Work on these entries; whether another pass makes sense."""
        before, self.errors = self._changes, 0
        for name in names:
            if self._late():
                return False
            try:
                self._remove(name)
            except OSError as error:
                if error.errno not in _ANOTHER_PASS:
                    self.errors += 1
        return self._changes > before and not self._late()

    def _late(self) -> bool:
        return time.monotonic() >= self._deadline

    def _remove(self, name: str) -> None:
        facts = os.stat(name, dir_fd=self._top, follow_symlinks=False)
        if not stat.S_ISDIR(facts.st_mode):
            self._unlink(name, self._top, facts)
            return
        if facts.st_mode & 0o700 != 0o700:
            os.chmod(name, 0o700, dir_fd=self._top)
        inner = os.open(name, _OPEN, dir_fd=self._top)
        try:
            self._clear(inner)
        finally:
            os.close(inner)
        os.rmdir(name, dir_fd=self._top)
        self._changes += 1

    def _clear(self, inner: int) -> None:
        with os.scandir(inner) as entries:
            for entry in entries:
                if self._late():
                    return
                facts = entry.stat(follow_symlinks=False)
                if not stat.S_ISDIR(facts.st_mode):
                    self._unlink(entry.name, inner, facts)
                    continue
                if facts.st_mode & 0o700 != 0o700:
                    os.chmod(entry.name, 0o700, dir_fd=inner)
                os.rename(
                    entry.name,
                    secrets.token_hex(8),
                    src_dir_fd=inner,
                    dst_dir_fd=self._top,
                )
                self._changes += 1

    def _unlink(self, name: str, directory: int, facts: os.stat_result) -> None:
        os.unlink(name, dir_fd=directory)
        if facts.st_nlink == 1:  # else the bytes stay, under another name
            self.freed += facts.st_size
        self._changes += 1
