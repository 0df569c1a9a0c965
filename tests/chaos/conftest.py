from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.world.deployment import Deployment
from tests.world.discord import DiscordServer
from tests.world.processes import strays, wait_until
from tests.world.scene import Scene
from tests.world.siteplayer.fixtures import played_sites, sites_environment

__all__ = ["played_sites", "sites_environment"]

TEMP_SCANS = {"BOSS_BOT_TEMP_SCAN_SECONDS": "2", "BOSS_BOT_TEMP_RETENTION_SECONDS": "1"}
"""Where beat runs: what a dead or late host left is found within seconds."""


def nobody_left(root: object) -> None:
    """Whatever was killed: when all is stopped, no process knows of this directory."""
    wait_until(lambda: not strays(f"{root}/"), what="the end of all processes")


@pytest.fixture
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """A server with room for ten downloads at once; the test starts the hosts."""
    root = tmp_path_factory.mktemp("deployment")
    limits = {"BOSS_BOT_MAX_CONCURRENT_DOWNLOADS": "10"}
    with Deployment(root, **limits, **TEMP_SCANS) as deployment:
        yield deployment
    nobody_left(root)


@pytest.fixture(scope="module")
def scene(
    tmp_path_factory: pytest.TempPathFactory, sites_environment: dict[str, str]
) -> Iterator[Scene]:
    """A real worker between played sites and a played Discord."""
    root = tmp_path_factory.mktemp("scene")
    with DiscordServer() as discord:
        settings = sites_environment | discord.environment
        with Deployment(root, **settings, **TEMP_SCANS) as deployment:
            worker = deployment.start_worker()
            yield Scene(deployment=deployment, discord=discord, worker=worker)
        nobody_left(root)
