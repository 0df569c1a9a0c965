"""The zygote's end of one supervisor's connection; nothing here ever waits."""

from __future__ import annotations

import json
import os
import selectors
import socket
import struct
import time
from contextlib import suppress
from typing import Any, Final

from bossbot.sandbox.protocol import MAX_DESCRIPTORS, MAX_REQUEST, Refusal
from bossbot.sandbox.request import Malformed, Request, parse

PATIENCE: Final = 10.0
"""Seconds a supervisor gets to say what it wants, and to take our last words."""
_READ: Final = 1 << 16
_UCRED: Final = struct.Struct("3i")


class Connection:
    """A request coming in, then a few short lines going out.

    Attributes:
        abandoned: The supervisor ended its side: its job is to be killed.
        descriptors: What it handed over, ours to close.
    """

    def __init__(self, peer: socket.socket) -> None:
        peer.settimeout(0)
        self.socket = peer
        self.abandoned = False
        self.descriptors: list[int] = []
        self._deadline: float | None = time.monotonic() + PATIENCE
        self._running = False
        self._finished = False
        self._inbox = bytearray()
        self._outbox = bytearray()

    def is_ours(self) -> bool:
        """Whether the other end runs as the same user (besides the socket's mode)."""
        option = getattr(socket, "SO_PEERCRED", None)
        if option is None:
            return True
        raw = self.socket.getsockopt(socket.SOL_SOCKET, option, _UCRED.size)
        return bool(_UCRED.unpack(raw)[1] == os.geteuid())

    def interest(self) -> int:
        """What to wait for, as a mask of the selector's events; 0 is the end."""
        if self._deadline is not None and time.monotonic() > self._deadline:
            return 0
        writing = selectors.EVENT_WRITE if self._outbox else 0
        reading = 0 if self.abandoned or self._finished else selectors.EVENT_READ
        return writing | reading

    @property
    def waiting_for_exit(self) -> bool:
        """Whether a job of this connection is still to be ended and announced."""
        return self._running and not self._finished

    def receive(self) -> Request | None:
        """Take what has come; the request, once it is complete.

        Raises:
            Malformed: It is too long, has the wrong descriptors, or is none.
        """
        try:
            data, descriptors, flags, _ = socket.recv_fds(
                self.socket, _READ, MAX_DESCRIPTORS + 1
            )
        except BlockingIOError:
            return None
        except OSError:
            data, descriptors, flags = b"", [], 0
        self.descriptors += descriptors
        if not data:
            self.abandoned = True
            return None
        if self._running:
            self.drop_descriptors()  # nothing more is expected but the end
            return None
        if flags & socket.MSG_CTRUNC or len(self.descriptors) > MAX_DESCRIPTORS + 1:
            raise Malformed("descriptors")
        self._inbox += data
        return self._complete()

    def _complete(self) -> Request | None:
        line, found, rest = self._inbox.partition(b"\n")
        if len(line) > MAX_REQUEST or rest:
            raise Malformed("length")
        if not found:
            return None
        request = parse(bytes(line))
        if len(self.descriptors) != request.expected_descriptors:
            raise Malformed("descriptors")
        self._inbox.clear()
        return request

    def start(self, *, pid: int, start_time: int) -> None:
        """A job runs for it now, for as long as the supervisor likes."""
        self._running = True
        self._deadline = None
        self.drop_descriptors()
        self._say("started", pid=pid, start_time=start_time)

    def refuse(self, reason: Refusal) -> None:
        """Say why there is no job, or no longer."""
        self.finish("refused", reason=reason)

    def finish(self, event: str, **fields: Any) -> None:
        """Say the last words; a supervisor that doesn't read them is left."""
        self._finished = True
        self._deadline = time.monotonic() + PATIENCE
        self.drop_descriptors()
        self._say(event, **fields)

    def _say(self, event: str, **fields: Any) -> None:
        # Two short lines in a connection's life: the queue is bounded.
        self._outbox += json.dumps({"event": event, **fields}).encode() + b"\n"
        self.flush()

    def flush(self) -> None:
        """Send what goes without waiting; a peer that is gone needs nothing."""
        try:
            sent = self.socket.send(self._outbox) if self._outbox else 0
        except BlockingIOError:
            return
        except OSError:
            self._outbox.clear()
            return
        del self._outbox[:sent]

    def drop_descriptors(self) -> None:
        """Close our copies of what was handed over."""
        for descriptor in self.descriptors:
            with suppress(OSError):
                os.close(descriptor)
        self.descriptors.clear()

    def close(self) -> None:
        """End it, whatever was left to say."""
        self.drop_descriptors()
        self.socket.close()
