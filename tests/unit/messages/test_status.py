"""The status message, from queue to end."""

from __future__ import annotations

from typing import Any

import pytest

from bossbot.messages.status import View, status_text
from bossbot.messages.units import bar, duration, size
from bossbot.models import (
    FETCH,
    TRANSCODE,
    DownloadRecord,
    ErrorRecord,
    MediaFile,
    Metadata,
    Progress,
    State,
)
from tests.world.requests import a_request

pytestmark = pytest.mark.unit


def a_record(state: State, stage: str = FETCH, **changes: Any) -> DownloadRecord:
    values: dict[str, Any] = {
        "id": "abcdefghjkmn",
        "schema_number": 1,
        "request": a_request(),
        "state": state,
        "stage": stage,
        "attempt": 1,
        "created": 100.0,
        "updated": 160.0,
    }
    return DownloadRecord(**(values | changes))


def a_file(name: str, size: int = 1024**2) -> MediaFile:
    return MediaFile(path=name, name=name, size=size)


def text(state: State, stage: str = FETCH, **changes: Any) -> str:
    view = {
        name: changes.pop(name)
        for name in ("progress", "position", "wait")
        if name in changes
    }
    return status_text([View(record=a_record(state, stage, **changes), **view)])


def test_queued() -> None:
    """The place in the queue, and when it starts where that is known."""
    assert text(State.QUEUED, position=2, wait=120) == (
        "Starting download…\nQueue position: 2\nEstimated start: 2m 0s"
    )


def test_downloading() -> None:
    """Name, bar, speed, remaining time and which file."""
    progress = Progress(
        stage=FETCH,
        done=55 * 1024**2,
        total=100 * 1024**2,
        speed=1.2 * 1024**2,
        name="funny_cat_video.mp4",
        file_number=1,
        file_count=3,
    )
    assert text(State.RUNNING, progress=progress).splitlines() == [
        "Downloading: `funny_cat_video.mp4`",
        "Progress: `[===========         ] 55%`",
        "Speed: 1.2 MB/s   ETA: 38s",
        "Status: Downloading (1 of 3 files)",
    ]


def test_size_unknown() -> None:
    """Without a total there is no bar, but what came."""
    progress = Progress(stage=FETCH, done=3 * 1024**2)
    assert "Progress: 3.0 MB\n" in text(State.RUNNING, progress=progress)


def test_progress_of_an_earlier_stage_is_not_shown() -> None:
    """The bar starts anew with each stage."""
    old = Progress(stage=FETCH, done=1, total=1)
    shown = text(State.RUNNING, TRANSCODE, progress=old)
    assert shown == "Converting: `media.example`\nStatus: Converting"


def test_retry() -> None:
    """Why it waits, and until when, in the reader's own clock."""
    error = ErrorRecord(code="network", permanent=False)
    shown = text(State.DELAYED, error=error, retry_at=1700000000.5)
    assert shown.endswith(
        "Status: Waiting to try again (Network error; next try <t:1700000000:R>)"
    )


def test_complete() -> None:
    """File, size and time; what was left out is said."""
    shown = text(State.COMPLETED, files=(a_file("cat.mp4"),), ended=112.0)
    assert shown == ("✅ Download complete!\nFile: `cat.mp4`\nSize: 1.0 MB   Time: 12s")
    skipped = (ErrorRecord(code="file_too_large", permanent=True),)
    many = (a_file("1.jpg"), a_file("2.jpg"))
    shown = text(State.COMPLETED, files=many, skipped=skipped)
    assert "Files: 2\nSize: 2.0 MB   Time: 1m 0s" in shown
    assert "Left out: 1 (file too large)" in shown


def test_failed() -> None:
    """Title, text, next step, receipt and the support link."""
    error = ErrorRecord(code="geo_blocked", permanent=True)
    record = a_record(State.FAILED, error=error)
    shown = status_text([View(record=record)], support_url="https://help.example")
    assert shown.splitlines()[0] == "❌ **Not available here**"
    assert "Receipt: `abcdefghjkmn`" in shown
    assert "Support: <https://help.example>" in shown


def test_several() -> None:
    """Ten downloads are ten lines and fit into one message."""
    title = Metadata(title="@everyone `" + "x" * 300)
    records = [
        a_record(State.QUEUED),
        a_record(State.COMPLETED, files=(a_file("cat.mp4"),)),
        a_record(State.FAILED, error=ErrorRecord(code="network", permanent=False)),
        *[a_record(State.RUNNING, metadata=title)] * 7,
    ]
    progress = Progress(stage=FETCH, done=1, total=2)
    views = [View(record=r, progress=progress, position=1) for r in records]
    lines = status_text(views).splitlines()
    assert lines[0] == "Downloads: 2 of 10 done"
    assert lines[1].startswith("1. Queued (position 1)")
    assert lines[2] == "2. ✅ `cat.mp4` 1.0 MB"
    assert lines[3].startswith("3. ❌ Network error")
    assert "50%" in lines[10]
    assert len(status_text(views)) < 2000


@pytest.mark.parametrize(
    ("done", "total", "shown"),
    [
        (0, 10, "[                    ] 0%"),
        (9.99, 10, "[=================== ] 99%"),
        (10, 10, "[====================] 100%"),
        (30, 10, "[====================] 100%"),
        (1, 0, "[                    ] 0%"),
    ],
)
def test_bar(done: float, total: float, shown: str) -> None:
    """Twenty cells; full only when it is; a lie about the size breaks nothing."""
    assert bar(done, total) == shown


def test_units() -> None:
    """Sizes and durations at their borders."""
    assert [size(n) for n in (0, 1023, 2048, 1024**2, 1.5 * 1024**3)] == [
        "0 bytes",
        "1023 bytes",
        "2 kB",
        "1.0 MB",
        "1.50 GB",
    ]
    assert [duration(n) for n in (-1, 59, 61, 3700)] == ["0s", "59s", "1m 1s", "1h 1m"]
