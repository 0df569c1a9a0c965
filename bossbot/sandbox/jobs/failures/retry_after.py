"""When a site says to come back: the headers that tell it, as seconds from now."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Final

LONGEST: Final = 6 * 3600.0
"""A site that asks for more is taken at this."""
_WEEK: Final = 7 * 86400.0


def retry_after(
    headers: Mapping[str, str], *, now: float | None = None
) -> float | None:
    """Seconds to wait, from `Retry-After` (seconds or a date) or a rate-limit reset.

    Args:
        headers: The answer's headers, in any case.
        now: Epoch seconds; the present time if not given.
    """
    lower = {str(key).lower(): str(value) for key, value in headers.items()}
    now = time.time() if now is None else now
    wait = _wait(lower.get("retry-after"), now, instants_from=now - _WEEK)
    for name in ("x-ratelimit-reset", "x-rate-limit-reset", "ratelimit-reset"):
        if wait is None:
            wait = _wait(lower.get(name), now, instants_from=now / 2)
    return None if wait is None else min(max(wait, 0.0), LONGEST)


def _wait(value: str | None, now: float, *, instants_from: float) -> float | None:
    """Seconds from now; numbers so large are taken for instants, as some sites mean."""
    if not value:
        return None
    try:
        number = float(value)
    except ValueError:
        return _until(value, now)
    if math.isnan(number):
        return None
    return number - now if number >= instants_from else number


def _until(date: str, now: float) -> float | None:
    try:
        return parsedate_to_datetime(date).timestamp() - now
    except (ValueError, OverflowError):
        return None
