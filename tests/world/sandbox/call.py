"""The test kind `call`: one of the acts, by name."""

from __future__ import annotations

from typing import Any

from bossbot.sandbox.channel import Channel
from tests.world.sandbox import acts


def run(params: dict[str, Any], channel: Channel) -> Any:
    """Do the act `params["act"]`."""
    return getattr(acts, params["act"])(params, channel)
