"""What imgur answers."""

from __future__ import annotations

from tests.world.siteplayer.registry import Sites


def play(sites: Sites) -> None:
    """Add the routes."""
