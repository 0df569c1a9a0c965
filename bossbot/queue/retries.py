"""What happens after an error, stage by stage (the table of the specification).

Waits double from 2 s to 60 s with full jitter: each is drawn evenly from zero to its
bound, so that many downloads that failed together don't come back together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bossbot.errors import BossBotError, DiskFullError, UnknownError
from bossbot.models import CLEANUP, FETCH, TRANSCODE, UPLOAD, VALIDATE
from bossbot.queue.timing import CLEANUP_RETRIES, SOON

BASE: Final = 2.0
CAP: Final = 60.0
UPLOAD_WAIT: Final = 60.0
UPLOAD_PATIENCE: Final = 30
"""After its quick retries an upload is tried every minute, 30 times."""
DISK_WAIT: Final = 60.0
DISK_PATIENCE: Final = 60
"""Downloads wait for room on the disk: a minute or two each time, for over an hour."""

_RETRIES: Final = {VALIDATE: 5, TRANSCODE: 1, UPLOAD: 5, CLEANUP: CLEANUP_RETRIES}


@dataclass(frozen=True, slots=True)
class Retry:
    """Try the stage again, `delay` seconds from now."""

    delay: float

    @property
    def soon(self) -> bool:
        """Whether the wait is short enough to keep the slot."""
        return self.delay <= SOON


def after_error(
    stage: str,
    error: BossBotError,
    *,
    retries: int,
    max_retries: int,
    draw: Callable[[float, float], float],
    patient: bool = True,
) -> Retry | None:
    """What to do after an error; None gives the download up.

    Args:
        stage: Where it happened.
        error: What happened.
        retries: How often this stage was tried again already.
        max_retries: The requester's own number, for fetch.
        draw: A uniform draw between two bounds (`random.uniform`).
        patient: Whether the requester is fine with minutes and hours of waiting.
    """
    if error.permanent:
        return None
    if patient and isinstance(error, DiskFullError):
        # Our own trouble: it is waited for, whatever the requester set.
        wait = DISK_WAIT + draw(0, DISK_WAIT)
        return Retry(wait) if retries < DISK_PATIENCE else None
    if isinstance(error, DiskFullError) and stage != CLEANUP:
        return None  # no quick retry makes room
    allowed = max_retries if stage == FETCH else _RETRIES[stage]
    if isinstance(error, UnknownError):
        allowed = min(allowed, 1)
    if retries < allowed:
        wait = draw(0, min(CAP, BASE * 2**retries))
        return Retry(max(wait, error.retry_after or 0.0))
    lasting = patient and stage == UPLOAD and not isinstance(error, UnknownError)
    if lasting and retries < allowed + UPLOAD_PATIENCE:
        return Retry(max(UPLOAD_WAIT, error.retry_after or 0.0))
    return None
