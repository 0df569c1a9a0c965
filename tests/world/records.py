"""Records as the ledger gives them, with what a test doesn't care about filled in."""

from __future__ import annotations

from typing import Any

from bossbot.models import (
    SCHEMA,
    DownloadRecord,
    ErrorRecord,
    MediaFile,
    StageTimes,
    State,
)
from tests.world.requests import a_request

CREATED = 1713357296.0
"""2024-04-17 12:34:56 UTC."""

NETWORK = ErrorRecord(code="network", permanent=False)
TOO_LARGE = ErrorRecord(code="file_too_large", permanent=True)
NOT_FOUND = ErrorRecord(code="not_found", permanent=True)


def a_file(path: str = "output/cat.mp4", **changes: Any) -> MediaFile:
    """A video as transcode leaves it."""
    values: dict[str, Any] = {
        "path": path,
        "name": path.rpartition("/")[2],
        "size": 4,
        "kind": "video",
        "mime": "video/mp4",
    }
    return MediaFile(**(values | changes))


def a_record(state: State = State.COMPLETED, **changes: Any) -> DownloadRecord:
    """A download that went through all stages on host `disk-a`."""
    times = StageTimes(began=CREATED, ended=CREATED + 1)
    values: dict[str, Any] = {
        "id": "d1",
        "schema_number": SCHEMA,
        "request": a_request(),
        "state": state,
        "stage": "cleanup",
        "attempt": 1,
        "host": "disk-a",
        "created": CREATED,
        "updated": CREATED + 10,
        "tool": "yt-dlp",
        "files": (a_file(),),
        "stages": dict.fromkeys(("fetch", "validate", "transcode"), times),
    }
    return DownloadRecord(**(values | changes))
