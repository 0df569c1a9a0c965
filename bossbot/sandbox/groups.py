"""The process groups of the running jobs, from the fork to the last member's end."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping
from dataclasses import asdict
from typing import Final

from bossbot.sandbox import child, reaper
from bossbot.sandbox.connection import Connection
from bossbot.sandbox.procfs import stat
from bossbot.sandbox.protocol import Exit
from bossbot.sandbox.request import Request

SIGNALS: Final = (signal.SIGTERM, signal.SIGCHLD, signal.SIGUSR1)
"""What the zygote handles: blocked around a fork, for the child must not."""
_PAUSE: Final = 0.01


class Groups:
    """One process group per job, each bound to a connection.

    Args:
        kinds: The modules of the job kinds.
    """

    def __init__(self, kinds: Mapping[str, str]) -> None:
        self._kinds = kinds
        self._running: dict[int, Connection] = {}
        self._ended: dict[int, tuple[Connection, Exit]] = {}
        self._stopping = False

    @property
    def dying(self) -> bool:
        """Whether a leader has ended and its group or strays are still to go."""
        return bool(self._ended)

    def start(self, connection: Connection, request: Request) -> None:
        """Fork a job.

        Raises:
            OSError: The machine has no room for another process.
        """
        zygote = os.getpid()
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        try:
            pid = os.fork()
            if pid == 0:
                child.run(request, connection.descriptors, self._kinds, zygote)
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        self._running[pid] = connection
        found = stat(pid)
        connection.start(pid=pid, start_time=found.start_time if found else 0)

    def settle(self) -> None:
        """Kill what nobody supervises any more; announce what is gone altogether."""
        for pid, connection in list(self._running.items()):
            if connection.abandoned:
                reaper.kill_group(pid)
            ended = reaper.collect(pid)
            if ended is not None:
                del self._running[pid]
                self._ended[pid] = (connection, ended)
        if not self._ended or reaper.sweep(self._running.keys()):
            return
        for pid, (connection, ended) in list(self._ended.items()):
            if reaper.group_left(pid):
                continue
            del self._ended[pid]
            if self._stopping:
                connection.refuse("stopping")
            else:
                connection.finish("exit", **asdict(ended))

    def end(self, patience: float) -> None:
        """Kill everything, and wait for it so many seconds at most."""
        self._stopping = True
        for connection in self._running.values():
            connection.abandoned = True
        deadline = time.monotonic() + patience
        while (self._running or self._ended) and time.monotonic() < deadline:
            self.settle()
            time.sleep(_PAUSE)
