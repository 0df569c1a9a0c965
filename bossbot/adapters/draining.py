"""How a worker's processes learn that it goes away, and it, that they are done.

By two files in a directory that lives as long as the worker: a mark that the pool
processes look for, and a lock that each of them shares while it runs a task. Both work
from a signal handler, in which nothing can be waited for that this process has to do.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_CALM: Final = 0.4
"""Seconds without any task: a message may be on its way to a process just now."""
_PAUSE: Final = 0.05


class Drain:
    """The going away of one worker, as its main process and its pool see it.

    Args:
        directory: This worker's own; where it is missing, nothing goes away.
    """

    def __init__(self, directory: Path) -> None:
        self._mark = directory / "draining"
        self._lock = directory / "busy"

    def begin(self) -> None:
        """Tell everybody. Idempotent."""
        self._mark.touch()

    def begun(self) -> bool:
        """Whether this worker takes no more work and gives back what it has."""
        return self._mark.exists()

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Count as working meanwhile; a killed process doesn't count."""
        descriptor = None
        with suppress(OSError):  # somebody cleaned the directory away
            descriptor = self._open()
            fcntl.flock(descriptor, fcntl.LOCK_SH)
        try:
            yield
        finally:
            if descriptor is not None:
                os.close(descriptor)

    def wait(self, patience: float) -> bool:
        """Wait until nobody works any more; False after so many seconds."""
        end = time.monotonic() + patience
        calm_since = time.monotonic()
        while (now := time.monotonic()) < end:
            if self._anybody():
                calm_since = now
            elif now - calm_since >= _CALM:
                return True
            time.sleep(_PAUSE)
        return False

    def _anybody(self) -> bool:
        try:
            descriptor = self._open()
        except OSError:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
        finally:
            os.close(descriptor)
        return False

    def _open(self) -> int:
        return os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
