"""What Discord takes per file where it refused more than its own table says."""

from __future__ import annotations

from typing import Final

from bossbot.models import ErrorRecord

_MB: Final = 1024 * 1024
STEPS: Final = tuple(mb * _MB for mb in (8, 10, 20, 25, 50, 100))
"""Bytes: every limit that Discord has had, by boost level and over the years."""


def accepted_below(refused: int) -> int | None:
    """The largest limit that a refused file is above.

    Args:
        refused: The file's bytes.

    Returns:
        None for a file that every server should have taken: that teaches nothing.
    """
    return max((step for step in STEPS if step < refused), default=None)


def refused_above(error: ErrorRecord) -> int | None:
    """The bytes that a server takes, after it refused a file for having more."""
    limit = error.data.get("limit")
    return limit if error.code == "file_too_large" and isinstance(limit, int) else None
