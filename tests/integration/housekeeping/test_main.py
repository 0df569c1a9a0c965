"""The main cleanup on a real disk: expiry, empty directories, statistics."""

from __future__ import annotations

import json

import pytest

from bossbot.adapters.disk import Disk, KeptDisk, locks
from bossbot.models import State
from bossbot.pipeline.housekeeping import CleanupReport, main_cleanup
from bossbot.storage.statistics import GuildStatistics
from tests.integration.housekeeping.conftest import (
    Clock,
    Records,
    clean_main,
    store,
)
from tests.world.records import a_record
from tests.world.requests import a_request

pytestmark = pytest.mark.integration

HOUR = 3600.0
DAY = 24 * HOUR


async def test_what_has_expired_goes_and_its_empty_directories(
    disk: Disk, stored: KeptDisk, records: Records, clock: Clock
) -> None:
    """By each document's own expiry; nothing of the server is left."""
    kept = store(disk)
    clock.ahead = DAY - 60
    assert (await clean_main(stored, records)).removed == 0
    clock.ahead = DAY + 60
    report = await clean_main(stored, records)
    assert (report.examined, report.removed) == (1, 1)
    assert report.freed > 4
    assert not kept.exists()
    assert not (disk.layout.downloads / "local").exists()


async def test_the_day_notes_what_was_removed(
    disk: Disk, stored: KeptDisk, records: Records, clock: Clock
) -> None:
    """`.cleanup` counts over several runs, as long as the day has files."""
    store(disk, "d1", request=a_request(retention=10.0))
    store(disk, "d2", request=a_request(retention=100.0))
    kept = store(disk, "d3")
    for clock.ahead in (20.0, 120.0):
        assert (await clean_main(stored, records)).removed == 1
    note = json.loads((kept.parent / ".cleanup").read_bytes())
    assert note["removed"] == 2


@pytest.mark.parametrize("state", [State.RUNNING, State.COMPLETED])
async def test_what_its_download_still_uses_stays(
    state: State, disk: Disk, stored: KeptDisk, records: Records, clock: Clock
) -> None:
    """Running again, or over but not cleaned yet."""
    kept = store(disk)
    records.known["d1"] = a_record(state, cleaned=False)
    clock.ahead = 2 * DAY
    report = await clean_main(stored, records)
    assert (report.removed, report.counts["in_use"]) == (0, 1)
    assert kept.exists()


async def test_what_somebody_reads_stays(
    disk: Disk, stored: KeptDisk, records: Records, clock: Clock
) -> None:
    """A reader holds the directory."""
    kept = store(disk)
    clock.ahead = 2 * DAY
    with locks.if_free(kept):
        assert (await clean_main(stored, records)).counts["in_use"] == 1
    assert (await clean_main(stored, records)).removed == 1


async def test_statistics_stand_with_each_server(
    disk: Disk, stored: KeptDisk, records: Records
) -> None:
    """Two downloads of one server, one of another."""
    store(disk, "d1")
    store(disk, "d2")
    store(disk, "d3", request=a_request(guild="42"))
    await clean_main(stored, records)
    path = disk.layout.statistics("local")
    statistics = GuildStatistics.model_validate_json(path.read_bytes())
    assert (statistics.downloads, statistics.files, statistics.size) == (2, 2, 8)
    assert disk.layout.statistics("42").exists()


async def test_main_slices_go_on_where_they_stopped(
    disk: Disk, stored: KeptDisk, records: Records, clock: Clock
) -> None:
    """Without any time, each slice does one; together all servers are done."""
    for number in range(6):
        store(disk, f"d{number}", request=a_request(guild=f"g{number % 2}"))
    clock.ahead = 2 * DAY
    report: CleanupReport | None = None
    while report is None or not report.finished:
        report = await main_cleanup(
            stored, records, now=disk.now, budget=0.0, previous=report
        )
    assert (report.examined, report.removed) == (6, 6)
    assert stored.guilds() == []
