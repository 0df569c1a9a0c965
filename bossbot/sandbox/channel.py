"""What a job says to its supervisor: JSON lines over the descriptor it was given."""

from __future__ import annotations

import json
import socket
import threading
import time
from contextlib import suppress
from typing import Any, Final

PROGRESS_INTERVAL: Final = 0.2
"""Seconds between two progress lines of one file: five a second are plenty."""


class Channel:
    """The job's end of its supervisor's socket pair.

    Safe to use from several threads. Progress may be reported as often as one likes:
    it is throttled, and dropped rather than waited for when nobody reads it. The
    last words (`result`, `error`) are always delivered, or the supervisor is gone.
    """

    def __init__(self, descriptor: int) -> None:
        self._socket = socket.socket(
            socket.AF_UNIX, socket.SOCK_STREAM, fileno=descriptor
        )
        self._lock = threading.Lock()
        self._rest = b""
        self._said_at = float("-inf")
        self._file_number = 0

    def progress(
        self,
        *,
        done: int,
        total: int | None = None,
        speed: float | None = None,
        name: str | None = None,
        file_number: int = 1,
        file_count: int = 1,
    ) -> None:
        """Tell how far the job is.

        Args:
            done: Bytes of the current file so far.
            total: Its bytes in all, where known.
            speed: Bytes a second.
            name: How the site or tool calls the file; untrusted.
            file_number: Which file it is, from 1.
            file_count: How many there will be, as far as known.
        """
        with self._lock:
            now = time.monotonic()
            same_file = file_number == self._file_number
            if same_file and now - self._said_at < PROGRESS_INTERVAL:
                return
            self._said_at, self._file_number = now, file_number
            self._offer(
                _line(
                    "progress",
                    done=done,
                    total=total,
                    speed=speed,
                    name=name,
                    file_number=file_number,
                    file_count=file_count,
                )
            )

    def result(self, value: Any) -> None:
        """Deliver what the job was asked for, as JSON of any size.

        Raises:
            TypeError: The value is not JSON.
        """
        self._deliver(_line("result", value=value))

    def error(self, error: dict[str, Any], *, detail: str = "") -> None:
        """Deliver why there is no result.

        Args:
            error: As `bossbot.errors.BossBotError.to_dict` writes it.
            detail: For the operators' log only; redacted.
        """
        self._deliver(_line("error", error=error, detail=detail))

    def close(self) -> None:
        """End it; the supervisor sees the end of file."""
        self._socket.close()

    def _offer(self, line: bytes) -> None:
        """Send what goes without waiting; a line once begun is finished first."""
        if self._rest:
            self._rest = self._send_some(self._rest)
        if not self._rest:
            sent = self._send_some(line)
            self._rest = sent if len(sent) < len(line) else b""

    def _send_some(self, data: bytes) -> bytes:
        try:
            return data[self._socket.send(data, socket.MSG_DONTWAIT) :]
        except (BlockingIOError, BrokenPipeError, ConnectionResetError):
            return data

    def _deliver(self, line: bytes) -> None:
        with self._lock, suppress(BrokenPipeError, ConnectionResetError):
            self._socket.sendall(self._rest + line)
            self._rest = b""


def _line(event: str, **fields: Any) -> bytes:
    return json.dumps({"event": event, **fields}).encode() + b"\n"
