"""Celery's prefork pool, but for one of its faults.

When several children die at once, the numbers of their closed descriptors are given to
those of their successors while events of the old ones are still to be handled: a living
child is then taken for gone and its descriptor forgotten. At the next loss of the
broker's connection Celery 5.7 wants to watch that descriptor again, and the worker ends
with "file descriptor is None".
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from typing import Any

from celery.concurrency import asynpool, prefork


class _Pool(asynpool.AsynPool):
    def _track_child_process(self, proc: Any, hub: Any) -> None:
        if getattr(proc, "_sentinel_poll", self) is None:
            del proc._sentinel_poll  # noqa: SLF001 - it is made anew then
        try:
            # celery-types doesn't know it
            super()._track_child_process(proc, hub)  # type: ignore[misc]
        except (AttributeError, OSError):
            return  # really gone: the pool looks for such every five seconds


class TaskPool(prefork.TaskPool):
    """The pool of our workers (`worker_pool`)."""

    Pool = _Pool
    _pool: Any

    def kill(self) -> None:
        """End the processes that won't end by themselves; what they held is freed."""
        for one in self._pool._pool:  # noqa: SLF001 - it has no other name
            with suppress(OSError):
                os.kill(one.pid, signal.SIGKILL)
