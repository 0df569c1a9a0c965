"""The zygote's loop: one thread that listens, forks on request and never waits."""

from __future__ import annotations

import os
import selectors
import signal
import socket
import time
from collections.abc import Mapping
from typing import Final

from bossbot.sandbox.connection import Connection
from bossbot.sandbox.groups import SIGNALS, Groups
from bossbot.sandbox.protocol import EXEC
from bossbot.sandbox.request import Malformed, Request

MAX_CONNECTIONS: Final = 128
_TICK: Final = 0.02
"""Seconds between looks at groups that are dying: no signal tells of their end."""
_IDLE_TICK: Final = 1.0
_LAST_WAIT: Final = 5.0
_DRAIN: Final = 15.0
"""Most seconds from being told to drain to the end, for whoever forgets about us."""


class Zygote:
    """Forks a job per connection; SIGTERM drains, SIGUSR1 kills all jobs and ends.

    SIGTERM means the end as well if it is the kernel's, who tells with it that the
    launcher is gone. A platform that stops the whole machine sends it to everybody:
    then the jobs are their supervisors' to end, who know what that means.

    Args:
        listener: The socket supervisors connect to.
        kinds: The modules of the job kinds.
        launcher: The process without which there is nothing to do.
        lifeline: A descriptor whose end of file means that the launcher is gone,
            where the kernel doesn't tell.
    """

    def __init__(
        self,
        *,
        listener: socket.socket,
        kinds: Mapping[str, str],
        launcher: int,
        lifeline: int,
    ) -> None:
        listener.settimeout(0)
        self._listener = listener
        self._kinds = kinds
        self._lifeline = lifeline
        self._selector = selectors.DefaultSelector()
        self._connections: set[Connection] = set()
        self._groups = Groups(kinds)
        self._launcher = launcher
        self._drained_by: float | None = None
        self._stopping = False

    def run(self) -> None:
        """Serve until told to end, or the launcher's end; then nothing is left."""
        waker = self._catch_signals()
        for source in (waker, self._lifeline, self._listener):
            self._selector.register(source, selectors.EVENT_READ)
        while not self._ended():
            for key, ready in self._selector.select(self._timeout()):
                if key.fileobj is waker:
                    waker.recv(4096)
                elif key.fileobj is self._listener:
                    self._accept()
                elif key.fileobj == self._lifeline:
                    self._stopping |= not os.read(self._lifeline, 4096)
                else:
                    self._serve(key.data, ready)
            self._groups.settle()
            for connection in list(self._connections):
                self._settle(connection)
        self._listener.close()
        self._groups.end(_LAST_WAIT)

    def _catch_signals(self) -> socket.socket:
        reading, writing = socket.socketpair()
        reading.settimeout(0)
        writing.settimeout(0)
        for number in SIGNALS:
            signal.signal(number, self._on_signal)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal's: the worker's
        signal.set_wakeup_fd(writing.detach(), warn_on_full_buffer=False)
        return reading

    def _on_signal(self, number: int, _frame: object) -> None:
        self._stopping |= number == signal.SIGUSR1
        if number == signal.SIGTERM:
            self._stopping |= os.getppid() != self._launcher
            if self._drained_by is None:
                self._drained_by = time.monotonic() + _DRAIN

    def _ended(self) -> bool:
        late = self._drained_by is not None and time.monotonic() > self._drained_by
        return self._stopping or late

    def _timeout(self) -> float | None:
        if self._groups.dying:
            return _TICK
        watching = self._connections or self._drained_by is not None
        return _IDLE_TICK if watching else None

    def _accept(self) -> None:
        try:
            peer, _ = self._listener.accept()
        except OSError:
            return
        connection = Connection(peer)
        if len(self._connections) >= MAX_CONNECTIONS or not connection.is_ours():
            connection.close()
            return
        self._connections.add(connection)
        self._selector.register(peer, selectors.EVENT_READ, connection)

    def _serve(self, connection: Connection, ready: int) -> None:
        if ready & selectors.EVENT_WRITE:
            connection.flush()
        if ready & selectors.EVENT_READ:
            try:
                request = connection.receive()
                if request is not None:
                    self._start(connection, request)
            except Malformed:
                connection.refuse("malformed")

    def _start(self, connection: Connection, request: Request) -> None:
        if request.kind != EXEC and request.kind not in self._kinds:
            raise Malformed("kind")
        if self._drained_by is not None:
            connection.refuse("draining")
            return
        try:
            self._groups.start(connection, request)
        except OSError:
            connection.refuse("busy")

    def _settle(self, connection: Connection) -> None:
        """Wait for what the connection needs next, or let go of it."""
        wanted = connection.interest()
        key = self._selector.get_map().get(connection.socket)
        if wanted and key is None:
            self._selector.register(connection.socket, wanted, connection)
        elif wanted and key is not None and key.events != wanted:
            self._selector.modify(connection.socket, wanted, connection)
        elif not wanted and key is not None:
            self._selector.unregister(connection.socket)
        if not wanted and not connection.waiting_for_exit:
            self._connections.discard(connection)
            connection.close()
