"""Starts the client again when it breaks; gives up when it keeps breaking."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final

import structlog

from bossbot.settings import SettingsError

log = structlog.get_logger(__name__)

MOST: Final = 5
"""Breakdowns within `WINDOW` that are put up with."""
WINDOW: Final = 600.0
FIRST_PAUSE: Final = 2.0
LONGEST_PAUSE: Final = 60.0


async def supervised(
    run: Callable[[], Awaitable[None]],
    *,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Run something again and again, until it ends by itself.

    The library makes lost connections anew; what comes out of it is an accident, such
    as a session that the gateway won't have any more. What only operators can cure
    isn't tried again.

    Args:
        run: One life; a new client each time.
        sleep: Pauses, seconds.
        clock: Seconds.

    Raises:
        SettingsError: As soon as it comes.
        Exception: The last one, when it broke too often in too short a time.
    """
    broke: deque[float] = deque()
    while True:
        try:
            await run()
        except SettingsError:
            raise
        except Exception:
            now = clock()
            broke.append(now)
            while broke[0] < now - WINDOW:
                broke.popleft()
            if len(broke) > MOST:
                raise
            pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** (len(broke) - 1))
            log.exception("the client broke, and is started again", pause=pause)
            await sleep(pause)
        else:
            return
