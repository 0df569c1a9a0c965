"""The temp, main and deep schedules: beat looks what is due, each host does its own."""

from __future__ import annotations

from typing import Any, Final

import structlog

from bossbot.bootstrap.cleanups import KINDS, due, run
from bossbot.pipeline.housekeeping import CleanupReport
from bossbot.pipeline.housekeeping.report import CleanupKind
from bossbot.queue.names import host_queue
from tasks import process
from tasks.celery import app

log = structlog.get_logger(__name__)

_PAUSE: Final = 2.0
"""Seconds between two slices."""

type Report = dict[str, Any]


@app.task(name="housekeeping")
def housekeeping() -> dict[str, list[str]]:
    """Send each due cleanup to each live host; once per time slot, whoever ticks."""
    return {kind: _send_due(kind) for kind in KINDS}


@app.task(name="clean_temp")
def clean_temp(previous: Report | None = None) -> Report:
    """Delete expired temp directories of this host."""
    return _clean("temp", previous)


@app.task(name="clean_main")
def clean_main(previous: Report | None = None) -> Report:
    """Delete expired downloads of this host and count what is kept."""
    return _clean("main", previous)


@app.task(name="clean_deep")
def clean_deep(previous: Report | None = None) -> Report:
    """Verify what this host keeps and remove orphans."""
    return _clean("deep", previous)


def _send_due(kind: CleanupKind) -> list[str]:
    hosts = process.run(lambda services: due(services, kind))
    for host in hosts:
        app.send_task(f"clean_{kind}", queue=host_queue(host))
    return hosts


def _clean(kind: CleanupKind, previous: Report | None) -> Report:
    """One slice; what is left is sent to this host again, behind other work."""
    before = CleanupReport.model_validate(previous) if previous else None
    report = process.run(lambda services: run(services, kind, before))
    result = report.model_dump(mode="json")
    log.info("cleanup", **_in_short(report))
    if not report.finished:
        queue = host_queue(process.services().disk.disk_id)
        # Later, for another cleanup may hold this host's lock just now.
        app.send_task(f"clean_{kind}", args=(result,), queue=queue, countdown=_PAUSE)
    return result


def _in_short(report: CleanupReport) -> dict[str, Any]:
    """What is worth a line: how long, how much, and whatever else is not nothing."""
    told = report.model_dump(mode="json", exclude={"began", "ended", "cursor"})
    found = told.pop("counts") | {
        name: value
        for name, value in told.items()
        if value or name in {"removed", "freed"}
    }
    return {"took": round(max(0.0, report.ended - report.began), 3), **found}
