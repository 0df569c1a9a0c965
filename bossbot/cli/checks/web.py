"""Flower's authentication; it reads the environment itself, and no `.env`."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from typing import Final

from bossbot.cli.checks.finding import Area, Finding
from bossbot.settings import Settings

_WEB: Final = Area(name="Flower")


async def web(settings: Settings) -> AsyncIterator[Finding]:
    """Whether Flower would start, and where it would listen."""
    if os.environ.get("FLOWER_BASIC_AUTH") or os.environ.get("FLOWER_AUTH"):
        yield _WEB.ok("password", "set")
    else:
        yield _WEB.warning(
            "password",
            "not set: `celery -A tasks flower` refuses to start",
            "Set FLOWER_BASIC_AUTH=user:password in its environment (`.env` is not "
            "read for this). `bossbot up` makes one up by itself.",
        )
    if settings.port is not None:
        yield _WEB.ok("listens", f"on all addresses, port {settings.port} (PORT)")
    else:
        yield _WEB.ok("listens", "on this machine only")
