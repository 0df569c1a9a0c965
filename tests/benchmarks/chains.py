"""Five empty stages through the ledger, against five bare no-op tasks.

Both workers are of one kind, read from one server, and have the same number of chains
in flight.
"""

from __future__ import annotations

import statistics
from collections import Counter
from dataclasses import dataclass, field

import redis

from tests.benchmarks.bare_worker import QUEUE
from tests.benchmarks.chain_kinds import IN_FLIGHT, Bare, Chains, Ledger
from tests.benchmarks.figures import Figure
from tests.benchmarks.world import deployed, folder
from tests.world.deployment import EMPTY

BARE = "tests.benchmarks.bare_worker"


@dataclass(slots=True)
class Measured:
    """What one kind of chain took.

    Attributes:
        rates: Chains a second, by round.
        waits: Seconds of single chains.
        calls: How often each command of Redis was called for `chains` of them.
    """

    rates: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)
    chains: int = 0

    @property
    def commands(self) -> float:
        """Commands per chain, those that scripts call included."""
        return self.calls.total() / self.chains

    async def add(
        self, kind: Chains, count: int, ones: int, server: redis.Redis
    ) -> None:
        """One more round."""
        before = _calls(server)
        self.rates.append(count / await kind.many(count))
        self.calls += _calls(server) - before
        self.chains += count
        self.waits += [await kind.one() for _ in range(ones)]


def _calls(server: redis.Redis) -> Counter[str]:
    """How often each command was called so far."""
    stats = server.info("commandstats")
    return Counter(
        {name.removeprefix("cmdstat_"): each["calls"] for name, each in stats.items()}
    )


async def measure(*, quick: bool) -> list[Figure]:
    """Rate, latency one at a time, and commands per download, of both."""
    count, rounds, ones = (20, 1, 3) if quick else (200, 7, 20)
    ours, theirs = Measured(), Measured()
    with folder() as root, deployed(root) as deployment:
        deployment.start_worker(EMPTY)
        deployment.start_worker(BARE, queues=(QUEUE,))
        server = redis.Redis.from_url(deployment.server.url)
        async with deployment.client() as client:
            await client.hosts(1)
            ledger, bare = Ledger(client), Bare(deployment.server.url)
            for kind in (ledger, bare):
                await kind.many(4 * IN_FLIGHT)  # every pool process has worked
            for _ in range(rounds):
                await ours.add(ledger, count, ones, server)
                await theirs.add(bare, count, ones, server)
        server.close()
    return [
        Figure(
            name=f"five stages, {IN_FLIGHT} chains in flight: rate",
            value=statistics.median(ours.rates),
            unit="/s",
            baseline=statistics.median(theirs.rates),
            goal=0.5,
            better="more",
        ),
        Figure(
            name="five stages, one chain at a time: p50",
            value=statistics.median(ours.waits) * 1000,
            unit="ms",
            baseline=statistics.median(theirs.waits) * 1000,
        ),
        Figure(
            name="Redis commands per chain, in scripts too",
            value=ours.commands,
            unit="",
            baseline=theirs.commands,
        ),
        Figure(
            name="scripts of the ledger per chain",
            value=ours.calls["evalsha"] / ours.chains,
            unit="",
        ),
    ]
