"""What one pool process owns: an event loop and the services, made once.

A loop per process, not per task: connections to Redis and Discord stay open from one
stage to the next.
"""

from __future__ import annotations

import asyncio
import contextvars
import os
import signal
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Final

from bossbot.bootstrap.worker import WorkerServices
from bossbot.kernel import die_with_parent

WORKER: Final = "BOSSBOT_WORKER_PID"
"""Tells pool processes whose children they are, even if that one is gone by then."""


@dataclass(slots=True)
class _Process:
    runner: asyncio.Runner
    services: WorkerServices


_process: _Process | None = None


def start(build: Callable[[], Coroutine[Any, Any, WorkerServices]]) -> None:
    """Make the services of this process, which from now on dies with the worker."""
    global _process  # noqa: PLW0603  Celery offers no other place for it
    try:
        die_with_parent(int(os.environ[WORKER]), signal.SIGKILL)
    except ProcessLookupError:
        os._exit(1)  # killed in between; an exception would only be logged
    runner = asyncio.Runner()
    _process = _Process(runner, runner.run(build()))


def stop() -> None:
    """Close what `start` opened."""
    global _process  # noqa: PLW0603
    if _process is not None:
        _process.runner.run(_process.services.close())
        _process.runner.close()
        _process = None


def services() -> WorkerServices:
    """The services of this process.

    Raises:
        RuntimeError: The task runs outside of a pool process.
    """
    if _process is None:
        raise RuntimeError("no services: this is not a pool process")
    return _process.services


def run[T](work: Callable[[WorkerServices], Coroutine[Any, Any, T]]) -> T:
    """Run a coroutine on this process' loop, with the caller's logging context."""
    if _process is None:
        raise RuntimeError("no services: this is not a pool process")
    # Not `Runner.run`: it sets up SIGINT each time, which pool processes ignore.
    loop = _process.runner.get_loop()
    context = contextvars.copy_context()
    return loop.run_until_complete(
        loop.create_task(work(_process.services), context=context)
    )
