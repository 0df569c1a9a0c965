"""Not more requests a second than Discord takes of one bot, whatever they are about.

The library knows the limits of each route, but meets the one of all routes together
only by being refused: a flood in many channels then costs several refusals a message,
and 10,000 in ten minutes ban our address. So from the first such refusal on requests
take turns for a while; a Discord that takes more (of large bots it does) never refuses.
Answers to interactions don't count there.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import Callable
from types import SimpleNamespace
from typing import Final

import aiohttp
import structlog

log = structlog.get_logger(__name__)

RATE: Final = 38.0
"""Requests a second in the long run; of Discord's 50 the workers need some, too."""
BURST: Final = 8
"""Requests at once after a rest."""
REST: Final = 1.0
"""Seconds after a refusal without any request: Discord counts by the second."""
LASTS: Final = 300.0
"""Seconds after the last refusal for which requests take turns."""

_FREE: Final = ("/interactions/", "/webhooks/")


class Pace:
    """Lets requests through one by one; edits wait until nothing else does.

    Args:
        rate: So many a second.
        burst: So many at once.
        rest: Seconds without any after a refusal.
        lasts: Seconds after a refusal; before the first one nothing waits.
    """

    def __init__(
        self,
        *,
        rate: float = RATE,
        burst: int = BURST,
        rest: float = REST,
        lasts: float = LASTS,
    ) -> None:
        self._every = 1 / rate
        self._ahead = (burst - 1) * self._every
        self._rest, self._lasts = rest, lasts
        self._until = self._next = 0.0
        self._waiting: list[tuple[bool, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()
        self._timer: asyncio.TimerHandle | None = None

    def refused(self) -> None:
        """Discord said that these were too many."""
        now = asyncio.get_running_loop().time()
        if now >= self._until:
            log.warning("too many requests for Discord: they take turns now")
        self._until = now + self._lasts
        self._next = max(self._next, now + self._rest + self._ahead)

    async def turn(self, *, edit: bool = False) -> None:
        """Wait for one's turn."""
        loop = asyncio.get_running_loop()
        if loop.time() >= self._until and not self._waiting:
            return
        turn: asyncio.Future[None] = loop.create_future()
        heapq.heappush(self._waiting, (edit, next(self._numbers), turn))
        if self._timer is None:
            self._let_through(loop.time)
        await turn

    def _let_through(self, clock: Callable[[], float]) -> None:
        self._timer = None
        while self._waiting:
            now = clock()
            if (at := self._next - self._ahead) > now:
                loop = asyncio.get_running_loop()
                self._timer = loop.call_at(at, self._let_through, clock)
                return
            *_, turn = heapq.heappop(self._waiting)
            if not turn.done():  # else nobody waits any more
                self._next = max(now, self._next) + self._every
                turn.set_result(None)


def paced(pace: Pace | None = None) -> aiohttp.TraceConfig:
    """What a client takes as `http_trace`: each try of each request waits its turn."""
    pace = pace or Pace()

    async def started(
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        request: aiohttp.TraceRequestStartParams,
    ) -> None:
        if not any(part in request.url.path for part in _FREE):
            await pace.turn(edit=request.method == "PATCH")

    async def ended(
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        request: aiohttp.TraceRequestEndParams,
    ) -> None:
        answer = request.response
        if answer.status == 429 and "X-RateLimit-Global" in answer.headers:
            pace.refused()

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(started)
    trace.on_request_end.append(ended)
    return trace
