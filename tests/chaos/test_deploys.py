"""A worker is told to go: what it does goes on elsewhere, or after the restart.

Nothing is lost, done twice, counted as a crash or a retry, or waited for.
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from bossbot.adapters.ledger import live_hosts
from bossbot.models import STAGES, DownloadRecord, State
from tests.integration.ledger.inspection import look
from tests.world.deployment import EMPTY, Client, Deployment, pool_children
from tests.world.processes import Child, strays, wait_until

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(180)]

PLATFORM = {"REMAP_SIGTERM": "SIGQUIT"}
"""As the Procfile and the other deployment files have it."""


def to_main(*numbers: int, pause: float = 0.0) -> Callable[[Child], None]:
    """Signals to the main process alone."""

    def send(worker: Child) -> None:
        for number in numbers:
            os.kill(worker.pid, number)
            time.sleep(pause)

    return send


def to_all(worker: Child) -> None:
    """As a platform does that stops the whole machine: jobs and zygote as well."""
    for process in reversed(worker.family()):
        try:
            process.send_signal(signal.SIGTERM)
        except psutil.NoSuchProcess:
            continue


@dataclass(frozen=True)
class Way:
    """How a worker is told to go."""

    tell: Callable[[Child], None]
    environment: dict[str, str] = field(default_factory=dict)


WAYS = {
    "SIGTERM": Way(to_main(signal.SIGTERM)),
    "SIGTERM, cold": Way(to_main(signal.SIGTERM), PLATFORM),
    "SIGTERM to all": Way(to_all, PLATFORM),
    "SIGTERM three times": Way(to_main(*[signal.SIGTERM] * 3, pause=2.5), PLATFORM),
    "SIGINT": Way(to_main(signal.SIGINT)),
    "SIGQUIT": Way(to_main(signal.SIGQUIT)),
}


@pytest.fixture(params=WAYS.values(), ids=WAYS.keys())
def way(request: pytest.FixtureRequest) -> Way:
    found: Way = request.param
    return found


@pytest.fixture
def deployment(tmp_path: Path, way: Way) -> Iterator[Deployment]:
    with Deployment(tmp_path, **way.environment) as deployment:
        yield deployment


async def leave(way: Way, worker: Child) -> float:
    """Tell a worker to go; seconds until it and all below it are gone."""
    family = worker.family()
    began = time.monotonic()
    await asyncio.to_thread(way.tell, worker)
    _, alive = await asyncio.to_thread(psutil.wait_procs, family, timeout=30)
    assert alive == []
    return time.monotonic() - began


async def one_in_each_stage(client: Client) -> list[str]:
    """Downloads that would take a minute more where they are now.

    The last one's cleanup, which can't move, takes two seconds.
    """
    *stages, last = STAGES
    ids = [await client.ask(f"https://empty.example/?{s}=first:60") for s in stages]
    for download_id, stage in zip(ids, stages, strict=True):
        await client.until_stage(download_id, stage)
    cleaning = await client.ask(f"https://empty.example/?{last}=sleep:2")
    await client.until_stage(cleaning, last)
    return [*ids, cleaning]


async def all_end_well(client: Client, ids: list[str]) -> list[DownloadRecord]:
    records = [await client.until_cleaned(i, within=60) for i in ids]
    for record in records:
        assert (record.state, record.error) == (State.COMPLETED, None)
        assert record.crashes == 0
        assert [record.stages[stage].retries for stage in STAGES] == [0] * 5
    return records


async def pause_of_work(client: Client, ids: list[str], since: float) -> float:
    """Seconds from an instant of the server's until all of these were begun again."""
    found = await look(client.queue.client)
    begun = {
        event["id"]: float(event["at"]) / 1000 - since
        for event in reversed(found.events)
        if event["kind"] == "begin" and event["attempt"] == "2"
    }
    return max(begun[one] for one in ids)


