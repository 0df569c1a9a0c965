"""Processes are killed in every stage; every download still ends, once."""

from __future__ import annotations

import asyncio
import os
import signal

import psutil
import pytest

from tests.world.accepted import Accepted
from tests.world.deployment import (
    EMPTY,
    Deployment,
    kill_all,
    pool_children,
    zygote,
)
from tests.world.processes import wait_until

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(240)]


async def test_pool_children_killed_in_every_stage(deployment: Deployment) -> None:
    """The pool replaces them; the leases run out; everything goes on by itself."""
    worker = deployment.start_worker(EMPTY)
    async with deployment.client() as client:
        await client.hosts(1)
        accepted = Accepted(deployment=deployment, client=client)
        await accepted.one_in_each_stage()
        kill_all(pool_children(worker))
        await accepted.settled()


async def test_a_worker_killed_in_every_stage(deployment: Deployment) -> None:
    """Nothing of it is left; a new one beside the same disk goes on."""
    worker = deployment.start_worker(EMPTY)
    async with deployment.client() as client:
        await client.hosts(1)
        accepted = Accepted(deployment=deployment, client=client)
        await accepted.one_in_each_stage()
        family = worker.family()
        worker.kill()
        _, alive = psutil.wait_procs(family, timeout=10)
        assert alive == []
        deployment.start_worker(EMPTY)
        await accepted.settled()


async def test_a_worker_killed_between_stages(deployment: Deployment) -> None:
    """A chain whose next message nobody took goes on at that stage."""
    worker = deployment.start_worker(EMPTY)
    async with deployment.client() as client:
        await client.hosts(1)
        accepted = Accepted(deployment=deployment, client=client)
        (download_id,) = await accepted.ask("validate=sleep:1")
        await client.until_stage(download_id, "validate")
        os.kill(worker.pid, signal.SIGSTOP)  # nobody will take what comes next
        await asyncio.sleep(2.5)
        worker.kill()
        deployment.start_worker(EMPTY)
        await accepted.settled()


async def test_a_killed_zygote_is_replaced(deployment: Deployment) -> None:
    """Whatever ran in it is retried; the host goes on with a new one."""
    worker = deployment.start_worker(EMPTY)
    async with deployment.client() as client:
        await client.hosts(1)
        old = zygote(worker)
        old.kill()
        wait_until(lambda: zygote_is_new(worker.pid, old.pid), what="a new zygote")
        accepted = Accepted(deployment=deployment, client=client)
        await accepted.ask()
        await accepted.settled()


def zygote_is_new(worker: int, old: int) -> bool:
    children = psutil.Process(worker).children()
    return any(
        child.pid != old and "bossbot.sandbox" in child.cmdline() for child in children
    )
