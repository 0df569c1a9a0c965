"""A link of each site, fetched from time to time: beat looks whose turn it is."""

from __future__ import annotations

from typing import Any, Final

from bossbot.bootstrap.worker import WorkerServices
from bossbot.pipeline.canary_watch import Skipped
from bossbot.queue.canaries import Judgement
from bossbot.queue.names import host_queue
from tasks import process
from tasks.celery import app

_STALE: Final = 300.0
"""Seconds after which a look that no worker took comes too late."""


# Every few seconds: in Flower it would hide the looks.
@app.task(name="canaries", send_events=False)
def canaries() -> None:
    """Send each site's turn to one live host, whoever ticks."""
    for site, host in process.run(_due):
        _send(site, host)


@app.task(name="canary")
def canary(site: str) -> dict[str, Any]:
    """Look whether a site still works; a failure is made sure of in a while."""
    seen = process.run(lambda services: _look(services, site))
    if isinstance(seen, str):
        return {"site": site, "skipped": seen}
    if seen.again is not None:
        _send(site, process.services().disk.disk_id, countdown=seen.again)
    error = seen.canary.error
    return {"site": site, "works": error is None, "error": error and error.code}


def _send(site: str, host: str, *, countdown: float = 0.0) -> None:
    """The link itself doesn't travel: each host knows its own."""
    app.send_task(
        "canary",
        args=(site,),
        argsrepr=f"({site})",
        queue=host_queue(host),
        countdown=countdown or None,
        expires=countdown + _STALE,
    )


async def _due(services: WorkerServices) -> list[tuple[str, str]]:
    watch = services.watch
    return [] if watch is None else await watch.ledger.due(watch.requests)


async def _look(services: WorkerServices, site: str) -> Judgement | Skipped:
    return (
        "not configured" if services.watch is None else await services.watch.look(site)
    )
