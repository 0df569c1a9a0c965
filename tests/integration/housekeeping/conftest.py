from __future__ import annotations

import time
from pathlib import Path

import pytest

from bossbot.adapters.disk import Disk, KeptDisk, TempDisk
from bossbot.models import DownloadRecord
from bossbot.pipeline.housekeeping import (
    CleanupReport,
    deep_cleanup,
    main_cleanup,
    temp_cleanup,
)
from bossbot.storage.document import StoredDownload
from bossbot.storage.retention import TempRules
from tests.world.records import a_file, a_record


class Clock:
    """The real time, and what a test adds to it: the disk's own stamps are real."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


class Records:
    """A ledger that knows what a test tells it; counts the questions."""

    def __init__(self) -> None:
        self.known: dict[str, DownloadRecord] = {}
        self.asked: list[str] = []

    async def record(self, download_id: str) -> DownloadRecord | None:
        self.asked.append(download_id)
        return self.known.get(download_id)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def records() -> Records:
    return Records()


@pytest.fixture
def disk(tmp_path: Path, clock: Clock) -> Disk:
    return Disk.open(tmp_path / "storage", now=clock)


@pytest.fixture
def temps(disk: Disk) -> TempDisk:
    return TempDisk(disk)


@pytest.fixture
def stored(disk: Disk) -> KeptDisk:
    return KeptDisk(disk)


def fill_temp(disk: Disk, download_id: str, content: bytes = b"data") -> Path:
    """A temp directory with one finished and one partial file."""
    directory = disk.temp(download_id)
    (directory / "output").mkdir(parents=True)
    (directory / "output" / "cat.mp4").write_bytes(content)
    (directory / "clip.part").write_bytes(b"half")
    return directory


def store(disk: Disk, download_id: str = "d1", **changes: object) -> Path:
    """A kept download, as the cleanup stage leaves it."""
    fill_temp(disk, download_id)
    record = a_record(id=download_id, files=(a_file(),), **changes)
    kept = disk.keep(record)
    disk.drop_temp(download_id)
    assert kept is not None
    return kept


def content_of(kept: Path) -> Path:
    """The one file of a stored download."""
    (path,) = (kept / "content").iterdir()
    return path


def document_of(kept: Path) -> StoredDownload:
    """What stands beside it."""
    text = (kept / "metadata.json").read_bytes()
    return StoredDownload.model_validate_json(text)


async def clean_main(stored: KeptDisk, records: Records) -> CleanupReport:
    """The whole of it in one slice."""
    return await main_cleanup(stored, records, now=stored.disk.now, budget=30.0)


async def clean_deep(stored: KeptDisk, records: Records) -> CleanupReport:
    """The whole of it in one slice."""
    return await deep_cleanup(stored, records, now=stored.disk.now, budget=30.0)


async def clean_temp(
    temps: TempDisk,
    records: Records,
    previous: CleanupReport | None = None,
    budget: float = 30.0,
) -> CleanupReport:
    """One slice of the temp cleanup."""
    return await temp_cleanup(
        temps,
        records,
        rules=TempRules(abandoned=3600.0),
        now=temps.disk.now,
        budget=budget,
        previous=previous,
    )
