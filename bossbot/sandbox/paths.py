"""The part of the fence around files: writing below one directory, nowhere else.

Reading is free, but for other processes and what was closed: a job could make use of
little else, and the libraries read in many places.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

type Rule = Callable[[tuple[Any, ...]], None]

_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_TEXT: Final = (".txt", ".tmp")
"""And what is being written of one."""
_SETTINGS: Final = "/.env"
"""Where operators write tokens down; closed wherever it is, once anything is."""
_NO_DIRECTORY: Final = -1
"""What an audit event says where no `dir_fd` was given."""
_ONE_PATH: Final = {
    # event: where its dir_fd stands among the arguments, if it has one
    "os.remove": 1,
    "os.rmdir": 1,
    "os.mkdir": 2,
    "os.truncate": None,
    "os.chmod": 2,
    "os.chown": 3,
    "os.lchown": None,
    "os.utime": 3,
    "os.chflags": None,
    "os.setxattr": None,
    "os.removexattr": None,
    "sqlite3.connect": None,
    "shutil.rmtree": None,
    "shutil.chown": None,
}


class Paths:
    """Checks that what changes a file names one below the job's directory.

    Args:
        directory: The job's.
        closed: Directories whose text files it may not even read. One that holds
            the job's own directory, or these programs, stays open: too much would
            be closed with it.
    """

    __slots__ = ("_below", "_closed", "_root")

    def __init__(self, directory: str, closed: object = None) -> None:
        self._root = os.path.realpath(directory)
        self._below = self._root + "/"
        paths = closed if isinstance(closed, list) else []
        reals = (os.path.realpath(path).rstrip("/") + "/" for path in paths)
        inside = (self._below, f"{sys.prefix}/", f"{sys.base_prefix}/")
        self._closed = tuple(
            real for real in reals if not any(one.startswith(real) for one in inside)
        )

    def rules(self) -> dict[str, Rule]:
        """What is checked."""
        return {
            "open": self._open,
            "os.rename": self._both,
            "os.link": self._both,
            "os.symlink": lambda args: self._change(args[1], args[2]),
            **{event: self._one(place) for event, place in _ONE_PATH.items()},
        }

    def _one(self, place: int | None) -> Rule:
        def rule(args: tuple[Any, ...]) -> None:
            self._change(args[0], _NO_DIRECTORY if place is None else args[place])

        return rule

    def _both(self, args: tuple[Any, ...]) -> None:
        self._change(args[0], args[2])
        self._change(args[1], args[3])

    def _open(self, args: tuple[Any, ...]) -> None:
        path, flags = args[0], args[2]
        if isinstance(path, int):
            return
        if flags & _WRITING:
            self._write(path)
        else:
            self._read(os.fsdecode(path))

    def _read(self, name: str) -> None:
        _leave_alone(name)
        if self._closed:
            real = os.path.realpath(name)
            cookies = real.endswith(_TEXT) and real.startswith(self._closed)
            if cookies or real.endswith(_SETTINGS):
                raise PermissionError("sandbox: not for this job")

    def _write(self, path: Any) -> None:
        """The file itself may be a link that leads out: follow it."""
        real = os.path.realpath(os.fsdecode(path))
        # The directory itself is opened so for a file without name (O_TMPFILE).
        if not real.startswith(self._below) and real not in {self._root, os.devnull}:
            raise PermissionError("sandbox: writing outside the job's directory")

    def _change(self, path: Any, directory: int) -> None:
        """The entry itself is changed: follow only the way there."""
        if path == ":memory:":
            return
        if isinstance(path, int):
            return
        name = os.fsdecode(path)
        if directory != _NO_DIRECTORY:
            # Fails where there is no /proc, which refuses.
            name = f"{Path(f'/proc/self/fd/{directory}').readlink()}/{name}"
        parent, last = os.path.split(name.rstrip("/"))
        real = f"{os.path.realpath(parent)}/{last}"
        if not real.startswith(self._below) or last in {"", os.curdir, os.pardir}:
            raise PermissionError("sandbox: changing a file outside the directory")


def _leave_alone(path: str) -> None:
    """Other processes' memory and environment are nobody's business here."""
    if not path.startswith("/proc/"):
        return
    subject = path.split("/")[2]
    if subject.isdecimal() and int(subject) != os.getpid():
        raise PermissionError("sandbox: looking into another process")
