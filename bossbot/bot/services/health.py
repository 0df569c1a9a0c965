"""`$health`: whether the bot is well; it answers while Redis doesn't, too."""

from __future__ import annotations

import asyncio
import platform
import time
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from bossbot.bot.answers import Answer
from bossbot.bot.caller import Caller
from bossbot.bot.ports import Queue
from bossbot.bot.services import Services
from bossbot.messages.health import Details, Health, LedgerHealth, health_text
from bossbot.models import GatewayState, Level
from bossbot.pipeline.ports import LedgerAwayError

__all__ = ["GatewayState", "health"]

PATIENCE: Final = 1.5
"""Seconds for Redis to answer: whoever asks here wants to know now."""
_PACKAGES: Final = {
    "bossbot": "boss-bot",
    "discord.py": "discord.py",
    "yt-dlp": "yt-dlp",
    "gallery-dl": "gallery-dl",
}
_SMAPS: Final = Path("/proc/self/smaps_rollup")


async def health(services: Services, caller: Caller, gateway: GatewayState) -> Answer:
    """Well or not, for anyone; with details for the owner and the level `admin`."""
    ledger = await _look(services.queue)
    told = Health(gateway=gateway, ledger=ledger, now=time.time())
    # Without Redis nobody's level is known, but the owner is.
    owner = caller.user == services.settings.discord_admin_user_id
    if not owner and caller.level is not Level.ADMIN:
        return Answer(text=health_text(told))
    details = Details(memory=await asyncio.to_thread(memory), versions=versions())
    return Answer(text=health_text(told, details), private=True)


async def _look(queue: Queue) -> LedgerHealth | None:
    """What Redis tells; None when it is away, or as good as that."""
    try:
        async with asyncio.timeout(PATIENCE):
            began = time.monotonic()
            load = await queue.load()
            took = time.monotonic() - began
            return LedgerHealth(
                load=load,
                latency_ms=took * 1000,
                hosts=await queue.hosts(),
                sites=await queue.sites(),
                intake=await queue.intake(),
                server=await queue.server(),
            )
    except (LedgerAwayError, TimeoutError):
        return None


def memory() -> int | None:
    """Bytes this process takes, its share of what others use as well; Linux only."""
    try:
        lines = _SMAPS.read_text("ascii").splitlines()
    except OSError:
        return None
    found = next((line for line in lines if line.startswith("Pss:")), None)
    return int(found.split()[1]) * 1024 if found else None


@cache
def versions() -> dict[str, str]:
    """Of what is installed beside the bot; none of it is imported for that."""
    known = {"Python": platform.python_version()}
    for name, package in _PACKAGES.items():
        try:
            known[name] = version(package)
        except PackageNotFoundError:
            known[name] = "not installed"
    return known