async def test_everything_goes_on_elsewhere(deployment: Deployment, way: Way) -> None:
    """The other host does it at once; what can't move was finished before the end."""
    worker = deployment.start_worker(EMPTY)
    async with deployment.client() as client:
        await client.hosts(1)
        ids = await one_in_each_stage(client)
        deployment.start_worker(EMPTY, storage="b")
        await client.hosts(2)
        seconds, micros = await client.queue.client.time()
        took = await leave(way, worker)
        [host] = await live_hosts(client.queue.client)
        *moved, _ = await all_end_well(client, ids)
        assert {record.host for record in moved} == {host.disk_id}
        assert {record.attempt for record in moved} == {2}
        since = seconds + micros / 1e6
        paused = await pause_of_work(client, ids[:-1], since)
        print(f"gone after {took:.1f} s, all went on after {paused:.1f} s")
    assert strays(str(deployment.root / "a")) == []
    assert deployment.temps("b") == []


async def test_everything_goes_on_after_the_restart(
    deployment: Deployment, way: Way
) -> None:
    """From the stages where it was, with the files that are there."""
    worker = deployment.start_worker(EMPTY)
    async with deployment.client() as client:
        await client.hosts(1)
        ids = await one_in_each_stage(client)
        await leave(way, worker)
        for one in ids[:-1]:
            assert (await client.get(one)).state is State.QUEUED
        assert set(deployment.temps()) == set(ids[:-1])
        deployment.start_worker(EMPTY)
        await all_end_well(client, ids)
        found = await look(client.queue.client)
        begun = [(e["id"], e["stage"]) for e in found.events if e["kind"] == "begin"]
        for one, stage in zip(ids, STAGES[:-1], strict=False):
            times = [begun.count((one, each)) for each in STAGES]
            assert times == [2 if each == stage else 1 for each in STAGES]
    assert deployment.temps() == []


async def test_an_idle_worker(deployment: Deployment, way: Way) -> None:
    """It has nothing to wait for."""
    worker = deployment.start_worker(EMPTY)
    async with deployment.client() as client:
        await client.hosts(1)
        took = await leave(way, worker)
        print(f"gone after {took:.1f} s")
        assert await live_hosts(client.queue.client) == []
    wait_until(lambda: not strays(str(deployment.root / "a")), what="everybody's end")


COLD = pytest.mark.parametrize(
    "way", [WAYS["SIGTERM"], WAYS["SIGTERM, cold"]], ids=["warm", "cold"]
)
"""Both of Celery's own ways to end."""


@COLD
async def test_without_redis(deployment: Deployment, way: Way) -> None:
    """There is nobody to give anything back to; it goes in time all the same."""
    worker = deployment.start_worker(EMPTY)
    async with deployment.client() as client:
        await client.hosts(1)
        *ids, _ = await one_in_each_stage(client)
        assert deployment.server.pid is not None
        os.kill(deployment.server.pid, signal.SIGSTOP)
        try:
            took = await leave(way, worker)
        finally:
            os.kill(deployment.server.pid, signal.SIGCONT)
        print(f"gone after {took:.1f} s")
        deployment.start_worker(EMPTY)
        for one in ids:
            record = await client.until_cleaned(one, within=90)
            assert (record.state, record.error) == (State.COMPLETED, None)


@COLD
async def test_a_process_that_hangs(deployment: Deployment, way: Way) -> None:
    """It is killed in time; the others have given back what they had."""
    worker = deployment.start_worker(EMPTY)
    async with deployment.client() as client:
        await client.hosts(1)
        one, other = [
            await client.ask(f"https://empty.example/?fetch=first:60&number={number}")
            for number in range(2)
        ]
        for each in (one, other):
            await client.until_stage(each, "fetch")
        hung = await at(worker, one)
        hung.suspend()
        took = await leave(way, worker)
        print(f"gone after {took:.1f} s")
        assert (await client.get(other)).state is State.QUEUED
        deployment.start_worker(EMPTY)
        records = [await client.until_cleaned(i, within=90) for i in (one, other)]
        assert {record.state for record in records} == {State.COMPLETED}
        assert [record.crashes for record in records] == [1, 0]


async def at(worker: Child, download_id: str) -> psutil.Process:
    """The pool process that has taken a download's directory."""
    async with asyncio.timeout(20):
        while True:
            for process in pool_children(worker):
                if works_in(process, download_id):
                    return process
            await asyncio.sleep(0.05)


def works_in(process: psutil.Process, download_id: str) -> bool:
    """Whether it holds a download's directory."""
    for descriptor in Path(f"/proc/{process.pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed in between
            if str(descriptor.readlink()).endswith(download_id):
                return True
    return False
