"""One supervised execution: lease, progress, cancellation and deadline around the work.

A renewed lease proves that this supervision lives; what the stage itself started
(sandbox jobs, connections) dies with the asyncio task it runs in.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

import structlog

from bossbot.errors import BossBotError, DiskFullError, UnknownError
from bossbot.models import DownloadRecord, JobReference, Progress
from bossbot.pipeline.job import Job
from bossbot.pipeline.ports import (
    Draining,
    LedgerAwayError,
    Outcome,
    StageLedger,
    Stale,
    TempLock,
)
from bossbot.queue import timing
from bossbot.queue.timeouts import timed_out

log = structlog.get_logger(__name__)

type Work = Callable[[Job], Awaitable[Outcome]]

GRACE: Final = 4.0
"""Seconds a stage has to end by itself when its worker goes away: of ten, in which
the mark is seen, jobs are killed and everything is written down."""


@dataclass(kw_only=True, slots=True)
class Execution:
    """A stage that took the lease.

    Attributes:
        record: The download as `begin` gave it.
        owner: The random name of this execution, half of the fencing token.
        work: What the stage does.
        deadline: Seconds it may take, from holding the download's directory.
        draining: Whether this worker is going away.
    """

    ledger: StageLedger
    lock: TempLock
    ref: JobReference
    record: DownloadRecord
    stage: str
    owner: str
    work: Work
    deadline: float
    draining: Callable[[], bool]
    _progress: Progress | None = None
    _reported: Progress | None = None
    _give_back_at: float | None = None

    async def run(self) -> Outcome:
        """Do the work for as long as nobody else took over.

        Raises:
            BossBotError: The work failed, or took too long.
            Stale: The download was cancelled, or is somebody else's now.
            LedgerAwayError: Redis was away for too long to go on.
            LockedError: Somebody else holds the directory.
            Draining: The worker goes away, and the work didn't end in the grace.
        """
        running = asyncio.create_task(self._locked())
        renewed = asyncio.get_running_loop().time()
        try:
            while not running.done():
                await asyncio.wait({running}, timeout=timing.RENEW_EVERY)
                if running.done():
                    break
                self._look_out()
                renewed = await self._look_after(renewed)
            if running.cancelled():  # by a library; nobody asked us to end
                raise UnknownError(kind="CancelledError")
            return running.result()
        finally:
            running.cancel()
            await asyncio.wait({running})

    def _look_out(self) -> None:
        """See whether the worker goes away, and for how long it has been going."""
        now = asyncio.get_running_loop().time()
        if self._give_back_at is None:
            if self.draining():
                self._give_back_at = now + GRACE
        elif now >= self._give_back_at:
            raise Draining

    async def _look_after(self, renewed: float) -> float:
        """One round: prolong the lease and pass the progress on."""
        now = asyncio.get_running_loop().time
        try:
            await self.ledger.renew(self.ref, self.owner)
            if self._progress is not None and self._progress != self._reported:
                self._reported = self._progress
                await self.ledger.report(self.ref, self._progress)
        except LedgerAwayError:
            # Going on is safe: no effect is possible without the ledger's permit, and
            # when Redis comes back, the reconciler waits for us before it acts.
            if now() - renewed > timing.LEDGER_PATIENCE:
                raise
            return renewed
        return now()

    async def _locked(self) -> Outcome:
        async with self.lock(self.ref.id, timeout=timing.LEASE) as directory:
            job = Job(
                ref=self.ref,
                record=self.record,
                owner=self.owner,
                directory=directory,
                report=self._report,
                permit=self._permit,
            )
            try:
                async with asyncio.timeout(self.deadline):
                    return await self.work(job)
            except TimeoutError:
                log.warning("stage took too long", deadline=self.deadline)
                platform = self.record.request.platform
                raise timed_out(self.stage, platform) from None
            except (BossBotError, Stale, LedgerAwayError, Draining):
                raise
            except Exception as error:
                if DiskFullError.explains(error):
                    raise DiskFullError from error
                log.exception("stage broke")
                raise UnknownError(kind=type(error).__name__) from error

    def _report(self, progress: Progress) -> None:
        self._progress = progress

    async def _permit(self) -> None:
        """Wait for an absent Redis a little: giving up would be a crash to others."""
        now = asyncio.get_running_loop().time
        end = now() + timing.WRITE_PATIENCE
        while True:
            try:
                return await self.ledger.renew(self.ref, self.owner)
            except LedgerAwayError:
                if now() > end:
                    raise
            await asyncio.sleep(timing.RENEW_EVERY)
