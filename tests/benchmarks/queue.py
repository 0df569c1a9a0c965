"""Entering, asking and starting, with few and with very many waiting.

The baseline is what a queue without any of our promises would do in the same place: one
command on a sorted set with as many members, over the same connection.
"""

from __future__ import annotations

import itertools
import random
import statistics
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any

from redis.asyncio import Redis

from bossbot.adapters.embedded import EmbeddedServer
from bossbot.adapters.ledger import Heart, Scripts, connect
from bossbot.queue.names import new_download_id
from tests.benchmarks.figures import Figure
from tests.benchmarks.waiting import BATCH, Waiting
from tests.benchmarks.world import folder

SIZES = (10, 1_000, 100_000)
GUILDS = (1, 1_000)
PLAIN = "plain"
"""The sorted set of the baseline."""
WARM = 3
type Timed = dict[str, list[float]]
"""Seconds, by operation."""


async def _timed(into: list[float], call: Callable[[], Awaitable[Any]]) -> Any:
    began = time.perf_counter()
    answer = await call()
    into.append(time.perf_counter() - began)
    return answer


class Ours:
    """The ledger."""

    def __init__(self, waiting: Waiting) -> None:
        self._waiting = waiting
        self.timed: Timed = defaultdict(list)

    async def turn(self) -> None:
        """Each operation once; as many wait after it as before."""
        waiting, timed = self._waiting, self.timed
        one = random.choice(waiting.ids)
        await _timed(timed["position"], lambda: waiting.overview.position(one))
        await _timed(timed["outlook"], lambda: waiting.overview.outlook(one))
        id_, request = waiting.request()
        await _timed(timed["enqueue"], lambda: waiting.enqueue(id_, request))
        waiting.ids.append(id_)
        started = await _timed(timed["admission"], waiting.admit)
        await waiting.end(started)
        waiting.ids.remove(started)


class Plain:
    """Nothing but a sorted set."""

    def __init__(self, client: Redis) -> None:
        self._client = client
        self._names: list[str] = []
        self.timed: Timed = defaultdict(list)

    async def fill(self, count: int) -> None:
        self._names = [new_download_id() for _ in range(count)]
        for begin in range(0, count, BATCH):
            part = enumerate(self._names[begin : begin + BATCH], begin)
            await self._client.zadd(PLAIN, {name: number for number, name in part})

    async def turn(self) -> None:
        """See `Ours`."""
        client, timed = self._client, self.timed
        one, new = random.choice(self._names), {new_download_id(): 1e9}
        await _timed(timed["position"], lambda: client.zrank(PLAIN, one))
        await _timed(timed["outlook"], lambda: client.zrank(PLAIN, one))
        await _timed(timed["enqueue"], lambda: client.zadd(PLAIN, new))
        await _timed(timed["admission"], lambda: client.zpopmin(PLAIN))


def _middle(seconds: list[float]) -> float:
    """In milliseconds, without the first turns: scripts were loaded then."""
    return statistics.median(seconds[WARM:]) * 1000


async def _memory(client: Redis) -> int:
    info = await client.info("memory")
    return int(info["used_memory"])


async def _at(url: str, count: int, guilds: int, repeats: int) -> list[Figure]:
    """The figures with so many waiting in so many servers."""
    client = connect(url)
    heart = Heart(url, disk_id="disk", worker="w", slots=5)
    try:
        before = await _memory(client)
        waiting = Waiting(Scripts(client), guilds=guilds)
        await waiting.fill(count)
        taken = (await _memory(client) - before) / count
        ours, plain = Ours(waiting), Plain(client)
        await plain.fill(count)
        for number in range(repeats + WARM):
            if number % 20 == 0:
                heart.beat(free=1, total=1, zygote=True)
            await ours.turn()
            await plain.turn()
    finally:
        heart.close()
        await client.aclose()
    servers = "1 server" if guilds == 1 else f"{min(guilds, count):,} servers"
    where = f"{count:,} waiting in {servers}"
    figures = [
        Figure(
            name=f"{where}: {name}, p50",
            value=_middle(seconds),
            unit="ms",
            baseline=_middle(plain.timed[name]),
        )
        for name, seconds in ours.timed.items()
    ]
    if count >= BATCH:  # of fewer, the server's own buffers are the larger part
        name = f"{where}: memory of each"
        figures.append(Figure(name=name, value=taken, unit="bytes"))
    return figures


async def measure(*, quick: bool) -> list[Figure]:
    """Every operation at every size, in one server and in many."""
    sizes, repeats = (SIZES[:2], 5) if quick else (SIZES, 300)
    figures: list[Figure] = []
    for guilds, count in itertools.product(GUILDS, sizes):
        with folder() as root:
            # One each: of what the last one left, nothing is rewritten or freed now.
            server = EmbeddedServer(data_dir=root / "redis")
            server.start()
            try:
                figures += await _at(server.url, count, guilds, repeats)
            finally:
                server.stop()
    return figures
