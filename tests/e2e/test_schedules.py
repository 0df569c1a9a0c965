"""Beat ticks, workers act: the cleanups and the reconciler without any bot."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bossbot.adapters.ledger import Intake, Records, Scripts, connect
from bossbot.models import State
from tests.world.deployment import EMPTY, Deployment
from tests.world.processes import wait_until
from tests.world.requests import a_request

pytestmark = pytest.mark.e2e


@pytest.fixture
def deployment(tmp_path: Path) -> Iterator[Deployment]:
    soon = {
        "BOSS_BOT_TEMP_SCAN_SECONDS": "1",
        "BOSS_BOT_TEMP_RETENTION_SECONDS": "1",
    }
    with Deployment(tmp_path, **soon) as deployment:
        yield deployment


def abandoned(deployment: Deployment, storage: str) -> Path:
    """A temp directory that nobody knows."""
    directory = deployment.root / storage / "temp" / "abandoned1"
    directory.mkdir(parents=True)
    (directory / "part").write_bytes(b"x" * 100)
    return directory


def maintenance(deployment: Deployment, storage: str, kind: str) -> Path:
    return deployment.root / storage / "downloads" / ".maintenance" / f"{kind}.json"


async def test_beat_cleans_every_live_host_and_starts_what_waits(
    deployment: Deployment,
) -> None:
    """Each host does its own temp, main and deep cleanup; the tick admits downloads."""
    for storage in "ab":
        deployment.start_worker(EMPTY, storage=storage)
    both = ["a", "b"]
    wait_until(
        lambda: all((deployment.root / s / "temp").is_dir() for s in both), within=60
    )
    left = [abandoned(deployment, storage) for storage in both]
    client = connect(deployment.server.url)
    scripts = Scripts(client)
    intake = Intake(scripts, max_waiting=0)
    await intake.enqueue("waiting12345", a_request(url="https://empty.example/"))
    beat = deployment.start_beat()
    wait_until(lambda: not any(d.exists() for d in left), within=60, what="cleaning")
    for storage in both:
        for kind in ("temp", "main", "deep"):
            path = maintenance(deployment, storage, kind)
            wait_until(path.exists, within=60, what=str(path))
            assert json.loads(path.read_text())["kind"] == kind
    async with asyncio.timeout(30):
        while True:
            record = await Records(client).record("waiting12345")
            assert record is not None
            if record.cleaned:
                break
            await asyncio.sleep(0.1)
    await client.aclose()
    assert record.state is State.COMPLETED
    assert beat.stop() == 0
