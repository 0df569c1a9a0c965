"""How long until a dead worker's downloads go on, without anybody's help.

Four downloads stand in four stages; their worker is killed with SIGKILL. Measured is,
for each, from the kill to the beginning of its next stage. The stages are empty: what
they do has no part in this. There is one reconciler, the driver's.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from contextlib import ExitStack

from tests.benchmarks.figures import Figure
from tests.benchmarks.world import deployed, folder
from tests.world.deployment import EMPTY, Client, Deployment
from tests.world.processes import Child

STAGES = ("fetch", "validate", "transcode", "upload")
GOAL = 15
LONG = 600


class Hosts:
    """Who works, and who takes over."""

    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment
        self._names = ["a", "b"]
        self._worker = self._start("a")

    def _start(self, name: str) -> Child:
        return self._deployment.start_worker(EMPTY, storage=name)

    async def replaced(self, client: Client) -> float:
        """Kill with another host standing by; the instant of the kill."""
        self._names.reverse()
        other = self._start(self._names[0])
        await client.hosts(2)
        return self._killed(other)

    async def restarted(self, _: Client) -> float:
        """Kill, and start again beside the same disk; the instant of the kill."""
        return self._killed(None)

    def _killed(self, other: Child | None) -> float:
        killed = time.time()
        self._worker.kill()
        self._worker = other or self._start(self._names[0])
        return killed


async def _standing(client: Client) -> list[str]:
    """A download in each of the stages, and there for long."""
    asked = {
        stage: await client.ask(f"https://empty.example/{n}?{stage}=first:{LONG}")
        for n, stage in enumerate(STAGES, random.getrandbits(32))
    }
    for stage, id_ in asked.items():
        await client.until_stage(id_, stage)
    return list(asked.values())


async def _went_on(client: Client, place: str, ids: list[str]) -> list[float]:
    """When each of them began a stage again, by the clock of this machine."""
    began: dict[str, float] = {}
    async with asyncio.timeout(120):
        async for event in client.queue.events(place):
            if event.kind == "begin" and event.id in ids and event.attempt > 1:
                began.setdefault(event.id, event.at)
            if len(began) == len(ids):
                break
    for id_ in ids:
        await client.until_cleaned(id_)
    return list(began.values())


async def _rounds(deployment: Deployment, rounds: int, how: str) -> list[float]:
    """Seconds of each download of each round."""
    seconds: list[float] = []
    hosts = Hosts(deployment)
    async with deployment.client() as client:
        await client.hosts(1)
        for _ in range(rounds):
            ids = await _standing(client)
            place = await client.queue.last_event()
            await asyncio.sleep(random.uniform(0, 3))  # any phase of the ticks
            killed = await getattr(hosts, how)(client)
            seconds += [at - killed for at in await _went_on(client, place, ids)]
    return seconds


async def measure(*, quick: bool) -> list[Figure]:
    """Median and maximum, with a second host alive and with a restart."""
    rounds = 1 if quick else 10
    what = {
        "replaced": "a second host takes over",
        "restarted": "restarted beside the same disk",
    }
    with ExitStack() as closing:
        roots = {how: closing.enter_context(folder()) for how in what}
        # Side by side: most of it is waiting.
        taken = await asyncio.gather(
            *(
                _rounds(closing.enter_context(deployed(root)), rounds, how)
                for how, root in roots.items()
            )
        )
    figures = []
    for title, seconds in zip(what.values(), taken, strict=True):
        name = f"kill -9 of a worker, {title} ({len(seconds)} downloads)"
        middle, most = statistics.median(seconds), max(seconds)
        figures += [
            Figure(name=f"{name}: p50", value=middle, unit="s", goal=GOAL),
            Figure(name=f"{name}: maximum", value=most, unit="s", goal=GOAL),
        ]
    return figures
