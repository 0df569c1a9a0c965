"""Downloads with empty stages, and bare tasks: the two kinds of chain compared."""

from __future__ import annotations

import asyncio
import time
from typing import Protocol

import redis

from bossbot.adapters.ledger import Intake, Scripts
from bossbot.adapters.ledger.scripts import PREFIX
from bossbot.dispatch import sender
from bossbot.models import JobReference
from bossbot.queue.names import new_download_id
from tests.benchmarks.bare_worker import DONE, QUEUE, bare_chain
from tests.world.deployment import Client
from tests.world.requests import a_request

IN_FLIGHT = 5
"""As many as a worker has slots by default."""
_SITE = "https://empty.example/"


class Chains(Protocol):
    """One kind of chain."""

    async def many(self, count: int) -> float:
        """Seconds for so many, always `IN_FLIGHT` of them at once."""
        ...

    async def one(self) -> float:
        """Seconds for one alone."""
        ...


class Ledger:
    """Downloads with empty stages.

    Many are a backlog out of which the worker itself fills each slot that gets free.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._intake = Intake(Scripts(client.queue.client), max_waiting=0)

    async def many(self, count: int) -> float:
        """See `Chains`."""
        queue = self._client.queue
        for _ in range(count):
            id_ = new_download_id()
            url = f"{_SITE}{id_}"  # equal links would share one download
            await self._intake.enqueue(id_, a_request(url=url, canonical=url))
        began = time.perf_counter()
        await queue.admit()
        while await self._left():
            await asyncio.sleep(0.02)
        return time.perf_counter() - began

    async def one(self) -> float:
        """See `Chains`."""
        queue = self._client.queue
        place = await queue.last_event()
        began = time.perf_counter()
        await self._client.ask(f"{_SITE}{new_download_id()}")
        async for event in queue.events(place):
            if event.kind == "cleaned":
                break
        return time.perf_counter() - began

    async def _left(self) -> int:
        async with self._client.queue.client.pipeline(transaction=False) as pipe:
            for name in ("unfinished", "cleanups"):
                pipe.zcard(f"{PREFIX}{name}")
            return sum(await pipe.execute())


class Bare:
    """Tasks that do nothing; whenever a chain is through, the next one is sent."""

    def __init__(self, url: str) -> None:
        self._client = redis.Redis.from_url(url, socket_timeout=None)
        self._sender = sender(url)

    async def many(self, count: int) -> float:
        """See `Chains`."""
        return await asyncio.to_thread(self._many, count)

    async def one(self) -> float:
        """See `Chains`."""
        return await asyncio.to_thread(self._many, 1)

    def _many(self, count: int) -> float:
        began = time.perf_counter()
        for _ in range(min(IN_FLIGHT, count)):
            self._send()
        for left in range(count, 0, -1):
            self._client.blpop([DONE], 60)
            if left > IN_FLIGHT:
                self._send()
        return time.perf_counter() - began

    def _send(self) -> None:
        ref = JobReference(
            id=new_download_id(), attempt=1, host=QUEUE, platform="other"
        )
        chain = bare_chain(self._sender, ref.model_dump(mode="json"))
        chain.apply_async(retry=False)
