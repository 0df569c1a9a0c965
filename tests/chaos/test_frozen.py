"""Processes that stand still, as a suspended machine does, and wake up late."""

from __future__ import annotations

import asyncio

import psutil
import pytest

from bossbot.models import State
from tests.world.accepted import Accepted
from tests.world.deployment import EMPTY, Deployment
from tests.world.notes import posted

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(240)]

LONG = 60.0
"""Seconds a host stands still: long after everybody gave it up."""


async def test_a_host_wakes_up_after_a_minute(deployment: Deployment) -> None:
    """Its work has moved; the zombie neither posts nor writes nor deletes."""
    frozen = deployment.start_worker(EMPTY)
    deployment.start_beat()
    async with deployment.client() as client:
        await client.hosts(1)
        accepted = Accepted(deployment=deployment, client=client, storages="ab")
        *moving, cleaning = await accepted.one_in_each_stage(5)
        frozen.freeze()
        deployment.start_worker(EMPTY, storage="b")
        waking = asyncio.get_running_loop().time() + LONG
        # Meanwhile the other host has plenty to do, poison among it.
        await accepted.ask(number=4)
        poison = await client.ask("https://empty.example/poison?fetch=die")
        moved = [await client.until_cleaned(one, within=LONG) for one in moving]
        assert {record.crashes for record in moved} == {1}
        await asyncio.sleep(waking - asyncio.get_running_loop().time())
        notes = posted(deployment.out)
        frozen.wake()
        await client.until_cleaned(cleaning)  # only its own host can
        await client.hosts(2)
        await accepted.ask(number=6)
        records = await accepted.settled()
        assert [r for r in records if r.id in moving] == moved
        assert {one: posted(deployment.out)[one] for one in notes} == notes
        ended = await client.until_cleaned(poison, within=200)
        assert ended.error is not None
        assert (ended.state, ended.error.code) == (State.FAILED, "worker_lost")
        assert frozen.process.poll() is None


async def test_the_server_stands_still_for_ten_seconds(deployment: Deployment) -> None:
    """Longer than a lease: nobody is taken for dead, for nobody could say he lives."""
    deployment.start_worker(EMPTY)
    deployment.start_worker(EMPTY, storage="b")
    deployment.start_beat()
    async with deployment.client() as client:
        await client.hosts(2)
        accepted = Accepted(deployment=deployment, client=client, storages="ab")
        await accepted.one_in_each_stage(6)
        await accepted.ask(number=3)
        assert deployment.server.pid is not None
        top = psutil.Process(deployment.server.pid)
        server = [top, *top.children()]
        for process in server:
            process.suspend()
        await asyncio.sleep(10)
        for process in server:
            process.resume()
        records = await accepted.settled()
        assert [record.crashes for record in records] == [0] * len(records)
