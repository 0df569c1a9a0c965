"""The cleanup stage: what becomes of the files, by how the download ended."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest

from bossbot.models import DownloadRecord, JobReference, State
from bossbot.pipeline.cleanup import cleanup
from bossbot.pipeline.job import Job
from bossbot.pipeline.ports import Borrowed, Outcome, Stale
from bossbot.storage.layout import Place
from tests.world.records import NETWORK, NOT_FOUND, TOO_LARGE, a_record

pytestmark = pytest.mark.unit


class Kept:
    """Storage that writes down what is asked of it."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def temp(self, download_id: str) -> Path:
        return Path(download_id)

    def borrow(self, place: Place, directory: Path) -> Borrowed | None:
        self.calls.append("borrow")
        return None

    def keep(self, record: DownloadRecord) -> Path | None:
        self.calls.append("keep")
        return None

    def drop_temp(self, download_id: str) -> int:
        self.calls.append("drop")
        return 0


def a_job(record: DownloadRecord, permit: Any = None) -> Job:
    async def permitted() -> None:
        return None

    return Job(
        ref=JobReference(id=record.id, attempt=1, host="disk-a", platform="other"),
        record=record,
        owner="me",
        directory=Path("unused"),
        report=lambda progress: None,
        permit=permit or permitted,
    )


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (a_record(State.COMPLETED), ["keep", "drop"]),
        (a_record(State.CANCELLED), ["drop"]),
        (a_record(State.FAILED, error=NOT_FOUND), ["drop"]),
        (a_record(State.FAILED, error=NETWORK), []),
        (a_record(State.FAILED, error=TOO_LARGE, stage="transcode"), []),
        (a_record(State.FAILED, error=TOO_LARGE, stage="upload"), []),
        (a_record(State.FAILED, error=TOO_LARGE, stage="validate"), ["drop"]),
    ],
    ids=[
        *("completed", "cancelled", "failed for good", "may be retried"),
        *("may be made smaller", "may be posted smaller", "too large to look at"),
    ],
)
async def test_the_end_decides(record: DownloadRecord, expected: list[str]) -> None:
    """Kept first, then dropped; a failure that may be cured leaves the files."""
    kept = Kept()
    assert await cleanup(a_job(record), kept) == Outcome()
    assert kept.calls == expected


async def test_a_stale_one_touches_nothing() -> None:
    """Each effect is asked for anew: a newer attempt may own the directory."""
    kept = Kept()

    async def refuse() -> None:
        raise Stale

    with pytest.raises(Stale):
        await cleanup(a_job(a_record(), refuse), kept)
    assert kept.calls == []


async def test_a_cancelled_one_ends_its_move_before_it_lets_go() -> None:
    """While files move, the directory's lock must not be given back."""
    moving, go_on = threading.Event(), threading.Event()

    class SlowlyKept(Kept):
        def keep(self, record: DownloadRecord) -> Path | None:
            moving.set()
            go_on.wait(10)
            return super().keep(record)

    kept = SlowlyKept()
    stage = asyncio.create_task(cleanup(a_job(a_record()), kept))
    await asyncio.to_thread(moving.wait, 10)
    stage.cancel()
    await asyncio.sleep(0)
    assert not stage.done()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await stage
    assert kept.calls == ["keep"]
