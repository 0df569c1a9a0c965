"""A ledger for one stage, in memory: enough to supervise against."""

from __future__ import annotations

from typing import Any

from bossbot.errors import BossBotError
from bossbot.models import DownloadRecord, JobReference, Progress, StageTimes, State
from bossbot.pipeline.ports import LedgerAwayError, Outcome, Stale
from tests.world.requests import a_request

REF = JobReference(id="download1", attempt=1, host="disk-a", platform="other")


def a_record(**changes: Any) -> DownloadRecord:
    """A download whose fetch runs."""
    values: dict[str, Any] = {
        "id": REF.id,
        "schema_number": 1,
        "request": a_request(),
        "state": State.RUNNING,
        "stage": "fetch",
        "attempt": 1,
        "host": "disk-a",
        "created": 0.0,
        "updated": 0.0,
        "stages": {
            stage: StageTimes()
            for stage in ("fetch", "validate", "transcode", "upload", "cleanup")
        },
    }
    return DownloadRecord(**(values | changes))


class FakeStageLedger:
    """Implements `StageLedger`; `stale` and `away` turn it into a bad day."""

    def __init__(self, record: DownloadRecord | None = None) -> None:
        self.record = record or a_record()
        self.calls: list[tuple[str, Any]] = []
        self.renewals = 0
        self.stale = False
        self.away = False

    def _check(self) -> None:
        if self.away:
            raise LedgerAwayError
        if self.stale:
            raise Stale

    async def begin(self, ref: JobReference, stage: str, owner: str) -> DownloadRecord:
        self._check()
        return self.record

    async def renew(self, ref: JobReference, owner: str) -> None:
        self._check()
        self.renewals += 1

    async def report(self, ref: JobReference, progress: Progress) -> None:
        self.calls.append(("report", progress))

    async def finish(
        self, ref: JobReference, stage: str, owner: str, outcome: Outcome
    ) -> JobReference | None:
        self._check()
        self.calls.append(("finish", outcome))
        return None

    async def retry(
        self,
        ref: JobReference,
        stage: str,
        owner: str,
        *,
        delay: float,
        error: BossBotError,
        soon: bool,
    ) -> bool:
        self._check()
        self.calls.append(("retry", (delay, error.code, soon)))
        return soon

    async def release(self, ref: JobReference, stage: str, owner: str) -> None:
        self._check()
        self.calls.append(("release", stage))

    async def fail(
        self, ref: JobReference, stage: str, owner: str, error: BossBotError
    ) -> None:
        self._check()
        self.calls.append(("fail", error.code))

    async def intend_post(
        self,
        ref: JobReference,
        owner: str,
        key: str,
        *,
        files: int,
        size: int,
        instead: int | None = None,
    ) -> None:
        self._check()
        self.calls.append(("intend", key))

    async def record_post(
        self, ref: JobReference, owner: str, key: str, messages: tuple[str, ...]
    ) -> None:
        self._check()
        self.calls.append(("posted", messages))

    async def lower_upload_limit(self, guild: str, most: int) -> int:
        self._check()
        self.calls.append(("lowered", (guild, most)))
        return most
