from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bossbot.adapters.disk import Disk
from bossbot.models import Metadata, Subtitles
from tests.world.records import a_file, a_record


class Clock:
    """Says what it is told; epoch seconds."""

    def __init__(self) -> None:
        self.at = 1713360000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def disk(tmp_path: Path, clock: Clock) -> Disk:
    return Disk.open(tmp_path / "storage", now=clock)


def put(path: Path, content: bytes = b"data") -> Path:
    """A file with its parents."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def tree(path: Path) -> set[str]:
    """Every file below, by its path from there."""
    return {str(p.relative_to(path)) for p in path.rglob("*") if not p.is_dir()}


RECORD = a_record(
    files=(
        a_file("output/cat.mp4", thumbnail="output/cat.jpg"),
        a_file("output/sub/cat.mp4"),
    ),
    metadata=Metadata(
        title="A cat",
        date=datetime(2024, 4, 17, tzinfo=UTC),
        extractor="x",
        subtitles=(Subtitles(path="source/a1b2.vtt", language="de", size=6),),
    ),
)
NAMES = {
    "metadata.json",
    "content/20240417_123456_cat.mp4",
    "content/20240417_123456_cat_2.mp4",
    "content/20240417_123456_cat thumbnail.jpg",
    "content/20240417_123456_cat.de.vtt",
}


def fill(disk: Disk) -> Path:
    """A temp directory with the files of `RECORD`, and one that is not listed."""
    temp = disk.temp("d1")
    put(temp / "output/cat.mp4", b"moov")
    put(temp / "output/cat.jpg", b"jpeg")
    put(temp / "output/sub/cat.mp4", b"mdat")
    put(temp / "source/cat.webm", b"source")
    put(temp / "source/a1b2.vtt", b"WEBVTT")
    return temp
