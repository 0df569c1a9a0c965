"""A Redis that can't be reached, or doesn't answer; after a while it is as before."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import redis


@contextmanager
def unreachable(url: str) -> Iterator[None]:
    """Nobody gets a connection, and those there were are cut.

    Args:
        url: Of a server on a unix socket, see `redis_server`.
    """
    path = Path(urlsplit(url).path)
    hidden = path.with_name("away")
    with redis.Redis.from_url(url) as client:
        client.ping()
        path.rename(hidden)
        try:
            client.client_kill_filter(_type="normal", skipme=True)
            client.client_kill_filter(_type="pubsub")
            yield
        finally:
            hidden.rename(path)


@contextmanager
def frozen(url: str) -> Iterator[None]:
    """It takes connections and commands, and answers none; later all of them."""
    with redis.Redis.from_url(url) as client:
        process = int(client.info("server")["process_id"])
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)
