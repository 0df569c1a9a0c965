"""Where other processes find the server that runs on a storage root."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from bossbot.adapters.disk.durable import write
from bossbot.adapters.embedded.urls import socket_url

_STATE: Final = "server.json"


def data_directory(storage_root: Path) -> Path:
    """Where `bossbot up` keeps its server's data."""
    return storage_root / "redis"


def announce(data_dir: Path, *, socket: Path, pid: int) -> None:
    """Say where the server of this data directory listens."""
    state = {"socket": str(socket), "pid": pid}
    write(data_dir / _STATE, json.dumps(state).encode())


def withdraw(data_dir: Path) -> None:
    """Say no more that there is one."""
    (data_dir / _STATE).unlink(missing_ok=True)


def find_running(storage_root: Path) -> str | None:
    """The redis-py URL of the server that `bossbot up` runs on this root, if any.

    What a killed server announced is not taken for a running one.
    """
    try:
        state = json.loads((data_directory(storage_root) / _STATE).read_bytes())
        url = socket_url(Path(state["socket"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return url if answers(url) else None


def answers(url: str) -> bool:
    """Whether a server behind the URL takes commands (one that loads doesn't yet)."""
    client = redis.Redis.from_url(
        url, socket_timeout=2, retry=Retry(NoBackoff(), 0), protocol=2
    )
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()
