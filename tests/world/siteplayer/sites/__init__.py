"""What is played: one module a site; each `play` adds its routes."""

from __future__ import annotations

from tests.world.siteplayer.registry import Sites
from tests.world.siteplayer.sites import faults, files, reddit, streams, twitter


def all_sites() -> Sites:
    """Every site there is."""
    sites = Sites()
    for module in (files, faults, streams, reddit, twitter):
        module.play(sites)
    return sites
