"""A worker whose disk is too small for what somebody wants."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bossbot.models import State
from tests.world.deployment import Deployment
from tests.world.siteplayer.sites import files

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(120)]

ALONE = ["unshare", *(["--mount"] if os.geteuid() == 0 else ["-Urm"])]
"""With file systems of its own: what it mounts nobody else sees."""
SMALL = 'mount -t tmpfs -o size=3m none "$0" && exec "$@"'


def can_mount(where: Path) -> bool:
    if shutil.which("unshare") is None:
        return False
    command = [*ALONE, "sh", "-c", SMALL, str(where), "true"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.fixture
def deployment(
    tmp_path: Path, sites_environment: dict[str, str]
) -> Iterator[Deployment]:
    temps = tmp_path / "a" / "temp"
    temps.mkdir(parents=True, mode=0o700)
    if not can_mount(temps):
        pytest.skip("needs the right to mount within a namespace")
    with Deployment(tmp_path, **sites_environment) as deployment:
        deployment.start_worker(within=[*ALONE, "sh", "-c", SMALL, str(temps)])
        yield deployment


async def test_too_large_for_the_disk_waits_and_leaves_room(
    deployment: Deployment,
) -> None:
    """It waits without slot and files, so that a smaller one behind it goes through."""
    async with deployment.client() as client:
        await client.hosts(1)
        url = files.h264_url(4, width=1280, height=720, seconds=8)
        large = await client.ask(url, max_retries=0)
        while (record := await client.get(large)).state is not State.DELAYED:
            assert record.state in {State.QUEUED, State.DISPATCHED, State.RUNNING}
            await asyncio.sleep(0.05)
        assert record.error is not None
        assert record.error.code == "disk_full"
        assert record.retry_at is not None
        assert record.retry_at - record.updated >= 60
        small = await client.ask(files.url("photo.jpg"))
        assert (await client.until_cleaned(small)).state is State.COMPLETED
        await client.cancel(large)
        assert (await client.until_cleaned(large)).state is State.CANCELLED
