"""The Lua scripts, loaded once, called by name with JSON arguments."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any, Final

import redis.asyncio
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.commands.core import AsyncScript

from bossbot.pipeline.ports import LedgerAwayError
from bossbot.queue import sites, timing

PREFIX: Final = "bossbot:v1:"

_COMMON: Final[dict[str, Any]] = {
    "lease": int(timing.LEASE * 1000),
    "gap": int(timing.SILENCE * 1000),
    "begin_within": int(timing.BEGIN_WITHIN * 1000),
    "events": timing.EVENTS_KEPT,
    "many": 100,
    "site": {
        "failing": sites.FAILING,
        "limited": sites.LIMITED,
        "window": int(sites.WINDOW * 1000),
        "first": int(sites.FIRST_PAUSE * 1000),
        "longest": int(sites.LONGEST_PAUSE * 1000),
    },
}

_QUEUE: Final = ("prelude", "entries", "sites", "statistics", "moves")
_PARTS: Final = {
    "enqueue": (*_QUEUE, "births"),
    "finish": (*_QUEUE, "births"),
    "cancel": (*_QUEUE, "leaving"),
    "clear": (*_QUEUE, "leaving"),
    "outlook": (*_QUEUE, "outlooks"),
    "looks": (*_QUEUE, "outlooks"),
    "begin": ("prelude",),
    "renew": ("prelude",),
    "post": ("prelude",),
    "status": ("prelude",),
    "uploads": ("prelude",),
    "hashes": ("prelude",),
}
"""What a script is made of besides itself; `_QUEUE` where nothing is said."""


@cache
def source(name: str) -> str:
    """The text of one script, with the functions it shares with others."""
    folder = files("bossbot.adapters.ledger") / "lua"
    parts = (*_PARTS.get(name, _QUEUE), name)
    return "".join((folder / f"{p}.lua").read_text(encoding="utf-8") for p in parts)


def arguments(values: dict[str, Any]) -> str:
    """The one argument every script takes."""
    return json.dumps(_COMMON | values, separators=(",", ":"))


_REFUSALS: Final = ("MISCONF ", "NOREPLICAS ", "MASTERDOWN ", "CLUSTERDOWN ", "BUSY ")
"""Answers of a Redis that takes nothing for now: its disk is full, its replicas or its
primary are away, a script hangs. Full memory and a demoted primary have types."""


@contextmanager
def ledger_errors() -> Iterator[None]:
    """Turn Redis' absence into the one error that everyone above knows."""
    try:
        yield
    except (
        redis.ConnectionError,
        redis.TimeoutError,
        redis.OutOfMemoryError,
        redis.ReadOnlyError,
    ) as error:
        raise LedgerAwayError(type(error).__name__) from error
    except redis.ResponseError as error:
        if not str(error).startswith(_REFUSALS):
            raise
        raise LedgerAwayError(str(error).partition(" ")[0]) from error


def connect(url: str, *, connections: int = 10) -> Redis:
    """A client of the ledger; answers are text.

    Every call ends within 10 s even when Redis hangs, far longer than a lease: what
    runs then is known to have lost it. A connection that broke is replaced once, at
    once: most of them broke long before, while nobody used them. Who comes while all
    of them are in use waits for one.
    """
    over_tcp = {} if url.startswith("unix:") else {"socket_keepalive": True}
    pool = redis.asyncio.BlockingConnectionPool.from_url(
        url,
        decode_responses=True,
        max_connections=connections,
        timeout=10,
        socket_timeout=10,
        socket_connect_timeout=5,
        health_check_interval=25,
        retry=Retry(NoBackoff(), 1, supported_errors=(redis.ConnectionError,)),
        **over_tcp,
    )
    return redis.asyncio.Redis.from_pool(pool)


class Scripts:
    """Runs the scripts; each is one atomic step."""

    def __init__(self, client: Redis) -> None:
        self.client = client
        self._scripts: dict[str, AsyncScript] = {}

    async def __call__(self, name: str, **values: Any) -> Any:
        """Run one script with these arguments.

        Returns:
            What the script returns.

        Raises:
            LedgerAwayError: Redis did not answer; it may or may not have run.
        """
        script = self._scripts.get(name)
        if script is None:
            script = self._scripts[name] = self.client.register_script(source(name))
        with ledger_errors():
            return await script(keys=[PREFIX], args=[arguments(values)])
