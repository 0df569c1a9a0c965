"""Processes of the system under test: started, watched, killed, and never left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Self

import psutil

ROOT = Path(__file__).parents[2]


def clean_environment(**extra: str) -> dict[str, str]:
    """An environment without anybody's settings."""
    kept = ("PATH", "HOME", "LANG", "TMPDIR")
    base = {
        name: value
        for name, value in os.environ.items()
        if name in kept or name.startswith("COVERAGE_")
    }
    # Tests run on machines with little space, and on small disks on purpose.
    base |= {"PYTHONUNBUFFERED": "1", "BOSS_BOT_MIN_FREE_MB": "0"}
    return base | extra


class Child:
    """A process in a group of its own, its output in a file."""

    def __init__(
        self, *command: str, environment: Mapping[str, str], log: Path
    ) -> None:
        self.log = log
        self._file = log.open("ab")
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=self._file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.pid = self.process.pid

    @classmethod
    def python(cls, *arguments: str, environment: Mapping[str, str], log: Path) -> Self:
        """Run this interpreter."""
        return cls(sys.executable, *arguments, environment=environment, log=log)

    def family(self) -> list[psutil.Process]:
        """The process and all its descendants that live."""
        try:
            top = psutil.Process(self.pid)
            return [top, *top.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def kill(self) -> None:
        """SIGKILL this one process; its children are on their own."""
        self.process.kill()
        self.process.wait()

    def freeze(self) -> None:
        """SIGSTOP the process and everything below it, as a suspended machine does."""
        self._signal_all(signal.SIGSTOP)

    def wake(self) -> None:
        """SIGCONT what `freeze` stopped."""
        self._signal_all(signal.SIGCONT)

    def _signal_all(self, number: signal.Signals) -> None:
        for one in self.family():
            with suppress(psutil.NoSuchProcess):
                one.send_signal(number)

    def stop(self, *, patience: float = 30) -> int:
        """SIGTERM, and wait for the end."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(patience)

    def end(self) -> None:
        """Let it end well if it can (its coverage counts then), and leave nothing."""
        with suppress(subprocess.TimeoutExpired):
            self.stop(patience=15)
        self.close()

    def close(self) -> None:
        """End everything that is left of it."""
        for one in reversed(self.family()):
            try:
                one.kill()
            except psutil.NoSuchProcess:
                continue
        self.process.wait(10)
        self._file.close()

    def output(self) -> str:
        """What it wrote so far."""
        return self.log.read_text(errors="replace")


def wait_until(
    true: Callable[[], bool], *, within: float = 30, what: str = "the condition"
) -> None:
    """Poll until something holds.

    Raises:
        AssertionError: It did not within the time.
    """
    end = time.monotonic() + within
    while not true():
        if time.monotonic() > end:
            raise AssertionError(f"{what} did not come true within {within} s")
        time.sleep(0.05)


def strays(mark: str) -> list[psutil.Process]:
    """Everybody who was told of `mark`, by environment, arguments or directory.

    Also those that lost their parents; this process is left out.
    """
    return [process for process in psutil.process_iter() if _has(process, mark)]


def _has(process: psutil.Process, mark: str) -> bool:
    if process.pid == os.getpid():
        return False
    try:
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        words = [*process.cmdline(), process.cwd(), *process.environ().values()]
    except psutil.Error:
        return False
    return any(mark in word for word in words)
