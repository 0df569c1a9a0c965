"""Every way a download can end badly."""

from __future__ import annotations

import errno
from typing import Final, Self

from bossbot.errors.base import BossBotError

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


class NetworkError(BossBotError):
    """The site could not be reached, or broke off. Data: `platform`."""

    code = "network"
    permanent = False


class RateLimitedError(BossBotError):
    """The site asked us to slow down. Data: `platform`; `retry_after` where told."""

    code = "rate_limit"
    permanent = False


class FileTooLargeError(BossBotError):
    """More bytes than allowed. Data: `size_mb` (where known), `max_mb`.

    Where Discord refused what should have fitted, `refused_by` says so, and `limit`
    has the bytes that it takes, as far as that can be told.
    """

    code = "file_too_large"

    @classmethod
    def of(cls, *, limit: float, size: float | None = None) -> Self:
        """The error of so many bytes where `limit` bytes are allowed."""
        facts = {} if size is None else {"size_mb": _megabytes(size)}
        return cls(**facts, max_mb=_megabytes(limit))

    @classmethod
    def refused(cls, *, size: float, limit: int | None) -> Self:
        """Discord took no file of so many bytes; `limit` is what it takes."""
        size_mb = _megabytes(size)
        if limit is None:
            return cls(size_mb=size_mb, refused_by="discord")
        most = _megabytes(limit)
        return cls(size_mb=size_mb, max_mb=most, refused_by="discord", limit=limit)


def _megabytes(size: float) -> float:
    """As people read it: 20, not 20.0."""
    rounded = round(size / 1024**2, 1)
    return int(rounded) if rounded.is_integer() else rounded


class InvalidUrlError(BossBotError):
    """Not a link that may be used. Data: `reason`, one of `bossbot.links`' words."""

    code = "invalid_url"


class UnsupportedUrlError(BossBotError):
    """No extractor knows the page, or nothing on it is media. Data: `host`."""

    code = "unsupported_url"


class PermissionDeniedError(BossBotError):
    """The site refuses this content to us. Data: `platform`.

    With `reason` `age_restricted` it is us: the channel is not for adults alone; with
    `platform` it is the server, which takes nothing of it.
    """

    code = "permission_denied"


class LoginRequiredError(BossBotError):
    """The site wants an account; operators can give cookies. Data: `platform`."""

    code = "login_required"


class NotFoundError(BossBotError):
    """Gone, or never there. Data: `platform`."""

    code = "not_found"


class GeoBlockedError(BossBotError):
    """Not available where the worker stands. Data: `platform`."""

    code = "geo_blocked"


class InvalidFileError(BossBotError):
    """What was fetched is not what it claims, or not playable. Data: `reason`."""

    code = "invalid_file"


class MalwareError(BossBotError):
    """The scanner found something. Data: `signature`."""

    code = "malware"


class QueueFullError(BossBotError):
    """The server's queue is full. Data: `waiting`, `wait_seconds`."""

    code = "queue_full"


class DailyLimitError(BossBotError):
    """The user asked for all they may today. Data: `used`, `limit`, `resets_in` (s)."""

    code = "daily_limit"


class IntakeStoppedError(BossBotError):
    """An operator takes in nothing for now. Data: `reason` (their words, or empty)."""

    code = "intake_stopped"


class NotPossibleError(BossBotError):
    """A control that doesn't fit the download. Data: `action`, `reason`.

    Reasons: `unknown` (no such download), `ended`, `running` (past fetch), `shared`
    (others wait for it too), `not_failed`, `pinned`, `not_too_large` (no change was
    called for), `under_way` (it is tried again with another change), `worn_out`
    (retried too often).
    """

    code = "not_possible"


class QuotaExceededError(BossBotError):
    """The server used its bytes for today. Data: `quota_mb`, `resets_at`."""

    code = "quota_exceeded"


class DiskFullError(BossBotError):
    """The worker host has no room; it passes by itself."""

    code = "disk_full"
    permanent = False

    @staticmethod
    def explains(error: BaseException) -> bool:
        """Whether the operating system refused something for want of room."""
        return isinstance(error, OSError) and error.errno in _FULL


class DiscordError(BossBotError):
    """Discord would not take the upload. Data: `status`, `discord_code`."""

    code = "discord_error"
    permanent = False


class DiscordRefusedError(DiscordError):
    """Discord refused for good (no permission, channel gone). Data: the same."""

    permanent = True


class CleanupError(BossBotError):
    """A cleanup failed; for operators only. Data: `reason`."""

    code = "cleanup_error"
    permanent = False


class UnknownError(BossBotError):
    """Something on our side; the receipt's id leads to the log. Retried once."""

    code = "unknown"
    permanent = False


class WorkerLostError(UnknownError):
    """The workers died under this download too often. Data: `times`."""

    code = "worker_lost"
    permanent = True


class CancelledError(BossBotError):
    """Someone who may cancelled it. Data: `by`."""

    code = "cancelled"
