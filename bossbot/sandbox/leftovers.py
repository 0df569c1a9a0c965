"""Ends what outlived a zygote that was killed before it could end it itself.

A job's process dies with its zygote; what it started doesn't, and may have left its
group. All of them carry the mark of their zygote's launcher in their environment, so
the next zygote, of the same launcher or of another on this machine, finds them.
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path
from typing import Final

from bossbot.sandbox import procfs

MARK: Final = "BOSS_BOT_SANDBOX"
"""The variable: the launcher's process id, its start time, and which one there."""


def make_mark(number: int) -> str:
    """The mark of a launcher in this process; no later process has the same.

    Args:
        number: Tells the launchers of one process apart.
    """
    return f"{os.getpid()}.{_start_time(os.getpid())}.{number}"


def end_leftovers() -> None:
    """SIGKILL all marked processes whose zygote is gone.

    Those of our own launcher are leftovers, all but ourselves: it has one zygote at a
    time. Those of others are, if their launcher is gone.
    """
    ours = os.environ.get(MARK)
    for process in procfs.everyone():
        if process.pid == os.getpid() or process.dead:
            continue
        mark = _read_mark(process.pid)
        if mark is None or (mark != ours and _is_alive(mark)):
            continue
        with suppress(ProcessLookupError, PermissionError):
            os.kill(process.pid, signal.SIGKILL)


def _read_mark(pid: int) -> str | None:
    try:
        environment = Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return None
    for variable in environment.split(b"\0"):
        name, _, value = variable.partition(b"=")
        if name == MARK.encode():
            return value.decode("ascii", "replace")
    return None


def _is_alive(mark: str) -> bool:
    pid, _, rest = mark.partition(".")
    start_time = rest.partition(".")[0]
    return pid.isdecimal() and start_time == str(_start_time(int(pid)))


def _start_time(pid: int) -> int:
    found = procfs.stat(pid)
    return 0 if found is None or found.dead else found.start_time
