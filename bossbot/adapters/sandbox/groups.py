"""Ending a job's process group without the zygote that made it."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress

from bossbot.sandbox import procfs

_PAUSE = 0.02


def kill_group(pid: int, start_time: int) -> bool:
    """SIGKILL what is left of a job's group, if it is still that job's.

    Where there is no /proc (`start_time` is 0 there) nothing can be told apart, and
    nothing is done: the zygote's lifeline has ended its jobs.

    Args:
        pid: The leader, as `Started` told it.
        start_time: Its start, which a later process of the same number has not.

    Returns:
        Whether there was somebody to kill. Zombies are nobody.
    """
    if not _living(pid, start_time):
        return False
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    return True


async def end_group(pid: int, start_time: int, patience: float) -> bool:
    """Kill a group and wait until nothing of it runs; False if it won't end."""
    clock = asyncio.get_running_loop().time
    deadline = clock() + patience
    while kill_group(pid, start_time):
        if clock() > deadline:
            return False
        await asyncio.sleep(_PAUSE)
    return True


def _living(pid: int, start_time: int) -> bool:
    leader = procfs.stat(pid)
    if start_time == 0 or (leader is not None and leader.start_time != start_time):
        return False
    # Without its leader the number is still the group's while it has members. A job
    # leads a session, so only its own descendants can be in both.
    return any(
        member.group == pid
        and member.session == pid
        and member.start_time >= start_time
        and not member.dead
        for member in procfs.everyone()
    )
