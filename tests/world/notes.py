"""A place to post to that takes everything it is sent, and tells how often it was.

Unlike a directory, where writing again finds what is there, a note that is posted twice
stands there twice.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import override

from bossbot.models import Delivery, DirectoryTarget, DownloadRecord, MediaFile
from bossbot.pipeline.ports import Poster

_NAME = "notes"


class NotesPoster(Poster):
    """Writes a line for each batch, however often it is told to."""

    @override
    async def find(
        self, record: DownloadRecord, delivery: Delivery, batch: int, since: float
    ) -> tuple[str, ...] | None:
        line = _line(record, delivery, batch)
        return (line,) if line in _lines(_directory(delivery)) else ()

    @override
    async def post(
        self,
        record: DownloadRecord,
        delivery: Delivery,
        batch: int,
        files: Sequence[tuple[Path, MediaFile]],
    ) -> tuple[str, ...]:
        directory = _directory(delivery)
        line = _line(record, delivery, batch)
        for path, _ in files:
            assert await asyncio.to_thread(path.read_text) == record.id
        directory.mkdir(parents=True, exist_ok=True)
        with (directory / _NAME).open("a") as notes:
            notes.write(f"{line}\n")
        return (line,)


def posted(directory: Path) -> Counter[str]:
    """How often something of each download was posted into the directory."""
    return Counter(line.split()[0] for line in _lines(directory))


def _directory(delivery: Delivery) -> Path:
    assert isinstance(delivery.target, DirectoryTarget)
    return Path(delivery.target.path)


def _line(record: DownloadRecord, delivery: Delivery, batch: int) -> str:
    return f"{record.id} {delivery.number}.{delivery.generation}.{batch}"


def _lines(directory: Path) -> list[str]:
    notes = directory / _NAME
    return notes.read_text().splitlines() if notes.exists() else []
