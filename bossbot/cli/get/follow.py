"""Puts the downloads into the queue and watches them to their end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from typing import Final, Protocol

from bossbot.cli.get.display import Display
from bossbot.cli.get.order import Wanted
from bossbot.cli.get.result import Result
from bossbot.errors import NotPossibleError
from bossbot.models import ENDED, DownloadRecord, Progress, Request, Taken
from bossbot.pipeline.ports import LedgerAwayError

_LOOK_EVERY: Final = 0.05
_CLEANUP_PATIENCE: Final = 5.0
"""Seconds after its end for which a download's cleanup is waited for."""


class Queue(Protocol):
    """What is needed of the queue (`bossbot.bootstrap.QueueClient`)."""

    async def enqueue(self, download_id: str, request: Request) -> Taken:
        """Put a download among the waiting."""
        ...

    async def cancel(self, download_id: str, *, by: str) -> None:
        """End a download.

        Raises:
            NotPossibleError: It has ended already, or was never there.
        """
        ...

    async def record(self, download_id: str) -> DownloadRecord | None:
        """The download as it stands."""
        ...

    async def progress(self, download_id: str) -> Progress | None:
        """How its running stage is getting on."""
        ...


class Following:
    """The downloads of one command, until each has ended."""

    def __init__(self, queue: Queue, requests: Mapping[Wanted, Request]) -> None:
        self._queue = queue
        self._requests = requests
        self._open = list(requests)
        self._ended: dict[str, float] = {}

    async def results(self, display: Display) -> AsyncIterator[Result]:
        """Each download's result, as it ends.

        A server that is away is waited for: it comes back with its data, but for the
        last second's.
        """
        while self._open:
            for wanted in list(self._open):
                with suppress(LedgerAwayError):
                    result = await self._look(wanted, display)
                    if result is not None:
                        self._open.remove(wanted)
                        yield result
            await asyncio.sleep(_LOOK_EVERY)

    async def cancel(self, *, by: str) -> None:
        """End what is open; `results` then tells how."""
        for wanted in list(self._open):
            with suppress(LedgerAwayError, NotPossibleError):
                await self._queue.cancel(wanted.id, by=by)

    def abandon(self) -> list[Result]:
        """The results of what is open still, as far as they are known."""
        left, self._open = self._open, []
        return [Result.cancelled(wanted) for wanted in left]

    async def _look(self, wanted: Wanted, display: Display) -> Result | None:
        record = await self._queue.record(wanted.id)
        if record is None:
            await self._queue.enqueue(wanted.id, self._requests[wanted])
            return None
        if record.state not in ENDED:
            display.show(wanted, record, await self._queue.progress(wanted.id))
            return None
        now = asyncio.get_running_loop().time()
        ended = self._ended.setdefault(wanted.id, now)
        if record.cleaned or now - ended > _CLEANUP_PATIENCE:
            return Result.of(wanted, record)
        return None
