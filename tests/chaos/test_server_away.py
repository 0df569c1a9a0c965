"""The server dies, for a moment, a minute or again and again; its data is on disk."""

from __future__ import annotations

import asyncio

import pytest

from bossbot.pipeline.ports import LedgerAwayError
from bossbot.queue.timing import WRITE_PATIENCE
from tests.world.accepted import Accepted
from tests.world.deployment import EMPTY, Deployment

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(240)]

WRITTEN = 1.2
"""Seconds after which all is on disk: the server's `appendfsync everysec`."""


async def under_load(deployment: Deployment, accepted: Accepted) -> None:
    """Two hosts with something in each stage, retries counting down, and more waiting.

    What was written less than a second before a kill -9 may be lost, and with it a
    download that was just accepted: DESIGN's promise is a Redis that persists.
    """
    await accepted.client.hosts(2)
    await accepted.one_in_each_stage(6)
    await accepted.ask("validate=flaky:4", number=2)
    await accepted.ask(number=10)
    await asyncio.sleep(WRITTEN)


@pytest.mark.parametrize("seconds", [5, 60])
async def test_it_is_away_for(deployment: Deployment, seconds: float) -> None:
    """Stages go on without it; when it is back, nobody who waited is taken for dead.

    After a minute those that had ended meanwhile have given up: they are done again.
    """
    workers = [deployment.start_worker(EMPTY, storage=name) for name in "ab"]
    deployment.start_beat()  # finds what a host left that came back late
    async with deployment.client() as client:
        accepted = Accepted(deployment=deployment, client=client, storages="ab")
        await under_load(deployment, accepted)
        deployment.kill_server()
        with pytest.raises(LedgerAwayError):
            await client.ask("https://empty.example/nobody-there")
        await asyncio.sleep(seconds)
        deployment.server.restart()
        records = await accepted.settled()
        assert max(record.crashes for record in records) <= (seconds > WRITE_PATIENCE)
        assert [worker.process.poll() for worker in workers] == [None, None]


async def test_it_is_killed_three_times_in_a_row(deployment: Deployment) -> None:
    """Each time when everybody has just come back."""
    workers = [deployment.start_worker(EMPTY, storage=name) for name in "ab"]
    deployment.start_beat()  # finds what a host left that came back late
    async with deployment.client() as client:
        accepted = Accepted(deployment=deployment, client=client, storages="ab")
        await under_load(deployment, accepted)
        for _ in range(3):
            deployment.kill_server()
            await asyncio.sleep(1)
            deployment.server.restart()
            await accepted.ask(number=2)
            await asyncio.sleep(3)
        await accepted.settled()
        assert [worker.process.poll() for worker in workers] == [None, None]
