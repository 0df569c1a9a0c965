"""The cheap look of a health check: does the worker of this storage root live?"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Final

import redis

from bossbot.adapters.embedded import find_running
from bossbot.adapters.ledger import connect, live_hosts
from bossbot.cli.checks.finding import Area, Finding
from bossbot.settings import Settings
from bossbot.storage.layout import Layout

_WORKER: Final = Area(name="Worker")
_PATIENCE: Final = 8.0
_RESTART: Final = "Read its log; restart it if it doesn't recover by itself."


async def own_worker(settings: Settings) -> AsyncIterator[Finding]:
    """Whether the ledger hears the heart of this host, with a sandbox that runs.

    Raises:
        SettingsError: No Redis is configured, and none is running here.
    """
    root = settings.storage_root.expanduser().absolute()
    try:
        disk_id = Layout(root).disk_id.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        yield _WORKER.missing("worker", f"none ever ran on {root}", _RESTART)
        return
    url = None if settings.redis_url else find_running(settings.storage_root)
    client = connect(url or settings.require_redis_url(), connections=1)
    try:
        async with asyncio.timeout(_PATIENCE):
            slots = {host.disk_id: host.slots for host in await live_hosts(client)}
    except (redis.RedisError, OSError, TimeoutError) as error:
        reason = type(error).__name__
        yield _WORKER.missing("worker", f"Redis doesn't tell ({reason})", _RESTART)
        return
    finally:
        await client.aclose()
    if slots.get(disk_id):
        yield _WORKER.ok("worker", f"alive, {slots[disk_id]} slots")
    else:
        text = "its sandbox is down" if disk_id in slots else "no sign of life"
        yield _WORKER.missing("worker", text, _RESTART)
