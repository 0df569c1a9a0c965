"""Processes are killed in every stage; every download still ends, once."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from bossbot.models import STAGES, State
from tests.world.deployment import (
    EMPTY,
    Client,
    Deployment,
    kill_all,
    pool_children,
    zygote,
)
from tests.world.processes import wait_until

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(240)]


@pytest.fixture
def deployment(tmp_path: Path) -> Iterator[Deployment]:
    with Deployment(tmp_path) as deployment:
        yield deployment


async def one_in_each_stage(client: Client) -> list[str]:
    """Five downloads, each of which is in another stage just now."""
    ids = [
        await client.ask(f"https://empty.example/?{stage}=sleep:4") for stage in STAGES
    ]
    for download_id, stage in zip(ids, STAGES, strict=True):
        await client.until_stage(download_id, stage)
    return ids


async def all_end_well(client: Client, deployment: Deployment, ids: list[str]) -> None:
    records = [await client.until_cleaned(i, within=120) for i in ids]
    assert {record.state for record in records} == {State.COMPLETED}
    assert all(record.stages[stage].ended for record in records for stage in STAGES)
    assert deployment.temps() == []


async def test_pool_children_killed_in_every_stage(deployment: Deployment) -> None:
    """The pool replaces them; the leases run out; everything goes on by itself."""
    worker = deployment.start_worker(EMPTY)
    async with deployment.client() as client:
        await client.hosts(1)
        ids = await one_in_each_stage(client)
        kill_all(pool_children(worker))
        await all_end_well(client, deployment, ids)


async def test_a_worker_killed_in_every_stage(deployment: Deployment) -> None:
    """Nothing of it is left; a new one beside the same disk goes on."""
    worker = deployment.start_worker(EMPTY)
    async with deployment.client() as client:
        await client.hosts(1)
        ids = await one_in_each_stage(client)
        family = worker.family()
        worker.kill()
        _, alive = psutil.wait_procs(family, timeout=10)
        assert alive == []
        deployment.start_worker(EMPTY)
        await all_end_well(client, deployment, ids)


async def test_a_host_that_is_gone_is_replaced_by_another(
    deployment: Deployment,
) -> None:
    """With a second host there, the dead one's downloads move, without an operator."""
    worker = deployment.start_worker(EMPTY)
    async with deployment.client() as client:
        await client.hosts(1)
        ids = await one_in_each_stage(client)
        deployment.start_worker(EMPTY, storage="b")
        await client.hosts(2)
        worker.kill()
        # The one that was in its cleanup waits for its own host, where its files are.
        *moved, cleaning = ids
        for download_id in moved:
            record = await client.until_cleaned(download_id, within=120)
            assert record.state is State.COMPLETED
        assert (await client.get(cleaning)).state is State.COMPLETED
        assert deployment.temps("b") == []


async def test_the_server_killed_in_every_stage(deployment: Deployment) -> None:
    """Its data is on disk; workers reconnect, and no stage is lost or doubled."""
    deployment.start_worker(EMPTY)
    async with deployment.client() as client:
        await client.hosts(1)
        ids = await one_in_each_stage(client)
        await asyncio.sleep(1.2)  # appendfsync everysec
        pid = deployment.server.pid
        assert pid is not None
        for process in [*psutil.Process(pid).children(), psutil.Process(pid)]:
            os.kill(process.pid, signal.SIGKILL)
        wait_until(lambda: not deployment.server.alive(), what="the server's end")
        await asyncio.sleep(3)
        deployment.server.restart()
        await all_end_well(client, deployment, ids)


async def test_a_worker_killed_between_stages(deployment: Deployment) -> None:
    """A chain whose next message nobody took goes on at that stage."""
    worker = deployment.start_worker(EMPTY)
    async with deployment.client() as client:
        await client.hosts(1)
        download_id = await client.ask("https://empty.example/?validate=sleep:1")
        await client.until_stage(download_id, "validate")
        os.kill(worker.pid, signal.SIGSTOP)  # nobody will take what comes next
        await asyncio.sleep(2.5)
        worker.kill()
        deployment.start_worker(EMPTY)
        await all_end_well(client, deployment, [download_id])


async def test_a_killed_zygote_is_replaced(deployment: Deployment) -> None:
    """Whatever ran in it is retried; the host goes on with a new one."""
    worker = deployment.start_worker(EMPTY)
    async with deployment.client() as client:
        await client.hosts(1)
        old = zygote(worker)
        old.kill()
        wait_until(lambda: zygote_is_new(worker.pid, old.pid), what="a new zygote")
        download_id = await client.ask("https://empty.example/")
        await all_end_well(client, deployment, [download_id])


def zygote_is_new(worker: int, old: int) -> bool:
    children = psutil.Process(worker).children()
    return any(
        child.pid != old and "bossbot.sandbox" in child.cmdline() for child in children
    )


async def test_poison_ends_with_the_reason(deployment: Deployment) -> None:
    """A download that kills its process every time fails, and is cleaned up."""
    deployment.start_worker(EMPTY)
    async with deployment.client() as client:
        await client.hosts(1)
        download_id = await client.ask("https://empty.example/?fetch=die")
        record = await client.until_cleaned(download_id, within=200)
        assert record.error is not None
        assert (record.state, record.error.code) == (State.FAILED, "worker_lost")
        assert deployment.temps() == []
