"""Keeps a program running: started again when it dies, ever more slowly."""

from __future__ import annotations

import asyncio
import time
from typing import Final

import structlog

from bossbot.local.process import Output, Process
from bossbot.local.programs import Program
from bossbot.settings import EXIT_ENVIRONMENT

log = structlog.get_logger(__name__)

_LONGEST_DELAY: Final = 30.0
_HEALTHY: Final = 60.0
"""Seconds after which a death counts as the first again."""


class EnvironmentProblem(Exception):
    """Only an operator can put it right; the text says what."""


class Keeper:
    """One program, kept running until `stop`."""

    def __init__(
        self, program: Program, output: Output, *, most_starts: int | None = None
    ) -> None:
        """Prepare; `run` starts it.

        Args:
            program: What to run.
            output: Takes what it writes.
            most_starts: Deaths in a row after which it is given up.
        """
        self.program = program
        self.process: Process | None = None
        self.started = asyncio.Event()
        self._output = output
        self._most = most_starts
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Start it, and again whenever it dies. Returns after `stop`.

        Raises:
            EnvironmentProblem: It says that its environment is wrong, or it died too
                often in a row.
        """
        deaths = 0
        while not self._stopping.is_set():
            began = time.monotonic()
            self.process = await Process.start(self.program, self._output)
            self.started.set()
            if self._stopping.is_set():  # meanwhile
                self.process.kill()
            code = await self.process.wait()
            if self._stopping.is_set():
                return
            lasted = time.monotonic() - began
            deaths = 1 if lasted > _HEALTHY else deaths + 1
            if code == EXIT_ENVIRONMENT:
                raise EnvironmentProblem(self.process.last_words.strip())
            if deaths == self._most:
                raise EnvironmentProblem(
                    f"The {self.program.name} doesn't run: "
                    f"{self.process.last_words.strip() or f'exit code {code}'}"
                )
            delay = min(_LONGEST_DELAY, 2.0 ** (deaths - 1))
            log.error(
                "process died", name=self.program.name, exit_code=code, restart_in=delay
            )
            await asyncio.sleep(delay)

    async def stop(self, patience: float | None = None) -> None:
        """End it for good: by its own patience, or sooner."""
        self._stopping.set()
        if self.process is not None:
            own = self.program.patience
            await self.process.stop(own if patience is None else min(own, patience))
