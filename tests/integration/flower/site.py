"""A running Flower, asked over HTTP."""

from __future__ import annotations

import base64
import contextlib
import json
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from tests.world.processes import Child, clean_environment

DOWNLOAD = "flowertest12"
SIGNED = "signature-4c9e"
PASSWORD = "redis-password-7d20"
URL = f"https://empty.example/?token={SIGNED}"
CANARY = f"https://www.reddit.com/gallery/abcdef?token={SIGNED}"
USER = "ops:a-Password1"


@dataclass(frozen=True, slots=True)
class Site:
    """A running Flower."""

    port: int
    process: Child

    def get(self, path: str, *, auth: str | None = USER) -> tuple[int, str]:
        """Status and body; `auth` as the header's plain text."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}")
        if auth is not None:
            coded = base64.b64encode(auth.encode()).decode()
            request.add_header("Authorization", f"Basic {coded}")
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def tasks(self) -> list[dict[str, Any]]:
        """What Flower knows of all tasks of the download."""
        _, body = self.get("/api/tasks")
        return [task for task in json.loads(body).values() if DOWNLOAD in task["args"]]


@contextlib.contextmanager
def child(*command: str, log: Path, **variables: str) -> Iterator[Child]:
    """A Celery command for as long as this lasts."""
    environment = clean_environment(**variables)
    process = Child.python("-m", "celery", *command, environment=environment, log=log)
    try:
        yield process
        process.stop()
    finally:
        process.close()


def answers(site: Site) -> bool:
    try:
        return site.get("/healthcheck")[0] == 200
    except OSError:
        return False


def listening(port: int) -> set[str]:
    """Where somebody listens; who, a process that keeps to itself doesn't tell."""
    listeners = [
        connection.laddr
        for connection in psutil.net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN
    ]
    return {address.ip for address in listeners if address and address.port == port}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
