"""Starts the zygote, looks after it and ends it: the worker's main process does.

Synchronous and without threads, as that process must be. The kernel tells the zygote
of the end of the *thread* that made it, so start it from the main thread.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import bossbot
from bossbot.adapters.disk.transient import for_socket
from bossbot.sandbox.leftovers import MARK, make_mark

_log: Final = logging.getLogger(__name__)
_PASSED_ON: Final = ("TZ", "LD_LIBRARY_PATH")
"""The only variables of ours a zygote gets: neither can hold a secret."""
_STOP_PATIENCE: Final = 7.0
"""Seconds to end; it gives its jobs 5."""
_SOCKET: Final = "zygote"
_CALM: Final = 1.0
"""Seconds between two restarts, so that a broken one doesn't spin."""


class ZygoteLauncher:
    """One zygote beside this process; its children inherit the object, not the duty.

    Args:
        home: A private directory in the storage: its HOME, TMPDIR and cwd.
        jobs: The module with the `KINDS` it serves.
    """

    def __init__(self, *, home: Path, jobs: str = "bossbot.sandbox.jobs") -> None:
        self._home = home
        self._jobs = jobs
        self._owner = os.getpid()
        self._mark = make_mark(id(self))
        self._directory = for_socket(_SOCKET)
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = float("-inf")
        self._draining = False

    @property
    def socket_path(self) -> Path:
        """Where the clients connect; the same over restarts."""
        return self._directory.path / _SOCKET

    @property
    def directory(self) -> Path:
        """Where the socket lies: this process' alone, and gone when it is."""
        return self._directory.path

    @property
    def pid(self) -> int | None:
        """The zygote's process, for the operators' eyes."""
        return self._process.pid if self._process is not None else None

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start it, without waiting: it listens at once, and serves in a second."""
        self._home.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._directory.restore()
        self._let_go()
        self._started_at = time.monotonic()
        self._process = subprocess.Popen(
            self._command(),
            stdin=subprocess.PIPE,  # the lifeline: its end of file is our end
            stdout=subprocess.DEVNULL,
            cwd=self._home,
            env=self._environment(),
            start_new_session=True,  # Ctrl-C is for us alone
        )
        _log.info("zygote started, pid %d", self._process.pid)

    def ensure(self) -> bool:
        """Restart it if it died; called every other second. Whether it lives now."""
        if self._owner != os.getpid():
            return False
        if self.alive or self._draining or self._process is None:
            return self.alive
        if time.monotonic() - self._started_at >= _CALM:
            _log.error("zygote died with code %s", self._process.returncode)
            self.start()
        return self.alive

    def drain(self) -> None:
        """Let it refuse new jobs; the running ones go on. It isn't restarted."""
        self._draining = True
        self._signal(signal.SIGTERM)

    def stop(self) -> None:
        """End it and all its jobs; returns when they are gone. Idempotent."""
        if self._owner != os.getpid():
            return
        self._draining = True
        self._signal(signal.SIGUSR1)
        if self._process is not None:
            try:
                self._process.wait(_STOP_PATIENCE)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._let_go()
        self._directory.remove()

    def _signal(self, number: signal.Signals) -> None:
        if self._owner == os.getpid() and self._process is not None:
            self._process.send_signal(number)

    def _let_go(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()

    def _command(self) -> list[str]:
        return [
            *(sys.executable, "-P", "-s", "-m", "bossbot.sandbox"),
            *("--socket", str(self.socket_path)),
            *("--parent", str(os.getpid())),
            *("--jobs", self._jobs),
        ]

    def _environment(self) -> dict[str, str]:
        """Made from scratch: no secret, and no NO_PROXY, can slip through."""
        return {
            "PATH": f"/usr/local/bin:{os.defpath}",
            "LANG": "C.UTF-8",
            "HOME": str(self._home),
            "TMPDIR": str(self._home),
            MARK: self._mark,
            "PYTHONPATH": str(Path(bossbot.__file__).parent.parent),
            **{name: os.environ[name] for name in _PASSED_ON if name in os.environ},
        }
