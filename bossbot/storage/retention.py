"""How long temp directories and kept files live, as pure rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bossbot.models import ENDED, TRANSCODE, UPLOAD, DownloadRecord, State

HOUR: Final = 3600.0
FAILED_KEPT_SECONDS: Final = 6 * HOUR
ORPHAN_SECONDS: Final = 24 * HOUR


@dataclass(frozen=True, slots=True, kw_only=True)
class TempRules:
    """Seconds a temp directory lives on after its download stopped.

    Attributes:
        abandoned: Nobody knows it or works on it (TEMP_RETENTION_SECONDS).
        paused: Its partial files wait for the member to resume.
        retryable: It failed in a way that trying again may cure, or a change of what
            is wanted.
    """

    abandoned: float = HOUR
    paused: float = 6 * HOUR
    retryable: float = HOUR / 2


def may_be_retried(record: DownloadRecord) -> bool:
    """Whether it failed in a way that trying again may cure."""
    return (
        record.state is State.FAILED
        and record.error is not None
        and not record.error.permanent
    )


def leaves_source(record: DownloadRecord) -> bool:
    """Whether what was fetched lies there, to be made into something smaller."""
    return (
        record.state is State.FAILED
        and record.error is not None
        and record.error.code == "file_too_large"
        and record.stage in (TRANSCODE, UPLOAD)
    )


def has_finished_files(record: DownloadRecord) -> bool:
    """Whether its files are ready to be posted: transcode has ended."""
    times = record.stages.get(TRANSCODE)
    return bool(record.files and times and times.ended is not None)


def worth_keeping(record: DownloadRecord) -> bool:
    """Whether its files go to storage before its temp directory is dropped."""
    if record.state is State.COMPLETED:
        return True
    return may_be_retried(record) and has_finished_files(record)


def temp_expires_at(
    record: DownloadRecord | None, *, disk_id: str, touched: float, rules: TempRules
) -> float | None:
    """From when on a temp directory may go; None while it is in use.

    Args:
        record: The download as the ledger knows it.
        disk_id: The host the directory lies on.
        touched: When something in the directory last changed.
        rules: The operator's numbers.
    """
    if record is None:
        return touched + rules.abandoned
    if record.state is State.PAUSED:
        return max(record.updated, touched) + rules.paused
    if record.state not in ENDED:
        # A host that came back after its work went elsewhere has leftovers of it.
        moved_on = record.host not in ("", disk_id)
        return max(record.updated, touched) + rules.abandoned if moved_on else None
    if not record.cleaned:
        # Its own cleanup is under way or will be sent again: that one goes first.
        return record.updated + rules.abandoned
    waits = may_be_retried(record) or leaves_source(record)
    return record.updated + (rules.retryable if waits else 0.0)


def kept_seconds(record: DownloadRecord) -> float:
    """How long a download's files are kept, from when they are; as its keeper may."""
    retention = record.keeper.request.retention
    if record.state is State.FAILED:
        return min(FAILED_KEPT_SECONDS, retention)
    return retention
