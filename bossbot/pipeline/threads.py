"""Blocking work in a thread, beside the lease's renewal."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


async def to_the_end[T](work: Callable[[], T]) -> T:
    """Run it; who is cancelled meanwhile waits for its end.

    A cancelled stage lets go of the download's directory, and must not do so while
    a thread still moves files there.
    """
    running = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait({running})
        running.exception()  # seen: the cancellation is what counts now
        raise
