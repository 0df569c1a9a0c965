"""What the processes of a worker host take with five downloads running, and the bot.

PSS, so that a page shared by several processes counts once in all of them together.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import psutil

from tests.benchmarks.figures import Figure
from tests.benchmarks.world import LIMITS, System, running_system
from tests.world.deployment import Deployment, is_zygote, pool_children, zygote
from tests.world.discord import DiscordServer
from tests.world.processes import Child
from tests.world.siteplayer.sites import files

RUNNING = 5
RATE = 512 * 1024
"""Bytes a second of each fetch: slow enough to be looked at."""
RUN_BOT = (
    "import sys; from bossbot.bot.run import run_bot; "
    "from bossbot.settings import Settings; sys.exit(run_bot(Settings.load()))"
)
type Taken = dict[str, float]
"""MB of PSS, by kind of process."""


def pss(process: psutil.Process) -> float:
    """MB of one process; 0 for one that is gone."""
    try:
        text = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    line = next(line for line in text.splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) / 1024


def _named(deployment: Deployment) -> Iterator[tuple[str, psutil.Process]]:
    """Every process of the worker host, by kind."""
    (worker,) = deployment.workers
    yield "worker's main process", psutil.Process(worker.pid)
    for child in pool_children(worker):
        yield "pool processes", child
    top = zygote(worker)
    yield "zygote", top
    for job in top.children(recursive=True):
        yield "jobs" if is_zygote(job) else "ffmpeg", job


def taken(named: Iterable[tuple[str, psutil.Process]]) -> Taken:
    """What they take now, by kind."""
    sums: Taken = defaultdict(float)
    for kind, process in named:
        sums[kind] += pss(process)
    return sums


@contextmanager
def _beside(deployment: Deployment) -> Iterator[dict[str, Child]]:
    """Beat, Flower and a bot that is logged in, but idle."""
    with DiscordServer() as discord:
        environment = {
            **deployment.environment("beside"),
            **discord.environment,
            "FLOWER_BASIC_AUTH": "bench:bench",
            "FLOWER_PORT": "0",
        }
        log = deployment.root / "beside.log"
        celery = ("-m", "celery", "-A", "tasks")
        schedule = ("-s", str(deployment.root / "beat"))
        commands = {
            "beat": (*celery, "beat", *schedule),
            "Flower": (*celery, "flower"),
            "idle bot": ("-c", RUN_BOT),
        }
        children = {
            kind: Child.python(*command, environment=environment, log=log)
            for kind, command in commands.items()
        }
        try:
            discord.wait_for_bot()
            yield children
        finally:
            for child in children.values():
                child.close()


@asynccontextmanager
async def _running(system: System) -> AsyncIterator[None]:
    """Five fetches under way, each with its job."""
    (worker,) = system.deployment.workers
    ids = []
    for number in range(RUNNING):
        name = f"slow{number}"
        url = files.h264_url(50, width=1280, height=720, seconds=60, name=name)
        ids.append(await system.client.ask(f"{url}?rate={RATE}", limits=LIMITS))
    try:
        async with asyncio.timeout(60):
            while len(zygote(worker).children()) < RUNNING:
                await asyncio.sleep(0.1)
        yield
    finally:
        for one in ids:
            await system.client.queue.cancel(one, by="benchmark")
        for one in ids:
            await system.client.until_cleaned(one)


async def measure(*, quick: bool) -> list[Figure]:
    """The worker host at its busiest moment of several, and what runs beside it."""
    async with running_system() as (_, system):
        deployment = system.deployment
        names = [files.jpeg_url(540, 400, f"m{n}") for n in range(2 if quick else 20)]
        await system.fetch(names)  # every pool process has worked
        with _beside(deployment) as beside:
            samples = []
            async with _running(system):
                for _ in range(2 if quick else 10):
                    await asyncio.sleep(1)
                    samples.append(taken(_named(deployment)))
            host = max(samples, key=lambda sample: sum(sample.values()))
            server = deployment.server.pid
            assert server is not None
            others = {"embedded server": psutil.Process(server)}
            others |= {kind: psutil.Process(c.pid) for kind, c in beside.items()}
            besides = taken((kind, process) for kind, process in others.items())
    whole = sum(host.values())
    goals = {"idle bot": 120.0}
    return [
        Figure(
            name=f"worker host with {RUNNING} downloads running: PSS",
            value=whole,
            unit="MB",
            goal=350,
        ),
        *(Figure(name=f"  {kind}", value=mb, unit="MB") for kind, mb in host.items()),
        *(
            Figure(name=f"{kind}: PSS", value=mb, unit="MB", goal=goals.get(kind))
            for kind, mb in besides.items()
        ),
    ]
