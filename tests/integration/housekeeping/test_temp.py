"""The temp cleanup on a real disk: what goes, what stays, whatever lies there."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from bossbot.adapters.disk import Disk, TempDisk
from bossbot.models import DownloadRecord, State
from bossbot.pipeline.housekeeping import CleanupReport
from bossbot.pipeline.ports import LedgerAwayError
from bossbot.storage.retention import TempRules
from tests.integration.housekeeping.conftest import (
    Clock,
    Records,
    clean_temp,
    document_of,
    fill_temp,
)
from tests.world.records import NETWORK, NOT_FOUND, a_record

pytestmark = pytest.mark.integration

HOUR = 3600.0
RULES = TempRules(abandoned=HOUR)


def known(records: Records, disk: Disk, state: State, **changes: object) -> None:
    record = a_record(
        state, **({"updated": time.time(), "host": disk.disk_id} | changes)
    )
    records.known[record.id] = record


async def test_leftovers_of_what_is_over_go_at_once(
    disk: Disk, temps: TempDisk, records: Records
) -> None:
    """Its own cleanup has run and did not get to the end of it."""
    fill_temp(disk, "d1")
    known(records, disk, State.FAILED, error=NOT_FOUND, cleaned=True)
    report = await clean_temp(temps, records)
    assert not disk.temp("d1").exists()
    assert (report.examined, report.removed, report.freed) == (1, 1, 8)
    assert report.finished


@pytest.mark.parametrize(
    "state", [State.RUNNING, State.DISPATCHED, State.DELAYED, State.QUEUED]
)
async def test_what_is_in_use_stays_for_ever(
    state: State, disk: Disk, temps: TempDisk, records: Records, clock: Clock
) -> None:
    """The ledger says so, whatever the files' age."""
    fill_temp(disk, "d1")
    known(records, disk, state)
    clock.ahead = 100 * 24 * HOUR
    assert (await clean_temp(temps, records)).removed == 0
    assert disk.temp("d1").exists()


async def test_what_somebody_holds_stays(
    disk: Disk, temps: TempDisk, records: Records, clock: Clock
) -> None:
    """Even if no record knows it: the lock is the last word."""
    clock.ahead = 2 * HOUR
    async with disk.lock_temp("d1", timeout=1):
        report = await clean_temp(temps, records)
        assert report.removed == 0
        assert report.counts["in_use"] == 1
    assert (await clean_temp(temps, records)).removed == 1


async def test_work_taken_up_at_the_last_moment_stays(
    disk: Disk, temps: TempDisk, clock: Clock
) -> None:
    """A retry between the look and the lock: the second look sees it."""
    fill_temp(disk, "d1")
    clock.ahead = 2 * HOUR

    class TakenUp(Records):
        async def record(self, download_id: str) -> DownloadRecord | None:
            await super().record(download_id)
            if len(self.asked) == 1:
                return None
            return a_record(State.RUNNING, host=disk.disk_id)

    assert (await clean_temp(temps, TakenUp())).removed == 0
    assert disk.temp("d1").exists()


async def test_abandoned_partials_have_an_hour(
    disk: Disk, temps: TempDisk, records: Records, clock: Clock
) -> None:
    """Nobody knows them; counted from their last change."""
    fill_temp(disk, "d1")
    clock.ahead = HOUR - 60
    assert (await clean_temp(temps, records)).removed == 0
    clock.ahead = HOUR + 60
    assert (await clean_temp(temps, records)).removed == 1


async def test_a_retryable_failure_keeps_its_finished_files(
    disk: Disk, temps: TempDisk, records: Records, clock: Clock
) -> None:
    """After half an hour temp is dropped; what was ready is stored for six hours."""
    fill_temp(disk, "d1")
    known(records, disk, State.FAILED, error=NETWORK, cleaned=True)
    assert (await clean_temp(temps, records)).removed == 0
    clock.ahead = HOUR / 2 + 60
    assert (await clean_temp(temps, records)).removed == 1
    (kept,) = disk.layout.downloads.glob("local/*/d1")
    document = document_of(kept)
    assert document.state is State.FAILED
    assert document.expires_at == pytest.approx(clock() + 6 * HOUR, abs=30)


async def test_while_the_ledger_is_away_nothing_goes(
    disk: Disk, temps: TempDisk, clock: Clock
) -> None:
    """Not knowing is no reason to delete; the cleanup fails and is reported."""
    fill_temp(disk, "d1")
    clock.ahead = 100 * HOUR

    class Away(Records):
        async def record(self, download_id: str) -> DownloadRecord | None:
            raise LedgerAwayError

    with pytest.raises(LedgerAwayError):
        await clean_temp(temps, Away())
    assert disk.temp("d1").exists()


async def test_hostile_entries_go_and_nothing_outside(
    disk: Disk, temps: TempDisk, records: Records, clock: Clock, tmp_path: Path
) -> None:
    """Links, pipes, files and names that are no text: themselves, never beyond."""
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "file").touch()
    folder = disk.layout.temps
    (folder / "d1").symlink_to(precious)
    (folder / "..link").symlink_to(precious / "file")
    os.mkfifo(folder / "pipe")
    (folder / os.fsdecode(b"\xff\xfe")).mkdir()
    (folder / "a\nb").touch()
    inner = fill_temp(disk, "d2")
    (inner / "out").symlink_to(precious)
    clock.ahead = 2 * HOUR
    report = await clean_temp(temps, records)
    assert report.finished
    assert report.errors == 0
    assert report.removed == 6
    assert {path.name for path in folder.iterdir()} == {".trash"}
    assert (precious / "file").exists()
    assert CleanupReport.model_validate_json(report.model_dump_json()) == report
