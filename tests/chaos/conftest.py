from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.world.deployment import Deployment
from tests.world.discord import DiscordServer
from tests.world.processes import strays, wait_until
from tests.world.scene import Scene
from tests.world.siteplayer.fixtures import played_sites, sites_environment

__all__ = ["played_sites", "sites_environment"]


@pytest.fixture(scope="module")
def scene(
    tmp_path_factory: pytest.TempPathFactory, sites_environment: dict[str, str]
) -> Iterator[Scene]:
    """A real worker between played sites and a played Discord.

    Whatever a module's tests killed: when all is stopped, nobody is left.
    """
    root = tmp_path_factory.mktemp("scene")
    with DiscordServer() as discord:
        settings = sites_environment | discord.environment
        with Deployment(root, **settings) as deployment:
            worker = deployment.start_worker()
            scene = Scene(deployment=deployment, discord=discord, worker=worker)
            yield scene
            scene.worker.stop()
            rest = str(root / "a")
            wait_until(lambda: not strays(rest), what="the end of all processes")
