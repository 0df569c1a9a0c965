"""One line of limited speed that everything sent over it shares."""

from __future__ import annotations

import asyncio

BURST = 0.02
"""Seconds by which a sleep may be late before the line's time is lost."""


class Line:
    """Lets through so many bytes a second, in the order in which they come."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._free_at = 0.0

    async def carry(self, size: int) -> None:
        """Return when so many bytes are through."""
        now = asyncio.get_running_loop().time
        begins = max(self._free_at, now() - BURST)
        self._free_at = begins + size / self._rate
        await asyncio.sleep(self._free_at - now())
