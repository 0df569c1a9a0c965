"""Ending process groups for good, and collecting what is left of them."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Set
from contextlib import suppress

from bossbot.sandbox import procfs
from bossbot.sandbox.protocol import Exit


def kill_group(leader: int) -> None:
    """SIGKILL a group whose leader has not been reaped: the number is still its own.

    One call reaches every member at once; a fork under way is refused by the kernel.
    """
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
    with suppress(ProcessLookupError):  # it may not have made its group yet
        os.kill(leader, signal.SIGKILL)


def collect(leader: int) -> Exit | None:
    """How a leader ended, the rest of its group killed first; None while it lives."""
    if hasattr(os, "waitid"):
        # Look without reaping: until then nobody else can have the group's number.
        seen = os.waitid(os.P_PID, leader, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        if seen is None:
            return None
        kill_group(leader)
    pid, status, usage = os.wait4(leader, os.WNOHANG)
    if pid == 0:
        return None
    code = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    return Exit(
        code=code if code >= 0 else None,
        signal=-code if code < 0 else None,
        max_rss=usage.ru_maxrss * unit,
    )


def group_left(leader: int) -> bool:
    """Whether members of a group are still there, once its leader was reaped."""
    try:
        os.killpg(leader, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # macOS says so of zombies
        return False
    return True


def sweep(leaders: Set[int]) -> bool:
    """Kill and reap what left its group and then became our child; True while any.

    Args:
        leaders: The groups of jobs that are running: their members are let be.
    """
    if not leaders and _childless():
        return False
    left = False
    myself = os.getpid()
    for process in procfs.everyone():
        if process.parent != myself or process.pid in leaders:
            continue
        if process.group in leaders and not process.dead:
            continue
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            reaped, _ = os.waitpid(process.pid, os.WNOHANG)
            left = left or reaped == 0
    return left


def _childless() -> bool:
    """Whether there is nobody to look for, which is cheaper than looking."""
    if not hasattr(os, "waitid"):
        return False
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return True
    return False
