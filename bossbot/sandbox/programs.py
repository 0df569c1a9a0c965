"""The part of the fence around starting programs and signalling processes."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Programs:
    """The programs a job may start (a JavaScript runtime, say), by real path."""

    paths: frozenset[str]

    @classmethod
    def allowing(cls, programs: object) -> Programs:
        """Those of a list of absolute paths; anything else allows none."""
        if not isinstance(programs, list):
            return cls(frozenset())
        paths = [p for p in programs if isinstance(p, str) and p.startswith("/")]
        return cls(frozenset(os.path.realpath(path) for path in paths))

    def rules(self) -> dict[str, Callable[[tuple[Any, ...]], None]]:
        """What is checked; `os.fork` and the shell are refused elsewhere."""
        return {
            "subprocess.Popen": self._popen,
            "os.exec": lambda args: self._start(args[0]),
            "os.posix_spawn": lambda args: self._start(args[0]),
            "os.kill": lambda args: _signal(args[0]),
            "os.killpg": lambda args: _signal(args[0]),
        }

    def _popen(self, args: tuple[Any, ...]) -> None:
        executable, argv = args[0], args[1]
        # A list's first word is what runs; with a string a shell would be.
        self._start(executable if executable is not None else argv[0])

    def _start(self, program: object) -> None:
        if not isinstance(program, str | bytes | os.PathLike):
            raise PermissionError("sandbox: no programs")
        path = os.fsdecode(program)
        if not path.startswith("/") or os.path.realpath(path) not in self.paths:
            raise PermissionError("sandbox: this program may not be started")


def _signal(target: int) -> None:
    """Only what the job started itself: its session holds nothing else."""
    if target == 0:
        return
    if target < 0 or os.getsid(target) != os.getsid(0):
        raise PermissionError("sandbox: not a process of this job")
