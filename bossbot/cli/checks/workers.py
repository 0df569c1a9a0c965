"""Who lives on the server: worker hosts by their heartbeats, beat by what it caused."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

from redis.asyncio import Redis

from bossbot.adapters.ledger import Schedule, live_hosts
from bossbot.cli.checks.finding import Area, Finding
from bossbot.messages.units import size
from bossbot.settings import Settings

_WORKERS: Final = Area(name="Workers")


async def workers(client: Redis, settings: Settings) -> AsyncIterator[Finding]:
    """Every live host, and whether the cleanups are being sent."""
    hosts = await live_hosts(client)
    if not hosts:
        yield _WORKERS.warning(
            "worker",
            "none is alive: downloads wait",
            "Start one: `celery -A tasks worker`, or `bossbot up`.",
        )
        return
    for host in hosts:
        text = f"{host.running} of {host.slots} slots busy, {size(host.disk_free)} free"
        name = f"host {host.disk_id[:8]}"
        if host.slots:
            yield _WORKERS.ok(name, text)
        else:
            yield _WORKERS.warning(
                name, "alive, but its sandbox isn't", "Read the worker's log."
            )
    every = settings.temp_scan_seconds
    if await Schedule(client).ran_lately("temp", every=every):
        yield _WORKERS.ok("beat", f"a cleanup was sent in the last {2 * every} s")
    else:
        yield _WORKERS.warning(
            "beat",
            f"no cleanup was sent in the last {every} s",
            "Start it: `celery -A tasks beat`, or `bossbot up`.",
        )
