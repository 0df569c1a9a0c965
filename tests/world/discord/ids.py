"""Ids and times as Discord writes them."""

from __future__ import annotations

import itertools
import time
from datetime import UTC, datetime

DISCORD_EPOCH_MS = 1_420_070_400_000
_counter = itertools.count()


def snowflake(at: float | None = None) -> str:
    """An id that sorts by time, as Discord's do."""
    milliseconds = int((time.time() if at is None else at) * 1000)
    return str(((milliseconds - DISCORD_EPOCH_MS) << 22) | (next(_counter) & 0x3FFFFF))


def iso(at: float) -> str:
    """A moment as the payloads give it."""
    return datetime.fromtimestamp(at, UTC).isoformat()
