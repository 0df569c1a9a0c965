"""A look at a site is killed in the middle: nothing of it stays, and looks go on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.conftest import TEMP_SCANS, nobody_left
from tests.world.deployment import Deployment, kill_all, pool_children
from tests.world.processes import strays, wait_until
from tests.world.siteplayer import SitePlayer
from tests.world.siteplayer.sites import faults

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(240)]


@pytest.fixture
def deployment(
    tmp_path: Path, sites_environment: dict[str, str]
) -> Iterator[Deployment]:
    link = {"BOSS_BOT_CANARY_URLS": faults.url("silent/a.mp4")}
    with Deployment(tmp_path, **sites_environment, **TEMP_SCANS, **link) as deployment:
        yield deployment
    nobody_left(tmp_path)


def test_a_killed_look_is_cleared_away_by_the_temp_cleanup(
    deployment: Deployment, played_sites: SitePlayer
) -> None:
    """Its job dies with the pool process; its directory is found by the next scan."""
    played_sites.reset()
    worker = deployment.start_worker()
    deployment.start_beat()
    wait_until(
        lambda: bool(played_sites.seen_at(faults.HOST)), within=90, what="a look"
    )
    directory = deployment.root / "a" / "temp" / "canary"
    assert directory.is_dir()
    kill_all(pool_children(worker))
    wait_until(lambda: not strays(f"{directory}/"), what="the end of its job")
    wait_until(lambda: not directory.exists(), within=60, what="the temp cleanup")
    assert worker.process.poll() is None
