"""A worker host goes and never comes back, and its disk with it."""

from __future__ import annotations

import asyncio
import shutil

import psutil
import pytest

from tests.integration.ledger.inspection import pass_time
from tests.world.accepted import Accepted
from tests.world.deployment import EMPTY, Deployment

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(180)]

A_DAY = 90_000


async def test_a_host_is_gone_for_good_with_files_on_it(deployment: Deployment) -> None:
    """Its work is done elsewhere, without an operator; a day later it is forgotten."""
    lost = deployment.start_worker(EMPTY)
    async with deployment.client() as client:
        await client.hosts(1)
        accepted = Accepted(deployment=deployment, client=client, storages="b")
        *moving, cleaning = await accepted.one_in_each_stage()
        assert len(deployment.temps("a")) == len(moving) + 1
        family = lost.family()
        lost.kill()
        psutil.wait_procs(family, timeout=10)
        shutil.rmtree(deployment.root / "a")
        deployment.start_worker(EMPTY, storage="b")
        await accepted.ask(number=4)
        records = await accepted.settled(uncleaned=[cleaning])
        hosts = {r.host for r in records if r.id in moving}
        gone = (await client.get(cleaning)).host
        assert gone not in hosts
        redis = client.queue.client
        await pass_time(redis, A_DAY)
        async with asyncio.timeout(30):
            while await redis.keys(f"*:host:{gone}:*"):
                await asyncio.sleep(0.1)
        await client.hosts(1)
        await accepted.ask(number=2)
        await accepted.settled(uncleaned=[cleaning])
