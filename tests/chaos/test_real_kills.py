"""Processes of a real worker are killed in the middle of real work.

Four downloads stand where it hurts most (`tests.world.at_work`). Then something dies.
Whatever it was, each ends as if nothing had happened, posted once.
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator

import psutil
import pytest

from bossbot.models import State
from tests.integration.ledger.inspection import look
from tests.world.accepted import nothing_under_way
from tests.world.at_work import AtWork, at_work
from tests.world.deployment import kill_all, pool_children, zygote
from tests.world.processes import wait_until
from tests.world.scene import Scene

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(240)]


@pytest.fixture
async def work(scene: Scene) -> AsyncIterator[AtWork]:
    async with at_work(scene) as work:
        yield work


async def recover(scene: Scene, work: AtWork) -> None:
    """Wait for the end; the figures are for who reads along (`-s`)."""
    began = time.monotonic()
    seconds, _ = await work.client.queue.client.time()
    await scene.all_end_well(work.client, work.ids)
    await nothing_under_way(work.client.queue.client)
    print(f"all ended {time.monotonic() - began:.1f} s later")
    found = await look(work.client.queue.client)
    again = [
        float(event["at"]) / 1000 - seconds
        for event in found.events
        if event["id"] in work.ids
        and event["kind"] == "dispatched"
        and event["attempt"] != "1"
    ]
    if again:
        print(f"dispatched again {min(again):.0f} to {max(again):.0f} s later")


async def test_nobody_a_member_cancels(scene: Scene, work: AtWork) -> None:
    """The jobs are ended, frozen or not; nothing is posted, and nothing is left."""
    for one in work.ids:
        await work.client.cancel(one)
    for one in work.ids:
        record = await work.client.until_cleaned(one)
        assert record.state is State.CANCELLED
        assert scene.posts(one) == []
    assert [job for job in work.jobs if job.is_running()] == []
    assert scene.deployment.temps() == []


async def test_the_jobs(scene: Scene, work: AtWork) -> None:
    """A job that somebody kills says nothing about the file: it runs again."""
    kill_all(work.jobs)
    await recover(scene, work)


async def test_the_zygote(scene: Scene, work: AtWork) -> None:
    """Its jobs die with it; another one is there two seconds later."""
    zygote(scene.worker).kill()
    await recover(scene, work)


async def test_the_pool_children(scene: Scene, work: AtWork) -> None:
    """Their jobs die with them, frozen or not; the leases run out."""
    kill_all(pool_children(scene.worker))
    _, alive = psutil.wait_procs(work.jobs, timeout=5)
    assert alive == []
    await recover(scene, work)


async def test_the_whole_worker(scene: Scene, work: AtWork) -> None:
    """Nothing of it is left; a new one goes on with the files that are there."""
    family = scene.worker.family()
    scene.worker.kill()
    _, alive = psutil.wait_procs(family, timeout=10)
    assert alive == []
    scene.restart_worker()
    await recover(scene, work)


async def test_the_server(scene: Scene, work: AtWork) -> None:
    """Jobs go on without it; what they brought is written down when it is back."""
    await asyncio.sleep(1.1)  # appendfsync everysec
    server = scene.deployment.server
    assert server.pid is not None
    for process in [*psutil.Process(server.pid).children(), psutil.Process(server.pid)]:
        os.kill(process.pid, signal.SIGKILL)
    wait_until(lambda: not server.alive(), what="the server's end")
    work.go_on()
    await asyncio.sleep(2)
    server.restart()
    await recover(scene, work)


async def test_a_worker_that_freezes(scene: Scene, work: AtWork) -> None:
    """Another host does it all; when the frozen one wakes up, it does no harm."""
    frozen = scene.worker
    frozen.freeze()
    other = scene.deployment.start_worker(storage="b")
    beat = scene.deployment.start_beat()
    for one in work.ids:
        record = await work.client.until_cleaned(one, within=120)
        assert record.crashes == 1
    posts = {one: scene.posts(one) for one in work.ids}
    frozen.wake()
    await work.client.hosts(2)
    await scene.all_end_well(work.client, work.ids)
    assert {one: scene.posts(one) for one in work.ids} == posts
    assert scene.deployment.temps("b") == []
    await nothing_under_way(work.client.queue.client)
    beat.stop()
    other.stop()
