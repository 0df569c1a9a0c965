"""The empty worker on a machine whose clock is wrong.

`SKEW_SECONDS` says by how much. Everything Python code asks for the time is off, from
before Celery is imported; what has elapsed (`time.monotonic`) is right, as it would be.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from typing import Self, override

SKEW = float(os.environ["SKEW_SECONDS"])

_time, _time_ns = time.time, time.time_ns
_gmtime, _localtime = time.gmtime, time.localtime


class _SkewedDatetime(dt.datetime):
    @classmethod
    @override
    def now(cls, tz: dt.tzinfo | None = None) -> Self:
        return cls.fromtimestamp(time.time(), tz)

    @classmethod
    @override
    def utcnow(cls) -> Self:
        return cls.fromtimestamp(time.time(), dt.UTC).replace(tzinfo=None)


time.time = lambda: _time() + SKEW
time.time_ns = lambda: _time_ns() + int(SKEW * 1e9)
time.gmtime = lambda seconds=None: _gmtime(time.time() if seconds is None else seconds)
time.localtime = lambda seconds=None: _localtime(
    time.time() if seconds is None else seconds
)
dt.datetime = _SkewedDatetime  # type: ignore[misc]

from tests.world.empty_worker import app  # noqa: E402

__all__ = ["app"]
