"""The values everything speaks in: frozen, JSON in and out, without behaviour of note.

Sizes are bytes, durations seconds, instants seconds since the epoch by Redis' clock.

- `words`: stages, states, formats, priorities.
- `media`: a file, what the site says of it, limits, progress.
- `requests`: what was asked for, by whom, where it is to stand.
- `records`: a download as the ledger and the broker know it, with its deliveries.
"""

from bossbot.models.media import Kind, Limits, MediaFile, Metadata, Progress
from bossbot.models.records import (
    Delivery,
    DownloadRecord,
    ErrorRecord,
    JobReference,
    Post,
    StageTimes,
    Variant,
)
from bossbot.models.requests import DirectoryTarget, DiscordTarget, Request, Target
from bossbot.models.words import (
    CLEANUP,
    ENDED,
    FETCH,
    OTHER,
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
    "OTHER",
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
    "Target",
    "Value",
    "Variant",
]
