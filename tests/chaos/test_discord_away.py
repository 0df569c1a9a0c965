"""Discord is away for five minutes just when several downloads are to be posted."""

from __future__ import annotations

import asyncio

import pytest

from bossbot.adapters.ledger import live_hosts
from bossbot.models import UPLOAD, DownloadRecord, State
from tests.world.accepted import come_due, nothing_under_way
from tests.world.deployment import Client
from tests.world.scene import Scene
from tests.world.siteplayer.sites import files

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(240)]

EVER = 1_000_000
ANYTHING = ""


def leave(scene: Scene) -> None:
    """Every connection breaks; once after the message had been taken."""
    faults = scene.discord.faults
    faults.drop_after(times=1)
    for method in ("POST", "GET"):
        faults.drop_before(method=method, path=ANYTHING, times=EVER)


async def delayed(client: Client, one: str, *, tries: int) -> DownloadRecord:
    """Wait until the upload waits for minutes, after at least so many tries."""
    while True:
        record = await client.get(one)
        assert record.state in {
            State.RUNNING,
            State.QUEUED,
            State.DISPATCHED,
            "delayed",
        }
        if record.state is State.DELAYED and record.stages[UPLOAD].retries >= tries:
            return record
        await asyncio.sleep(0.05)


async def test_discord_is_away_for_five_minutes(scene: Scene) -> None:
    """They wait without a slot, are tried every minute, and stand there once."""
    async with scene.deployment.client() as client:
        await client.hosts(1)
        leave(scene)
        urls = [files.jpeg_url(300 + n, 100) for n in range(3)]
        ids = [await scene.ask(client, url) for url in urls]
        async with asyncio.timeout(150):
            waiting = [await delayed(client, one, tries=1) for one in ids]
        for record in waiting:
            assert record.retry_at is not None
            assert record.error is not None
            assert not record.error.permanent
        assert [host.running for host in await live_hosts(client.queue.client)] == [0]
        for _ in range(5):  # a minute each
            tries = [(await client.get(one)).stages[UPLOAD].retries for one in ids]
            await come_due(client.queue.client, ids)
            async with asyncio.timeout(60):
                for one, number in zip(ids, tries, strict=True):
                    await delayed(client, one, tries=number + 1)
        scene.discord.faults._orders.clear()
        await come_due(client.queue.client, ids)
        await scene.all_end_well(client, ids)
        await nothing_under_way(client.queue.client)
