"""How a worker goes away: what it does is stopped and given back, then Celery ends it.

A deploy sends SIGTERM, some platforms to every process at once and more than once, and
SIGKILL 30 s later. Celery alone would wait for downloads, or cut them off.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, Final

from celery import signals

from bossbot.adapters.draining import Drain

PATIENCE: Final = 10.0
"""Seconds in which supervisors stop their work and give it back: they need about 6."""

LIMIT: Final = 15.0
"""Seconds after which the worker ends by force: without Redis, Celery waits for it."""

DIRECTORY: Final = "BOSSBOT_WORKER_DIRECTORY"
"""Tells pool processes, forked or spawned, where their worker says that it goes."""

_ENDING: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)


def drain() -> Drain:
    """The going away of the worker whose process this is."""
    return Drain(Path(os.environ[DIRECTORY]))


class Leaving:
    """Comes before Celery's own handlers of the signals that end a worker.

    Runs between any two instructions of the main process: nothing here takes a lock
    or uses a connection that the interrupted code may hold.

    Args:
        drain: What the pool processes look at.
        farewells: What is to be told besides, by what no other code uses.
        kill: Ends the pool processes that didn't stop in time.
    """

    def __init__(
        self,
        drain: Drain,
        *,
        farewells: Sequence[Callable[[], None]],
        kill: Callable[[], None],
    ) -> None:
        self._drain = drain
        self._farewells = farewells
        self._kill = kill
        self._owner = os.getpid()
        self._celerys: dict[int, Any] = {}
        self.begun = False

    def install(self) -> None:
        """Take the signals over, once Celery has."""
        for number in _ENDING:
            self._celerys[number] = signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: object) -> None:
        if self.begun or os.getpid() != self._owner:
            return  # asked again, or a pool process that was only just forked
        self.begun = True
        signal.signal(signal.SIGALRM, _end)
        signal.setitimer(signal.ITIMER_REAL, LIMIT)
        for tell in (self._drain.begin, *self._farewells):
            with suppress(Exception):
                tell()
        if not self._drain.wait(PATIENCE):
            self._kill()
        # Asked once more, Celery's handlers would cut off what they have begun.
        signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
        try:
            self._celerys[number](number, frame)
        finally:
            for other in _ENDING:
                signal.signal(other, signal.SIG_IGN)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)


def _end(_number: int, _frame: object) -> None:
    """The pool's processes and the zygote, with its jobs, end with this process."""
    os._exit(1)


_working: Final = ExitStack()
"""Of this pool process, which runs one task at a time."""


@signals.task_prerun.connect
def begin_to_work(**_: Any) -> None:
    """Be waited for, from here to the messages that the task's end sends."""
    _working.enter_context(drain().busy())


@signals.task_postrun.connect
def end_work(**_: Any) -> None:
    """Be waited for no longer."""
    _working.close()
