"""Runs stages under the ledger's rules: begin, supervised work, what its end means.

A stage is only ever run through `Supervisor.run`; in between, see `execution`.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable
from typing import Final

import structlog

from bossbot.errors import BossBotError, UnknownError
from bossbot.models import CLEANUP, STAGES, TRANSCODE, DownloadRecord, JobReference
from bossbot.pipeline.execution import Execution, Work
from bossbot.pipeline.ports import (
    Draining,
    LedgerAwayError,
    LockedError,
    NobodyLeft,
    StageLedger,
    Stale,
    TempLock,
)
from bossbot.pipeline.results import (
    Again,
    Done,
    Failed,
    More,
    Released,
    Result,
    Superseded,
)
from bossbot.queue.retries import after_error

log = structlog.get_logger(__name__)

__all__ = ["Supervisor", "Work"]

_FOLLOWING: Final = dict(zip(STAGES, (*STAGES[1:], CLEANUP), strict=True))


def _never() -> bool:
    return False


class Supervisor:
    """Runs stages; one per process, reused.

    Args:
        ledger: Where everything is written down.
        lock: Gives a download's directory to one execution at a time.
        draining: Whether this worker is going away; asked every second.
        draw: A uniform draw between two bounds.
    """

    def __init__(
        self,
        *,
        ledger: StageLedger,
        lock: TempLock,
        draining: Callable[[], bool] = _never,
        draw: Callable[[float, float], float] = random.uniform,
    ) -> None:
        self._ledger = ledger
        self._lock = lock
        self._draining = draining
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
        try:
            if self._ends_before(stage):
                return await self._pass_on(ref, stage)
            return await self._run(ref, stage, work, deadline)
        except (Stale, LedgerAwayError, LockedError) as reason:
            # Nothing may be written any more; the lease runs out and others go on.
            log.info("stage superseded", reason=repr(reason))
            return Superseded()

    async def _run(
        self, ref: JobReference, stage: str, work: Work, deadline: float
    ) -> Result:
        owner = secrets.token_hex(8)
        record = await self._ledger.begin(ref, stage, owner)
        _bind(record)
        log.info("stage began")
        execution = Execution(
            ledger=self._ledger,
            lock=self._lock,
            ref=ref,
            record=record,
            stage=stage,
            owner=owner,
            work=work,
            deadline=deadline,
            draining=lambda: self._ends_before(stage),
        )
        try:
            outcome = await execution.run()
        except BossBotError as error:
            return await self._after(ref, record, stage, owner, error)
        except Draining:
            return await self._release(ref, stage, owner)
        try:
            more = await self._ledger.finish(ref, stage, owner, outcome)
        except NobodyLeft:
            why = next(iter(outcome.failed.values()), UnknownError())
            log.info("nobody may have it", code=why.code, error=str(why))
            return Failed(why)
        log.info("stage finished")
        following = _FOLLOWING[stage] if more is None else TRANSCODE
        if self._ends_before(following):
            # Its message would wait for this host to come back.
            return await self._pass_on(more or ref, following)
        return Done() if more is None else More(more)

    def _ends_before(self, stage: str) -> bool:
        """Whether this worker won't do a stage; it cleans up for as long as it can."""
        return stage != CLEANUP and self._draining()

    async def _pass_on(self, ref: JobReference, stage: str) -> Result:
        """Give a stage back that nobody began."""
        owner = secrets.token_hex(8)
        _bind(await self._ledger.begin(ref, stage, owner))
        return await self._release(ref, stage, owner)

    async def _release(self, ref: JobReference, stage: str, owner: str) -> Result:
        await self._ledger.release(ref, stage, owner)
        log.info("download given back", next_stage=stage)
        return Released()

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
        at_hand = isinstance(error, UnknownError) or (retry is not None and retry.soon)
        if at_hand and self._ends_before(stage):
            # Where everything ends, an accident proves nothing; nor is there a chain
            # that could count a retry down.
            log.info("error while going away", code=error.code, error=str(error))
            return await self._release(ref, stage, owner)
        if retry is None:
            await self._ledger.fail(ref, stage, owner, error)
            log.info("download failed", code=error.code, error=str(error))
            return Failed(error)
        kept = await self._ledger.retry(
            ref, stage, owner, delay=retry.delay, error=error, soon=retry.soon
        )
        log.info("stage to be tried again", code=error.code, delay=retry.delay)
        return Again(delay=retry.delay, kept=kept, error=error)


def _bind(record: DownloadRecord) -> None:
    """From here on, each line tells whose download it is."""
    request = record.request
    structlog.contextvars.bind_contextvars(guild=request.guild, user=request.user)
