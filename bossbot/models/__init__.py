"""The values everything speaks in: frozen, JSON in and out, without behaviour of note.

Sizes are bytes, durations seconds, instants seconds since the epoch by Redis' clock.

- `words`: stages, states, formats, priorities.
- `media`: a file, what the site says of it, limits, progress.
- `requests`: what was asked for, and the deliveries.
- `records`: a download as the ledger and the broker know it.
"""

from bossbot.models.media import Kind, Limits, MediaFile, Metadata, Progress
from bossbot.models.records import (
    DownloadRecord,
    ErrorRecord,
    JobReference,
    Post,
    StageTimes,
)
from bossbot.models.requests import Delivery, DirectoryTarget, DiscordTarget, Request
from bossbot.models.words import (
    CLEANUP,
    ENDED,
    FETCH,
    SCHEMA,
    STAGES,
    TRANSCODE,
    UPLOAD,
    VALIDATE,
    WAITING,
    Format,
    Priority,
    State,
    Value,
)

__all__ = [
    "CLEANUP",
    "ENDED",
    "FETCH",
    "SCHEMA",
    "STAGES",
    "TRANSCODE",
    "UPLOAD",
    "VALIDATE",
    "WAITING",
    "Delivery",
    "DirectoryTarget",
    "DiscordTarget",
    "DownloadRecord",
    "ErrorRecord",
    "Format",
    "JobReference",
    "Kind",
    "Limits",
    "MediaFile",
    "Metadata",
    "Post",
    "Priority",
    "Progress",
    "Request",
    "StageTimes",
    "State",
    "Value",
]
