"""The deep cleanup on a real disk: checksums, orphans, and what is not ours."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from bossbot.adapters.disk import Disk, KeptDisk
from bossbot.models import State
from bossbot.pipeline.housekeeping import CleanupReport, deep_cleanup
from tests.integration.housekeeping.conftest import (
    Clock,
    Records,
    clean_deep,
    clean_main,
    content_of,
    store,
)
from tests.world.records import a_record
from tests.world.requests import a_request

pytestmark = pytest.mark.integration

HOUR = 3600.0
DAY = 24 * HOUR


async def test_deep_slices_count_everything_once(
    disk: Disk, stored: KeptDisk, records: Records
) -> None:
    """What stays is not seen again by the next slice."""
    for number in range(5):
        store(disk, f"d{number}", request=a_request(guild=f"g{number % 2}"))
    report: CleanupReport | None = None
    while report is None or not report.finished:
        report = await deep_cleanup(
            stored, records, now=disk.now, budget=0.0, previous=report
        )
    assert (report.examined, report.counts["downloads"]) == (5, 5)


async def test_what_is_sound_passes_and_is_counted(
    disk: Disk, stored: KeptDisk, records: Records, clock: Clock
) -> None:
    """The storage report."""
    store(disk, "d1")
    store(disk, "d2")
    clock.ahead = 2 * DAY
    report = await clean_deep(stored, records)
    assert report.errors == report.removed == 0
    counts = report.counts
    assert (counts["downloads"], counts["files"], counts["bytes"]) == (2, 2, 8)


@pytest.mark.parametrize("content", [b"dat!", b"longer than it was"])
async def test_a_changed_file_is_reported_and_stays(
    content: bytes, disk: Disk, stored: KeptDisk, records: Records, clock: Clock
) -> None:
    """By checksum, also where the size is the same."""
    kept = store(disk)
    content_of(kept).write_bytes(content)
    clock.ahead = 2 * DAY
    report = await clean_deep(stored, records)
    assert report.counts["corrupt"] == 1
    assert report.problems == ("local/2024-04-17/d1: corrupt 20240417_123456_cat.mp4",)
    assert kept.exists()


async def test_files_without_a_document_go_after_a_day(
    disk: Disk, stored: KeptDisk, records: Records, clock: Clock
) -> None:
    """A crash before `metadata.json`, and no download that would complete it."""
    kept = store(disk)
    (kept / "metadata.json").unlink()
    clock.ahead = DAY - 60
    report = await clean_deep(stored, records)
    assert (report.counts["orphan"], report.removed) == (1, 0)
    clock.ahead = DAY + 60
    records.known["d1"] = a_record(State.COMPLETED, cleaned=False)
    assert (await clean_deep(stored, records)).removed == 0
    records.known.clear()
    assert (await clean_deep(stored, records)).removed == 1
    assert not kept.exists()


async def test_a_document_without_files_goes_after_a_day(
    disk: Disk, stored: KeptDisk, records: Records, clock: Clock
) -> None:
    """The other kind of orphan."""
    kept = store(disk)
    content_of(kept).unlink()
    report = await clean_deep(stored, records)
    assert (report.counts["missing"], report.removed) == (1, 0)
    clock.ahead = DAY + 60
    assert (await clean_deep(stored, records)).removed == 1
    assert not kept.exists()


async def test_a_stray_file_goes_alone(
    disk: Disk, stored: KeptDisk, records: Records, clock: Clock
) -> None:
    """What the document doesn't list is nobody's; what it lists stays."""
    kept = store(disk)
    listed = content_of(kept)
    (kept / "content" / "stray").write_bytes(b"x")
    (kept / "content" / "link").symlink_to(listed)
    clock.ahead = DAY + 60
    assert (await clean_deep(stored, records)).removed == 2
    assert content_of(kept) == listed


async def test_what_is_not_ours_is_never_deleted(
    disk: Disk, stored: KeptDisk, records: Records, clock: Clock
) -> None:
    """Whoever puts things into storage by hand keeps them, and operators hear of it."""
    theirs = disk.layout.downloads / "photos" / "2024-01-01" / "beach"
    theirs.mkdir(parents=True)
    (theirs / "me.jpg").touch()
    outside = disk.layout.downloads / "My Photos"
    outside.mkdir()
    clock.ahead = 10 * DAY
    report = await clean_deep(stored, records)
    await clean_main(stored, records)
    assert (report.removed, report.errors) == (0, 1)
    assert (theirs / "me.jpg").exists()
    assert outside.exists()


async def test_a_link_in_place_of_the_content_is_left_alone(
    disk: Disk, stored: KeptDisk, records: Records, clock: Clock, tmp_path: Path
) -> None:
    """Its "stray files" are somebody else's."""
    kept = store(disk)
    outside = tmp_path / "outside"
    (kept / "content").rename(outside)
    (outside / "precious").touch()
    (kept / "content").symlink_to(outside)
    clock.ahead = 10 * DAY
    report = await clean_deep(stored, records)
    assert (report.removed, report.errors) == (0, 1)
    assert (outside / "precious").exists()


async def test_a_disk_that_refuses_is_reported_and_the_rest_is_done(
    disk: Disk,
    stored: KeptDisk,
    records: Records,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One unreadable download: its error is counted, the others are examined."""
    bad, _ = store(disk, "d1"), store(disk, "d2")
    clock.ahead = 2 * DAY
    real = Path.read_bytes

    def read(path: Path) -> bytes:
        if path.parent == bad:
            raise OSError(errno.EIO, "Input/output error")
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", read)
    for report in (
        await clean_deep(stored, records),
        await clean_main(stored, records),
    ):
        assert report.problems[0] == ("local/2024-04-17/d1: cleanup_error(reason=EIO)")
        assert (report.examined, report.finished) == (2, True)


async def test_links_are_not_walked(
    disk: Disk, stored: KeptDisk, records: Records, clock: Clock, tmp_path: Path
) -> None:
    """A server, a day or a download that is a link is not looked into."""
    outside = tmp_path / "outside"
    (outside / "2024-01-01" / "d9" / "content").mkdir(parents=True)
    disk.layout.downloads.joinpath("g1").symlink_to(outside)
    kept = store(disk)
    kept.parent.joinpath("d8").symlink_to(outside / "2024-01-01" / "d9")
    kept.parent.parent.joinpath("2024-01-01").symlink_to(outside / "2024-01-01")
    clock.ahead = 10 * DAY
    assert (await clean_deep(stored, records)).examined == 1
    assert (await clean_main(stored, records)).examined == 1
    assert (outside / "2024-01-01" / "d9" / "content").exists()


@pytest.mark.parametrize("text", [b"", b"{}", b"\xff", b"[" * 100_000])
async def test_an_unreadable_document_ends_nothing(
    text: bytes, disk: Disk, stored: KeptDisk, records: Records, clock: Clock
) -> None:
    """It counts as missing: main leaves it alone, deep removes it after a day."""
    kept = store(disk)
    (kept / "metadata.json").write_bytes(text)
    clock.ahead = DAY + 60
    assert (await clean_main(stored, records)).removed == 0
    assert (await clean_deep(stored, records)).removed == 1
    assert not kept.exists()
