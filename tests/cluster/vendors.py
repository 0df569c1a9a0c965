"""pytest-celery's nodes as processes of this machine instead of containers.

A node of pytest-celery wraps a container. The containers here are processes: what
nodes, clusters and setups do with one (wait for it, kill and restart it, read its logs,
ask how Celery reaches it) works, and no Docker engine is asked for anything.
"""

from __future__ import annotations

import signal
import sys
from abc import abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any, override

import psutil
from pytest_celery import CeleryTestContainer

from bossbot.adapters.embedded import EmbeddedServer
from tests.world.processes import Child, wait_until

PATIENCE = 60.0


class LocalContainer(CeleryTestContainer):
    """A process, as far as nodes need a container."""

    def __init__(self, name: str) -> None:
        """Start it; the base class would want one of Docker's."""
        self._name = name
        self.start()

    @abstractmethod
    def start(self) -> None:
        """Start the process, on whatever it left."""

    @property
    @abstractmethod
    def pid(self) -> int | None:
        """The process; None where it has ended."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether it does its work already."""

    @property
    @override
    def name(self) -> str:
        return self._name

    @property
    @override
    def id(self) -> str:
        return self._name

    @property
    @override
    def status(self) -> str:
        return "exited" if self.pid is None else "running"

    @override
    def reload(self) -> None:
        """Nothing is remembered that could be out of date."""

    @override
    def ready(self) -> bool:
        """Wait until it does its work; false where it ended instead."""
        wait_until(
            lambda: self.pid is None or self.answers(), within=PATIENCE, what=self.name
        )
        return self.pid is not None

    @override
    def kill(self, signal: str | int = "SIGKILL") -> None:
        """Send it a signal that ends it, and wait for the end of all below it too."""
        top = psutil.Process(self.pid)
        family = [top, *top.children(recursive=True)]
        top.send_signal(_number(signal))
        wait_until(lambda: self.pid is None, within=PATIENCE, what=f"{self.name}'s end")
        _, alive = psutil.wait_procs(family, timeout=PATIENCE)
        assert alive == []

    @override
    def restart(self, timeout: float = PATIENCE) -> None:
        """End it well if it runs, start it again and wait until it is there."""
        if self.pid is not None:
            self.kill("SIGTERM")
        self.start()
        assert self.ready()


def _number(name: str | int) -> int:
    return signal.Signals[name] if isinstance(name, str) else name


class LocalServer(LocalContainer):
    """The server of ledger and broker; it keeps data and address over a restart."""

    def __init__(self, name: str, directory: Path) -> None:
        self._directory = directory
        self._server = EmbeddedServer(data_dir=directory)
        self._started = False
        super().__init__(name)

    @override
    def start(self) -> None:
        if self._started:
            self._server.restart()
        else:
            self._server.start()
        self._started = True

    @property
    @override
    def pid(self) -> int | None:
        return self._server.pid

    @override
    def answers(self) -> bool:
        return True  # its start waits for that

    @override
    def logs(self) -> str:
        return (self._directory / "server.log").read_text(errors="replace")

    @property
    def url(self) -> str:
        """As redis-py spells it."""
        return self._server.url

    @property
    @override
    def celeryconfig(self) -> dict[str, Any]:
        url = self._server.broker_url
        return {"url": url, "host_url": url}

    @override
    def teardown(self) -> None:
        self._server.stop()


class LocalWorker(LocalContainer):
    """A worker host: a worker process beside a disk of its own."""

    def __init__(
        self, name: str, *, app: str, environment: Mapping[str, str], log: Path
    ) -> None:
        self._app = app
        self._environment = environment
        self._log = log
        super().__init__(name)

    @override
    def start(self) -> None:
        self._log.unlink(missing_ok=True)
        self.child = Child(
            *(sys.executable, "-m", "celery", "-A", self._app, "worker"),
            *("--loglevel", "INFO", "-n", f"{self.name}@%h"),
            environment=self._environment,
            log=self._log,
        )

    @property
    @override
    def pid(self) -> int | None:
        return self.child.pid if self.child.process.poll() is None else None

    @override
    def answers(self) -> bool:
        return f"{self.name}@" in self.logs() and " ready." in self.logs()

    @override
    def logs(self) -> str:
        return self.child.output()

    @override
    def teardown(self) -> None:
        self.child.end()
