"""Fixed words: the stages, the states, what a member may ask for."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict

SCHEMA: Final = 1
"""Raised when a record or reference changes its meaning; older workers then refuse."""

FETCH: Final = "fetch"
VALIDATE: Final = "validate"
TRANSCODE: Final = "transcode"
UPLOAD: Final = "upload"
CLEANUP: Final = "cleanup"
STAGES: Final = (FETCH, VALIDATE, TRANSCODE, UPLOAD, CLEANUP)
"""The five stages in order. Plain strings: Celery takes them as task names."""


OTHER: Final = "other"
"""The platform of every site that has no name of its own here."""


class Format(StrEnum):
    """What the requester wants of the media."""

    BEST = "best"
    AUDIO = "audio"
    VIDEO = "video"
    SMALLEST = "smallest"


class Change(StrEnum):
    """What a requester takes instead of what is too large.

    `smaller`: in worse quality than is offered unasked; `audio`: the sound alone;
    `split`: cut into parts that each fit.
    """

    SMALLER = "smaller"
    AUDIO = "audio"
    SPLIT = "split"


class Priority(StrEnum):
    """How urgent a download is, within its server's queue."""

    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class State(StrEnum):
    """Where a download stands.

    Queued, dispatched to a host, running there; delayed or paused it waits without a
    slot, to be queued again. A lost or draining worker leads back to queued, too.
    """

    QUEUED = "queued"
    DISPATCHED = "dispatched"
    RUNNING = "running"
    PAUSED = "paused"
    DELAYED = "delayed"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


WAITING: Final = frozenset({State.QUEUED, State.DISPATCHED})
"""Nothing of the work has begun."""
ENDED: Final = frozenset({State.COMPLETED, State.FAILED, State.CANCELLED})
"""Only a member's own retry moves a download out of these, into a new generation."""


class Value(BaseModel):
    """A frozen value; fields of a newer version are kept out, not refused."""

    model_config = ConfigDict(frozen=True, extra="ignore")
