"""How long each stage may take."""

from __future__ import annotations

from typing import Final

from bossbot.models import CLEANUP, FETCH, TRANSCODE, UPLOAD, VALIDATE
from bossbot.settings import Settings

_PATIENCE: Final = 6
"""A transcode stage may wait for a processor behind so many others of its length."""

_BACKSTOP: Final = 600.0
"""More than a supervisor waits for a lock, an absent Redis and a dying job together."""


def deadlines(settings: Settings) -> dict[str, float]:
    """Seconds each stage may take.

    A conversion has its own deadline, which counts from getting a processor.
    """
    return {
        FETCH: settings.fetch_timeout_seconds,
        VALIDATE: settings.validate_timeout_seconds,
        TRANSCODE: _PATIENCE * settings.transcode_timeout_seconds,
        UPLOAD: settings.upload_timeout_seconds,
        CLEANUP: settings.cleanup_timeout_seconds,
    }


def hard_limit(settings: Settings) -> float:
    """Seconds after which a pool process is killed: its supervision must have hung."""
    return max(deadlines(settings).values()) + _BACKSTOP
