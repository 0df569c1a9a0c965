"""Doubled and lost messages, several of everything, cancels at the worst moment."""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from redis.asyncio import Redis

from bossbot.adapters.ledger import live_hosts
from bossbot.models import STAGES, State
from bossbot.queue.names import host_queue
from tests.chaos.conftest import nobody_left
from tests.world.accepted import SHORT, Accepted, come_due
from tests.world.deployment import Client, Deployment, kill_all, pool_children
from tests.world.doubling import send_twice
from tests.world.processes import Child

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(180)]

DOUBLING = "tests.world.doubling_worker"


@dataclass
class World:
    """Two empty workers beside one storage root, two clients' reconcilers, two beats.

    Whoever sends something to the broker sends it twice.
    """

    deployment: Deployment
    client: Client
    workers: list[Child]

    def __post_init__(self) -> None:
        self.accepted = Accepted(deployment=self.deployment, client=self.client)

    @property
    def redis(self) -> Redis:
        return self.client.queue.client

    async def ask(self, number: int, orders: str = SHORT) -> list[str]:
        return await self.accepted.ask(orders, number=number)

    async def all_end(self, *states: State) -> None:
        """In one of these states, posted once, with no slot lost and nothing left."""
        await self.accepted.settled(states=states, within=90)

    def begun(self, ids: Sequence[str]) -> Counter[tuple[str, str]]:
        """How often each stage of these was begun, as the workers tell."""
        lines = (self.deployment.root / "worker.log").read_text().splitlines()
        told = [json.loads(line) for line in lines if '"stage began"' in line]
        return Counter(
            (t["download"], t["stage"]) for t in told if t["download"] in ids
        )


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    root: Path = tmp_path_factory.mktemp("races")
    with Deployment(root, BOSS_BOT_WORKER_SLOTS="3") as deployment:
        deployment.start_worker(DOUBLING)
        deployment.start_worker(DOUBLING)
        deployment.start_beat(DOUBLING)
        deployment.start_beat(DOUBLING)
        yield deployment
    nobody_left(root)


@pytest.fixture
async def world(deployment: Deployment) -> AsyncIterator[World]:
    async with deployment.client() as client, deployment.client() as other:
        for one in (client, other):
            send_twice(one.queue._runner._dispatcher._app)
        await client.hosts(1)
        yield World(deployment, client, deployment.workers[:2])


async def test_two_workers_beside_one_disk_and_everything_delivered_twice(
    world: World,
) -> None:
    """Each stage of each download is begun once, whoever gets the message first."""
    ids = await world.ask(10)
    await world.all_end(State.COMPLETED)
    begun = world.begun(ids)
    assert begun == Counter({(i, stage): 1 for i in ids for stage in STAGES})


async def test_reconcilers_at_once_restart_a_dead_download_once(world: World) -> None:
    """Several of them see the same expired leases; each download crashed once."""
    ids = await world.ask(4, "validate=sleep:3")
    for one in ids:
        await world.client.until_stage(one, "validate")
    for worker in world.workers:
        kill_all(pool_children(worker))
    await world.all_end(State.COMPLETED)
    records = [await world.client.get(one) for one in ids]
    assert [record.crashes for record in records] == [1] * 4
    begun = world.begun(ids)
    assert {begun[one, "fetch"] for one in ids} == {1}
    assert {begun[one, "validate"] for one in ids} == {2}


async def test_messages_get_lost_between_all_stages(world: World) -> None:
    """The broker's queue is emptied for a while; begin deadlines notice it."""
    await world.ask(5)
    (host,) = await live_hosts(world.redis)
    for _ in range(400):
        await world.redis.delete(host_queue(host.disk_id))
        await asyncio.sleep(0.01)
    await world.all_end(State.COMPLETED)


async def test_cancel_in_each_stage(world: World) -> None:
    """The work is stopped, the slot is free, the temp directory goes."""
    for stage in STAGES[:-1]:
        (download_id,) = await world.ask(1, f"{stage}=sleep:30")
        await world.client.until_stage(download_id, stage)
        await world.client.cancel(download_id)
    await world.all_end(State.CANCELLED)


async def test_cancel_at_the_moment_of_the_end(world: World) -> None:
    """It ends as one or the other, never as both or neither."""
    ids = await world.ask(6, "upload=sleep:0.3")
    rng = random.Random(6)

    async def cancel(download_id: str) -> None:
        await world.client.until_stage(download_id, "upload")
        await asyncio.sleep(rng.uniform(0.1, 0.5))
        await world.client.cancel(download_id)

    await asyncio.gather(*map(cancel, ids))
    await world.all_end(State.COMPLETED, State.CANCELLED)


async def test_connections_are_reset_again_and_again(world: World) -> None:
    """Under load, for five seconds, every client's; no worker ends, nothing is lost."""
    await world.ask(6)
    await world.ask(4, "validate=flaky:2")
    for worker in world.workers:  # several at once: see `tasks.pool`
        kill_all(pool_children(worker))
    for _ in range(10):
        await asyncio.sleep(0.5)
        await world.redis.client_kill_filter(_type="normal", skipme=True)
    await world.all_end(State.COMPLETED)
    assert [worker.process.poll() for worker in world.workers] == [None, None]


async def test_redis_restarts_under_load(world: World) -> None:
    """With stages running, messages waiting and retries counting down."""
    running = await world.ask(2, "fetch=sleep:5")
    waiting = await world.ask(2, "fetch=flaky:6")
    await world.ask(4)
    for one in running:
        await world.client.until_stage(one, "fetch")
    for one in waiting:
        while (await world.client.get(one)).retry_at is None:
            await asyncio.sleep(0.05)
    world.deployment.server.restart()
    await world.all_end(State.COMPLETED)
    assert [worker.process.poll() for worker in world.workers] == [None, None]
    begun = world.begun(running + waiting)
    assert {begun[one, "fetch"] for one in running} == {1}
    assert {begun[one, "fetch"] for one in waiting} == {2}


async def test_a_full_disk_is_waited_for_without_a_slot(world: World) -> None:
    """The download is delayed, others go on; later it goes on by itself."""
    (full,) = await world.ask(1, "fetch=full")
    while (await world.client.get(full)).state is not State.DELAYED:
        await asyncio.sleep(0.05)
    for one in await world.ask(3):
        await world.client.until_cleaned(one)
    await come_due(world.redis, [full])  # as after a minute or two
    await world.all_end(State.COMPLETED)
