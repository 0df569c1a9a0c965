"""What a job may receive: so many bytes in all, and so many a second."""

from __future__ import annotations

import asyncio
import time
from typing import Final

BUFFER: Final = 64 * 1024
"""The most bytes held of any one connection and direction."""

_SLICES: Final = 8
"""A throttled read brings at most this part of a second's bytes."""


class CapExceeded(Exception):
    """The site sent more than the job may receive."""


class Throttle:
    """A bandwidth shared by every connection that takes from it, first come first.

    Each taker reserves its time on one line; a pause in the traffic is not saved up.

    Args:
        bytes_per_second: 0 for no limit.
    """

    def __init__(self, bytes_per_second: int) -> None:
        self._rate = bytes_per_second
        self._free_at = 0.0
        limit = max(bytes_per_second // _SLICES, 1)
        self.slice = min(BUFFER, limit) if bytes_per_second else BUFFER

    def reserve(self, size: int, now: float) -> float:
        """The seconds to wait after having read `size` bytes at `now`."""
        if not self._rate:
            return 0.0
        self._free_at = max(self._free_at, now) + size / self._rate
        return self._free_at - now

    async def take(self, size: int) -> None:
        """Wait as long as `size` bytes take; lets the loop's other tasks in anyway."""
        await asyncio.sleep(self.reserve(size, time.monotonic()))


class Meter:
    """Counts what the sites send to one job, over all its connections."""

    def __init__(self, *, max_bytes: int, throttle: Throttle) -> None:
        self.max_bytes = max_bytes
        self._throttle = throttle
        self.received = 0
        self.exceeded = False

    def room(self, size: int) -> int:
        """How much of `size` to read next: one byte over the cap proves the excess.

        Raises:
            CapExceeded: The cap was passed before.
        """
        if self.exceeded:
            raise CapExceeded
        return min(size, self._throttle.slice, self.max_bytes - self.received + 1)

    async def count(self, data: bytes) -> bytes:
        """Take note of what was read; returns what of it may be passed on.

        Raises:
            CapExceeded: Nothing of it.
        """
        kept = data[: self.max_bytes - self.received]
        self.received += len(kept)
        self.exceeded = self.exceeded or len(kept) < len(data)
        if data and not kept:
            raise CapExceeded
        await self._throttle.take(len(kept))
        return kept
