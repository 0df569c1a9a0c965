"""Fixtures to import into a `conftest.py`: `from …fixtures import site_player`."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.world.siteplayer.player import SitePlayer


@pytest.fixture(scope="session")
def played_sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SitePlayer]:
    """The sites, played once per session."""
    with SitePlayer(tmp_path_factory.mktemp("siteplayer")) as player:
        yield player


@pytest.fixture
def site_player(played_sites: SitePlayer) -> SitePlayer:
    """The sites, with an empty memory."""
    played_sites.reset()
    return played_sites


@pytest.fixture(scope="session")
def sites_environment(played_sites: SitePlayer) -> dict[str, str]:
    """The way to the played sites, as settings."""
    return {
        "BOSS_BOT_PROXY": played_sites.proxy_url,
        "BOSS_BOT_CA_FILE": str(played_sites.ca_file),
        "BOSS_BOT_EGRESS_ALLOW": urlsplit(played_sites.proxy_url).netloc,
    }
