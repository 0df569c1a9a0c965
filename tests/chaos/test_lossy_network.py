"""Between everybody and the server is a network that breaks connections at random."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from bossbot.adapters.embedded import EmbeddedServer
from tests.chaos.conftest import TEMP_SCANS, nobody_left
from tests.world.accepted import SHORT, Accepted
from tests.world.deployment import EMPTY, Deployment
from tests.world.lossy_relay import LossyRelay, lossy_relay

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(240)]

LOSS = 0.02
"""Of a hundred pieces of traffic two end their connection: some five a second."""


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[LossyRelay]:
    with (
        EmbeddedServer(data_dir=tmp_path / "redis") as server,
        lossy_relay(server.socket) as relay,
    ):
        yield relay


@pytest.fixture
def deployment(tmp_path: Path, relay: LossyRelay) -> Iterator[Deployment]:
    with Deployment(tmp_path, redis_url=relay.url, **TEMP_SCANS) as deployment:
        yield deployment
        relay.loss = 0
        for worker in deployment.workers:
            worker.end()
        nobody_left(tmp_path / "a")


async def test_connections_are_reset_under_load(
    deployment: Deployment, relay: LossyRelay
) -> None:
    """Requests and answers are cut off for fifteen seconds; all goes on by itself."""
    workers = [deployment.start_worker(EMPTY, storage=name) for name in "ab"]
    deployment.start_beat()
    async with deployment.client() as client:
        await client.hosts(2)
        accepted = Accepted(deployment=deployment, client=client, storages="ab")
        relay.loss = LOSS
        end = asyncio.get_running_loop().time() + 15
        while asyncio.get_running_loop().time() < end:
            await accepted.ask(f"{SHORT}&validate=sleep:1")
            await asyncio.sleep(0.3)
        relay.loss = 0
        await accepted.settled()
        print(f"{relay.broken} connections broken, {len(accepted.ids)} downloads")
        assert relay.broken > 20
        assert [worker.process.poll() for worker in workers] == [None, None]
