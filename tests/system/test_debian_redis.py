"""The embedded server with the Redis that Debian ships, found on PATH."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import time
from pathlib import Path

import pytest
import redis
from pytest_celery import CeleryTestSetup

from bossbot.adapters.embedded import EmbeddedServer, find_program
from bossbot.models import State
from tests.world.accepted import Accepted
from tests.world.deployment import EMPTY, Deployment

pytestmark = [pytest.mark.system, pytest.mark.timeout(180)]


def test_it_is_preferred_to_the_wheel() -> None:
    """An operator's own server program is used when it is there."""
    assert str(find_program()) == shutil.which("redis-server")


def test_it_keeps_its_data_over_a_crash(tmp_path: Path) -> None:
    """Kill -9, restart on the same directory, same content."""
    with EmbeddedServer(data_dir=tmp_path / "redis") as server:
        with redis.Redis.from_url(server.url) as client:
            assert "redis_version" in client.info("server")
            client.set("kept", "1")
        time.sleep(1.5)  # appendfsync everysec
        assert server.pid is not None
        os.kill(server.pid, signal.SIGKILL)
        server.restart()
        with redis.Redis.from_url(server.url) as client:
            assert client.get("kept") == b"1"


async def test_a_download_runs_through_it(tmp_path: Path) -> None:
    """The ledger's scripts and Celery's messages work on it."""
    with Deployment(tmp_path) as deployment:
        deployment.start_worker(EMPTY)
        async with deployment.client() as client:
            await client.hosts(1)
            download_id = await client.ask("https://empty.example/?fetch=flaky:1")
            record = await client.until_cleaned(download_id)
    assert record.state is State.COMPLETED


async def test_a_cluster_survives_its_end(
    celery_setup: CeleryTestSetup, accepted: Accepted
) -> None:
    """Two hosts at work when it is killed: with what it had written they go on."""
    assert celery_setup.broker is not None
    assert celery_setup.ready(control=True)
    await accepted.client.hosts(2)
    await accepted.one_in_each_stage(5)
    await asyncio.sleep(1.2)  # appendfsync everysec
    celery_setup.broker.kill()
    celery_setup.broker.restart()
    await accepted.settled()
