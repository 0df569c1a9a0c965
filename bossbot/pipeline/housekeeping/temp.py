"""The temp cleanup: expired temp directories and leftovers of finished downloads."""

from __future__ import annotations

import time
from collections.abc import Callable

from bossbot.errors import BossBotError
from bossbot.models import DownloadRecord
from bossbot.pipeline.housekeeping.ports import Records, TempArea
from bossbot.pipeline.housekeeping.report import CleanupReport, Tally
from bossbot.pipeline.housekeeping.slices import run_slice
from bossbot.storage.layout import valid_id
from bossbot.storage.retention import (
    TempRules,
    temp_expires_at,
    worth_keeping,
)


async def temp_cleanup(
    area: TempArea,
    records: Records,
    *,
    rules: TempRules,
    now: Callable[[], float] = time.time,
    budget: float = 5.0,
    previous: CleanupReport | None = None,
) -> CleanupReport:
    """Look through the temp directories for about `budget` seconds.

    Args:
        area: This host's temp directories.
        records: The ledger; while it can't answer, nothing is deleted.
        rules: How long what lives.
        now: The clock, epoch seconds.
        budget: Seconds of one slice.
        previous: The report of the slice before, if that one didn't finish.
    """
    tally = Tally("temp", now=now, budget=budget, previous=previous)

    async def work() -> bool:
        after = tally.cursor
        for name in sorted(area.names(), key=_shown):
            if _shown(name) <= after:
                continue
            if not tally.takes(_shown(name)):
                return False
            await _look_at(name, area, records, rules, tally)
        return True

    return await run_slice(area, tally, work, patience=2 * budget)


def _shown(name: str) -> str:
    """A name that JSON can hold: those on a disk need not be text."""
    return name.encode(errors="backslashreplace").decode()


async def _look_at(
    name: str, area: TempArea, records: Records, rules: TempRules, tally: Tally
) -> None:
    record = await records.record(name) if valid_id(name) else None
    try:
        if not _expired(name, record, area, rules, tally):
            return
        with area.lock_if_free(name) as free:
            if not free:
                tally.counts["in_use"] += 1
                return
            # Somebody may have worked in it between the look and the lock.
            record = await records.record(name) if valid_id(name) else None
            if _expired(name, record, area, rules, tally):
                _remove(name, record, area, tally)
    except BossBotError as error:
        tally.problem(_shown(name), error)


def _expired(
    name: str,
    record: DownloadRecord | None,
    area: TempArea,
    rules: TempRules,
    tally: Tally,
) -> bool:
    expires = temp_expires_at(
        record, disk_id=area.disk_id, touched=area.touched(name), rules=rules
    )
    return expires is not None and expires <= tally.now()


def _remove(
    name: str, record: DownloadRecord | None, area: TempArea, tally: Tally
) -> None:
    if record and worth_keeping(record):
        area.keep(record)
    tally.freed += area.drop(name)
    tally.removed += 1
