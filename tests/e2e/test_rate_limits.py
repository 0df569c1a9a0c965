"""A site that asks for patience gets it, and nobody else has to wait for that."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from bossbot.models import FETCH, DownloadRecord, State
from tests.world.deployment import Client, Deployment
from tests.world.siteplayer.sites import faults, files, twitter

pytestmark = pytest.mark.e2e

SIX_HOURS = 6 * 3600
TWEET_WAITS = 90
"""As the played Twitter says in `Retry-After`."""


@pytest.fixture
def deployment(
    tmp_path: Path, sites_environment: dict[str, str]
) -> Iterator[Deployment]:
    with Deployment(tmp_path, **sites_environment) as deployment:
        yield deployment


async def until_delayed(client: Client, download_id: str) -> DownloadRecord:
    async with asyncio.timeout(60):
        while (record := await client.get(download_id)).state is not State.DELAYED:
            await asyncio.sleep(0.05)
    return record


async def test_a_limited_download_waits_without_a_slot(deployment: Deployment) -> None:
    """Its chain ends, it is due when the site said, and the only slot goes on.

    However many years the site asks for, it is six hours at most.
    """
    deployment.start_worker(BOSS_BOT_WORKER_SLOTS="1")
    async with deployment.client() as client:
        await client.hosts(1)
        limited = {
            await client.ask(twitter.LIMITED_TWEET, platform="twitter"): TWEET_WAITS,
            await client.ask(
                faults.url("status/429/a.jpg?retry_after=999999999")
            ): SIX_HOURS,
        }
        for one, wait in limited.items():
            record = await until_delayed(client, one)
            assert record.error is not None
            assert record.error.code == "rate_limit"
            assert record.error.retry_after == wait
            assert record.retry_at == pytest.approx(record.updated + wait, abs=1)
            assert (record.owner, record.stages[FETCH].retries) == ("", 1)
        other = await client.ask(files.url("photo.jpg"))
        assert (await client.until_cleaned(other)).state is State.COMPLETED
        for one in limited:
            assert (await client.get(one)).state is State.DELAYED
            await client.cancel(one)
            assert (await client.until_cleaned(one)).state is State.CANCELLED
    assert deployment.temps() == []
