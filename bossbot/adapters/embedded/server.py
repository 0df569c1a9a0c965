"""A Redis-compatible server that lives and dies with its parent, and keeps its data."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from bossbot.adapters.disk.durable import make_directory
from bossbot.adapters.disk.locks import try_file
from bossbot.adapters.disk.transient import TransientDirectory
from bossbot.adapters.embedded.launch import LOG, last_words, launch
from bossbot.adapters.embedded.program import find_program, remember
from bossbot.adapters.embedded.running import announce, answers, withdraw
from bossbot.adapters.embedded.runtime import SOCKET, runtime_directory
from bossbot.adapters.embedded.urls import broker_url, socket_url
from bossbot.settings import SettingsError

_PREDECESSOR_SECONDS: Final = 5.0
"""A killed parent's server needs a moment to write its data and go."""


class EmbeddedServer:
    """One server on one data directory; synchronous, for entry points.

    The data directory is locked by us and by the server itself: a second server on
    it is refused as long as either lives. The server runs in a session of its own
    (Ctrl-C doesn't reach it) with an empty environment.
    """

    def __init__(self, *, data_dir: Path, runtime_dir: Path | None = None) -> None:
        """Prepare; nothing is started or made yet.

        Args:
            data_dir: Where the data lives and stays.
            runtime_dir: Where the socket stands, if the path is short enough.
        """
        self._data = data_dir.absolute()
        self._wanted_runtime = runtime_dir
        self._runtime: TransientDirectory | None = None
        self._lock: int | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def socket(self) -> Path:
        """The socket's path, the same after a restart."""
        if self._runtime is None:
            raise RuntimeError("the server has not been started")
        return self._runtime.path / SOCKET

    @property
    def url(self) -> str:
        """For redis-py."""
        return socket_url(self.socket)

    @property
    def broker_url(self) -> str:
        """For kombu and Celery."""
        return broker_url(self.url)

    @property
    def pid(self) -> int | None:
        """The process we started; None when it doesn't run."""
        return self._process.pid if self._process and self.alive() else None

    def start(self, *, timeout: float = 30.0) -> None:
        """Start it and wait until it answers (it may have much data to load).

        Raises:
            SettingsError: No server program, the data directory is in use, or the
                server would not start; the text says which.
        """
        if self._lock is not None:
            raise RuntimeError("the server has been started already")
        program = find_program(self._data)
        try:
            make_directory(self._data)
            self._claim()
            self._launch(program, timeout)
        except OSError as error:
            self.stop()
            raise SettingsError(f"{self._data}: {error.strerror}") from error
        except BaseException:
            self.stop()
            raise

    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.poll() is None

    def restart(self, *, timeout: float = 30.0) -> None:
        """After a crash: the same data behind the same socket.

        Raises:
            SettingsError: It would not start again.
        """
        self._end_process(10.0)
        self._launch(find_program(self._data), timeout)

    def stop(self, *, timeout: float = 10.0) -> None:
        """Let it write its data and end; the data stays. Idempotent."""
        self._end_process(timeout)
        if self._runtime is not None:
            withdraw(self._data)
            self._runtime.remove()
            self._runtime = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _claim(self) -> None:
        deadline = time.monotonic() + _PREDECESSOR_SECONDS
        while (held := try_file(self._data / ".lock")) is None:
            if time.monotonic() >= deadline:
                raise SettingsError(
                    f"{self._data} is in use by another running server: stop the "
                    "other `bossbot up` first, or choose another STORAGE_ROOT."
                )
            time.sleep(0.1)
        self._lock = held
        self._runtime = runtime_directory(self._wanted_runtime)

    def _launch(self, program: Path, timeout: float) -> None:
        locks = (self._lock, self._runtime.held if self._runtime else None)
        self._process = launch(
            program,
            data_dir=self._data,
            socket=self.socket,
            held=[lock for lock in locks if lock is not None],
        )
        deadline = time.monotonic() + timeout
        while not answers(self.url):
            if not self.alive():
                reason = last_words(self._data)
                raise SettingsError(f"The embedded server ended: {reason}")
            if time.monotonic() >= deadline:
                log = self._data / LOG
                raise SettingsError(f"The embedded server doesn't answer; see {log}")
            time.sleep(0.02)
        remember(program, self._data)
        announce(self._data, socket=self.socket, pid=self._process.pid)

    def _end_process(self, timeout: float) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process = None
