from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.cli.running import Place
from tests.world.siteplayer import SitePlayer
from tests.world.siteplayer.fixtures import played_sites, site_player

__all__ = ["played_sites", "site_player"]


@pytest.fixture
def place(site_player: SitePlayer) -> Iterator[Place]:
    """A folder of one's own, and the sites."""
    with tempfile.TemporaryDirectory(prefix="bb-") as folder:
        made = Place(Path(folder), site_player)
        yield made
        made.close()
