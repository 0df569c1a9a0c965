from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.world.deployment import Deployment
from tests.world.discord import DiscordServer
from tests.world.siteplayer.fixtures import played_sites, sites_environment

__all__ = ["played_sites", "sites_environment"]


@pytest.fixture(scope="module")
def discord_server() -> Iterator[DiscordServer]:
    with DiscordServer() as server:
        yield server


@pytest.fixture(scope="module")
def deployment(
    tmp_path_factory: pytest.TempPathFactory,
    discord_server: DiscordServer,
    sites_environment: dict[str, str],
) -> Iterator[Deployment]:
    """A worker and a bot, as processes, between played sites and a played Discord."""
    root = tmp_path_factory.mktemp("deployment")
    environment = sites_environment | discord_server.environment
    # What a process imports is looked up in its log: nobody may look into itself.
    environment["PYTHONPROFILEIMPORTTIME"] = "1"
    with Deployment(root, **environment) as deployment:
        deployment.start_worker()
        deployment.start_bot()
        discord_server.wait_for_bot()
        yield deployment
