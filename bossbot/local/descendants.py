"""Whatever runs below us, however it came there: adopted, and ended for sure.

A worker that is killed can't end its zygote itself; the kernel tells the zygote, which
then ends its jobs. As a subreaper we become the parent of what is left and see its end.
Where there is no such thing (macOS), the pipes they hold must do.
"""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from typing import Final

import structlog

from bossbot.kernel import adopt_orphans
from bossbot.sandbox import procfs

_POLL: Final = 0.02
_UNKILLABLE: Final = 5.0
"""Seconds after SIGKILL."""

log = structlog.get_logger(__name__)


class Descendants:
    """All processes below us but those that were there before."""

    def __init__(self) -> None:
        adopt_orphans()
        self._spared = {child.pid for child in _children()}

    async def end(self, patience: float) -> None:
        """Wait for them to end by themselves; SIGKILL after so many seconds.

        Whoever started one waits for it first: here it would be collected. One that
        the kernel itself holds (on a dead disk, say) is left in the end.
        """
        now = asyncio.get_running_loop().time
        deadline = now() + patience
        while left := self._living():
            if now() >= deadline + _UNKILLABLE:
                log.warning("processes would not end", pids=left)
                return
            if now() >= deadline:
                for pid in left:
                    with suppress(ProcessLookupError, PermissionError):
                        os.kill(pid, signal.SIGKILL)
            await asyncio.sleep(_POLL)

    def _living(self) -> list[int]:
        ours = [child for child in _children() if child.pid not in self._spared]
        for child in ours:
            if child.dead:
                collect(child.pid)
        return [child.pid for child in ours if not child.dead]


def collect(pid: int) -> None:
    """Take note of a child's end, so that nothing of it is left."""
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)


def _children() -> list[procfs.Stat]:
    us = os.getpid()
    return [process for process in procfs.everyone() if process.parent == us]
