"""Slices of a cleanup: everything once, one at a time, written down."""

from __future__ import annotations

import pytest

from bossbot.adapters.disk import Disk, TempDisk
from bossbot.pipeline.housekeeping import CleanupReport
from bossbot.storage.retention import TempRules
from tests.integration.housekeeping.conftest import (
    Clock,
    Records,
    clean_temp,
    fill_temp,
)

pytestmark = pytest.mark.integration

HOUR = 3600.0
RULES = TempRules(abandoned=HOUR)


async def test_slices_see_everything_once(
    disk: Disk, temps: TempDisk, records: Records, clock: Clock
) -> None:
    """Without any time, each slice does one; together they do all."""
    for number in range(5):
        fill_temp(disk, f"d{number}")
    clock.ahead = 2 * HOUR
    report = await clean_temp(temps, records, budget=0.0)
    slices = 1
    while not report.finished:
        report = await clean_temp(temps, records, previous=report, budget=0.0)
        slices += 1
    assert (report.examined, report.removed, report.freed) == (5, 5, 40)
    assert slices >= 5


async def test_the_report_is_written_down(
    disk: Disk, temps: TempDisk, records: Records
) -> None:
    """Operators find the newest one in `.maintenance`."""
    report = await clean_temp(temps, records)
    written = (disk.layout.maintenance / "temp.json").read_bytes()
    assert CleanupReport.model_validate_json(written) == report


async def test_while_another_cleanup_runs_it_does_nothing(
    disk: Disk, temps: TempDisk, records: Records, clock: Clock
) -> None:
    """One at a time on a host; the report asks to be tried again."""
    fill_temp(disk, "d1")
    clock.ahead = 2 * HOUR
    async with temps.lock_cleanup(timeout=1):
        report = await clean_temp(temps, records, budget=0.1)
    assert (report.finished, report.examined) == (False, 0)
    assert (await clean_temp(temps, records, previous=report)).removed == 1
