"""The handle a running stage works through."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from bossbot.models import DownloadRecord, JobReference
from bossbot.pipeline.ports import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One execution of one stage of one download.

    Attributes:
        record: The download as it stood when the stage began.
        directory: The download's temp directory on this host, locked for us.
        report: Tells progress.
        permit: Returns while the fencing token is current and raises `Stale`
            otherwise; awaited right before every effect that the outside sees.
        owner: The random name of this execution, half of the fencing token.
    """

    ref: JobReference
    record: DownloadRecord
    owner: str
    directory: Path
    report: Report
    permit: Callable[[], Awaitable[None]]
