from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import PIPE, Popen

import psutil
import pytest
import redis

from bossbot.adapters.disk.transient import for_socket
from bossbot.adapters.embedded import EmbeddedServer
from bossbot.adapters.embedded.runtime import SOCKET

type Starter = Callable[..., EmbeddedServer]


@pytest.fixture
def start() -> Iterator[Starter]:
    """Starts servers, and stops what a failed test leaves."""
    started: list[EmbeddedServer] = []

    def starter(data_dir: Path, **options: Path) -> EmbeddedServer:
        server = EmbeddedServer(data_dir=data_dir, **options)
        started.append(server)
        server.start()
        return server

    yield starter
    for server in started:
        server.stop()


@pytest.fixture
def parent() -> Iterator[Callable[[Path, str], tuple[Popen[str], psutil.Process]]]:
    """Another process that starts a server on a directory and then sleeps."""
    parents: list[Popen[str]] = []

    def start_parent(data_dir: Path, how: str) -> tuple[Popen[str], psutil.Process]:
        script = textwrap.dedent(f"""
            import threading, time
            from pathlib import Path
            from bossbot.adapters.embedded import EmbeddedServer
            server = EmbeddedServer(data_dir=Path({str(data_dir)!r}))
            if {how!r} == "in a thread":
                thread = threading.Thread(target=server.start)
                thread.start()
                thread.join()
            else:
                server.start()
            print(server.pid, flush=True)
            time.sleep(600)
        """)
        process = Popen([sys.executable, "-c", script], stdout=PIPE, text=True)
        parents.append(process)
        assert process.stdout is not None
        tied = psutil.Process(int(process.stdout.readline()))
        # Tied by a pipe, the server is the child of its tether.
        return process, next(iter(tied.children()), tied)

    yield start_parent
    for process in parents:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
    for_socket(SOCKET).remove()  # sweeps what they left


@pytest.fixture
def client() -> Iterator[Callable[[EmbeddedServer], redis.Redis]]:
    """Clients that are closed after the test."""
    clients: list[redis.Redis] = []

    def connect(server: EmbeddedServer) -> redis.Redis:
        clients.append(redis.Redis.from_url(server.url, decode_responses=True))
        return clients[-1]

    yield connect
    for one in clients:
        one.close()
