"""The error taxonomy: every way a download can end badly, as types that carry data.

No type here holds a sentence for a person: `bossbot.messages.errors` makes those, at
the edge, in one table. Nothing but the standard library is imported, so that the
sandbox can speak in the same codes.

- `base`: what they have in common, and how they travel. - `kinds`: all of them.
"""

from bossbot.errors.base import BossBotError
from bossbot.errors.kinds import (
    CancelledError,
    CleanupError,
    DailyLimitError,
    DiscordError,
    DiscordRefusedError,
    DiskFullError,
    FileTooLargeError,
    GeoBlockedError,
    IntakeStoppedError,
    InvalidFileError,
    InvalidUrlError,
    LoginRequiredError,
    MalwareError,
    NetworkError,
    NotFoundError,
    NotPossibleError,
    PermissionDeniedError,
    QueueFullError,
    QuotaExceededError,
    RateLimitedError,
    UnknownError,
    UnsupportedUrlError,
    WorkerLostError,
)

__all__ = [
    "BossBotError",
    "CancelledError",
    "CleanupError",
    "DailyLimitError",
    "DiscordError",
    "DiscordRefusedError",
    "DiskFullError",
    "FileTooLargeError",
    "GeoBlockedError",
    "IntakeStoppedError",
    "InvalidFileError",
    "InvalidUrlError",
    "LoginRequiredError",
    "MalwareError",
    "NetworkError",
    "NotFoundError",
    "NotPossibleError",
    "PermissionDeniedError",
    "QueueFullError",
    "QuotaExceededError",
    "RateLimitedError",
    "UnknownError",
    "UnsupportedUrlError",
    "WorkerLostError",
]
