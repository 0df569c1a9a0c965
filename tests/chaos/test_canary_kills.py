"""A look at a site is killed in the middle: nothing of it stays, and looks go on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bossbot.models import State
from tests.chaos.conftest import TEMP_SCANS, nobody_left
from tests.world.deployment import Deployment, kill_all, pool_children
from tests.world.processes import strays, wait_until
from tests.world.siteplayer import SitePlayer
from tests.world.siteplayer.sites import faults, files

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(240)]


@pytest.fixture
def deployment(
    tmp_path: Path, sites_environment: dict[str, str]
) -> Iterator[Deployment]:
    settings = {
        **sites_environment,
        **TEMP_SCANS,
        "BOSS_BOT_CANARY_URLS": faults.url("silent/a.mp4"),
        "BOSS_BOT_WORKER_SLOTS": "1",
    }
    with Deployment(tmp_path, **settings) as deployment:
        yield deployment
    nobody_left(tmp_path)


async def test_a_hanging_look_takes_no_slot_and_a_killed_one_leaves_nothing(
    deployment: Deployment, played_sites: SitePlayer
) -> None:
    """Downloads go on beside it; its job dies, and the next scan clears it away."""
    played_sites.reset()
    worker = deployment.start_worker()
    deployment.start_beat()
    wait_until(
        lambda: bool(played_sites.seen_at(faults.HOST)), within=90, what="a look"
    )
    directory = deployment.root / "a" / "temp" / "canary"
    async with deployment.client() as client:
        download = await client.ask(files.url("photo.jpg"))
        record = await client.until_cleaned(download)
    assert record.state is State.COMPLETED
    assert directory.is_dir()  # it hangs there still
    kill_all(pool_children(worker))
    wait_until(lambda: not strays(f"{directory}/"), what="the end of its job")
    wait_until(lambda: not directory.exists(), within=60, what="the temp cleanup")
    assert worker.process.poll() is None
