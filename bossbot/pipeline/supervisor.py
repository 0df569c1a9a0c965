"""Runs stages under the ledger's rules: begin, supervised work, what its end means.

A stage is only ever run through `Supervisor.run`; in between, see `execution`.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable

import structlog

from bossbot.errors import BossBotError
from bossbot.models import DownloadRecord, JobReference
from bossbot.pipeline.execution import Execution, Work
from bossbot.pipeline.ports import (
    LedgerAwayError,
    LockedError,
    StageLedger,
    Stale,
    TempLock,
)
from bossbot.pipeline.results import Again, Done, Failed, Result, Superseded
from bossbot.queue.retries import after_error

log = structlog.get_logger(__name__)

__all__ = ["Supervisor", "Work"]


class Supervisor:
    """Runs stages; one per process, reused."""

    def __init__(
        self,
        *,
        ledger: StageLedger,
        lock: TempLock,
        draw: Callable[[float, float], float] = random.uniform,
    ) -> None:
        self._ledger = ledger
        self._lock = lock
        self._draw = draw

    async def run(
        self, ref: JobReference, stage: str, work: Work, *, deadline: float
    ) -> Result:
        """Execute one stage and write down how it ended.

        Args:
            ref: Which download and attempt.
            stage: Which of the five.
            work: What the stage does.
            deadline: Seconds it may take, from holding its directory.
        """
        owner = secrets.token_hex(8)
        try:
            record = await self._ledger.begin(ref, stage, owner)
            log.info("stage began", attempt=ref.attempt)
            execution = Execution(
                ledger=self._ledger,
                lock=self._lock,
                ref=ref,
                record=record,
                stage=stage,
                owner=owner,
                work=work,
                deadline=deadline,
            )
            try:
                outcome = await execution.run()
            except BossBotError as error:
                return await self._after(ref, record, stage, owner, error)
            await self._ledger.finish(ref, stage, owner, outcome)
        except (Stale, LedgerAwayError, LockedError) as reason:
            # Nothing may be written any more; the lease runs out and others go on.
            log.info("stage superseded", attempt=ref.attempt, reason=repr(reason))
            return Superseded()
        log.info("stage finished", attempt=ref.attempt)
        return Done()

    async def _after(
        self,
        ref: JobReference,
        record: DownloadRecord,
        stage: str,
        owner: str,
        error: BossBotError,
    ) -> Result:
        retry = after_error(
            stage,
            error,
            retries=record.stages[stage].retries,
            max_retries=record.request.max_retries,
            draw=self._draw,
            # Who pinned it waits before a terminal.
            patient=record.request.pin is None,
        )
        if retry is None:
            await self._ledger.fail(ref, stage, owner, error)
            log.info("download failed", code=error.code, error=str(error))
            return Failed(error)
        await self._ledger.retry(
            ref, stage, owner, delay=retry.delay, error=error, soon=retry.soon
        )
        log.info("stage to be tried again", code=error.code, delay=retry.delay)
        return Again(retry, error)
