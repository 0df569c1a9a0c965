"""The running system, as the benchmarks drive it: everything is up before it counts."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from bossbot.models import Limits, State
from tests.benchmarks.contenders import Sites, played_sites
from tests.world.deployment import Client, Deployment

MB = 1024 * 1024
SHIPPED = "tests.benchmarks.shipped_worker"
LIMITS = Limits(image=5 * MB, audio=10 * MB, video=100 * MB, source=500 * MB)
"""What 50 MB may be posted as without re-encoding, with room for the container."""


@contextmanager
def folder() -> Iterator[Path]:
    """A directory of this run."""
    with tempfile.TemporaryDirectory(prefix="boss-bot-bench-") as made:
        yield Path(made)


@asynccontextmanager
async def running_system() -> AsyncIterator[tuple[Sites, System]]:
    """Sites to fetch from, a server, one worker with five slots, and a client."""
    with folder() as root:
        sites_root = root / "sites"
        with (
            played_sites(sites_root) as sites,
            deployed(root, **sites.settings) as all_,
        ):
            all_.start_worker(SHIPPED)
            async with all_.client() as client:
                await client.hosts(1)
                yield sites, System(all_, client)


@contextmanager
def deployed(root: Path, **settings: str) -> Iterator[Deployment]:
    """A deployment in a directory of its own, stopped gently."""
    with Deployment(root, **settings) as deployment:
        try:
            yield deployment
        finally:
            for worker in deployment.workers:
                worker.stop()


class System:
    """The deployment under measurement."""

    def __init__(self, deployment: Deployment, client: Client) -> None:
        self.deployment = deployment
        self.client = client

    async def fetch(self, urls: Sequence[str]) -> float:
        """Seconds from the first request to the last cleanup, all asked for at once.

        Raises:
            RuntimeError: One did not become a delivered file.
        """
        queue = self.client.queue
        place = await queue.last_event()
        began = time.perf_counter()
        ids = [await self.client.ask(url, limits=LIMITS) for url in urls]
        open_ = set(ids)
        async for event in queue.events(place):
            if event.kind == "cleaned":
                open_.discard(event.id)
            if not open_:
                break
        seconds = time.perf_counter() - began
        for one in ids:
            record = await self.client.get(one)
            if record.state is not State.COMPLETED:
                raise RuntimeError(f"{record.request.url}: {record.error}")
        return seconds


type Contender = Callable[[int], Awaitable[float]]
"""Gets the round's number, gives seconds."""


async def interleaved(rounds: int, *contenders: Contender) -> tuple[float, ...]:
    """The median of each, measured A B A B: what disturbs one disturbs all."""
    seconds = [[await one(number) for one in contenders] for number in range(rounds)]
    return tuple(statistics.median(column) for column in zip(*seconds, strict=True))
