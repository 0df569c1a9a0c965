from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator

import pytest
import redis

from bossbot.adapters.ledger import live_hosts
from bossbot.bootstrap import connected
from bossbot.settings import Settings
from tests.integration.flower.site import (
    CANARY,
    DOWNLOAD,
    PASSWORD,
    URL,
    USER,
    Site,
    answers,
    child,
    free_port,
)
from tests.world.processes import wait_until
from tests.world.redis_server import redis_server
from tests.world.requests import a_request


@pytest.fixture(scope="package")
def flower(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Flower beside a worker that has finished one download."""
    folder = tmp_path_factory.mktemp("flower")
    port = free_port()
    with (
        redis_server() as plain,
        _password(plain) as url,
        child(
            *("-A", "tasks", "flower"),
            log=folder / "flower.log",
            REDIS_URL=url,
            FLOWER_BASIC_AUTH=USER,
            FLOWER_PORT=str(port),
        ) as process,
        child(
            *("-A", "tests.world.empty_worker", "worker", "--without-gossip"),
            *("--without-mingle", "--hostname", "w@host"),
            log=folder / "worker.log",
            REDIS_URL=url,
            BOSS_BOT_STORAGE_ROOT=str(folder / "root"),
            BOSS_BOT_WORKER_SLOTS="1",
            BOSS_BOT_CANARY_URLS=CANARY,
        ),
        child(
            *("-A", "tasks", "beat", "--schedule", str(folder / "beat")),
            log=folder / "beat.log",
            REDIS_URL=url,
            BOSS_BOT_CANARY_URLS=CANARY,
        ),
    ):
        site = Site(port, process)
        wait_until(lambda: answers(site), within=60, what="Flower")
        asyncio.run(_download(url))
        yield site


async def _download(redis_url: str) -> None:
    settings = Settings.load(redis_url=redis_url)
    async with connected(settings) as queue, asyncio.timeout(60):
        while not await live_hosts(queue.client):
            await asyncio.sleep(0.1)
        await queue.enqueue(DOWNLOAD, a_request(url=URL, canonical=URL))
        while (record := await queue.record(DOWNLOAD)) is None or not record.cleaned:
            await asyncio.sleep(0.1)


@contextlib.contextmanager
def _password(url: str) -> Iterator[str]:
    with redis.Redis.from_url(url) as client:
        client.config_set("requirepass", PASSWORD)
    yield url.replace("unix://", f"unix://:{PASSWORD}@")
