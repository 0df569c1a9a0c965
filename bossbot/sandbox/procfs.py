"""What the kernel says of processes, where it says it in /proc."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_AFTER_NAME: Final = 3
"""proc(5) counts the fields of `stat` from 1; we split behind the second."""
_LONGEST: Final = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Stat:
    """One line of /proc/PID/stat.

    Attributes:
        start_time: Clock ticks from the machine's start to the process' start.
    """

    pid: int
    state: str
    parent: int
    group: int
    session: int
    start_time: int

    @property
    def dead(self) -> bool:
        """It runs no more: a zombie waits for its parent, and does nothing."""
        return self.state in "ZX"


def stat(pid: int) -> Stat | None:
    """The process; None where there is none of this number, or no /proc."""
    # Plain descriptors: all of /proc is read at each job's end, and this is a third.
    try:
        descriptor = os.open(f"/proc/{pid}/stat", os.O_RDONLY)
    except OSError:
        return None
    try:
        line = os.read(descriptor, _LONGEST)
    except ProcessLookupError:
        return None
    finally:
        os.close(descriptor)
    # The name stands in parentheses and may hold anything, parentheses too.
    fields = line.rpartition(b")")[2].split()
    return Stat(
        pid=pid,
        state=fields[0].decode(),
        parent=int(fields[4 - _AFTER_NAME]),
        group=int(fields[5 - _AFTER_NAME]),
        session=int(fields[6 - _AFTER_NAME]),
        start_time=int(fields[22 - _AFTER_NAME]),
    )


def everyone() -> Iterator[Stat]:
    """All processes we may see; those that end meanwhile are left out."""
    try:
        with os.scandir("/proc") as entries:
            names = [entry.name for entry in entries if entry.name.isdecimal()]
    except OSError:
        return
    for name in names:
        found = stat(int(name))
        if found is not None:
            yield found


def private_bytes() -> int:
    """Our own private writable memory, as RLIMIT_DATA counts it; 0 if unknown."""
    try:
        status = Path("/proc/self/status").read_text("ascii", "replace")
    except OSError:
        return 0
    _, found, rest = status.partition("VmData:")
    return int(rest.split()[0]) * 1024 if found else 0
