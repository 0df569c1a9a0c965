"""What a running stage does to its record, always by its fencing token."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, Final

import structlog

from bossbot.adapters.ledger.codec import decode
from bossbot.adapters.ledger.dispatching import Sending
from bossbot.adapters.ledger.outcomes import hearsay, patch_of
from bossbot.adapters.ledger.scripts import PREFIX, Scripts, ledger_errors
from bossbot.adapters.ledger.uploads import UploadLimits
from bossbot.errors import BossBotError, UnknownError
from bossbot.models import (
    SCHEMA,
    DownloadRecord,
    JobReference,
    Progress,
)
from bossbot.pipeline.ports import LedgerAwayError, NobodyLeft, Outcome, Stale
from bossbot.queue.timing import PROGRESS_KEPT, WRITE_PATIENCE

log = structlog.get_logger(__name__)

_OVER: Final = 2
_PAUSE: Final = 0.5
_WEIGHT: Final = 0.2
"""Of the newest one in the moving average of a stage's durations."""


class Stages:
    """Implements `bossbot.pipeline.ports.StageLedger` on Redis."""

    def __init__(self, scripts: Scripts) -> None:
        self._scripts = scripts
        self._uploads = UploadLimits(scripts)

    async def begin(self, ref: JobReference, stage: str, owner: str) -> DownloadRecord:
        """Take the lease for one execution of a stage.

        Raises:
            Stale: Another attempt or execution has it, or the stage is over.
        """
        if ref.schema_number > SCHEMA:
            raise Stale
        answer = await _insist(
            lambda: self._scripts(
                "begin", id=ref.id, attempt=ref.attempt, stage=stage, owner=owner
            )
        )
        if not answer:
            raise Stale
        fields = json.loads(answer)
        try:
            return decode(ref.id, dict(zip(fields[::2], fields[1::2], strict=True)))
        except (KeyError, ValueError) as error:
            # Nobody will ever be able to read it: better told now than after crashes.
            log.exception("unreadable record", download=ref.id)
            broken = UnknownError(kind=type(error).__name__)
            await self.fail(ref, stage, owner, broken)
            raise Stale from error

    async def renew(self, ref: JobReference, owner: str) -> None:
        """Prolong the lease, or raise `Stale`."""
        await self._once("renew", ref, owner)

    async def report(self, ref: JobReference, progress: Progress) -> None:
        """Overwrite the progress; needs no token, for nobody acts on it."""
        with ledger_errors():
            await self._scripts.client.set(
                f"{PREFIX}progress:{ref.id}",
                progress.model_dump_json(exclude_none=True),
                ex=int(PROGRESS_KEPT),
            )

    async def finish(
        self, ref: JobReference, stage: str, owner: str, outcome: Outcome
    ) -> JobReference | None:
        """End a stage well and write down what it brought.

        Raises:
            NobodyLeft: It has ended the download.
        """
        answer = await self._owned(
            "finish",
            ref,
            owner,
            stage=stage,
            patch=patch_of(stage, outcome),
            failed={
                str(number): json.dumps(error.to_dict())
                for number, error in outcome.failed.items()
            },
            weight=_WEIGHT,
        )
        if answer == _OVER:
            raise NobodyLeft
        return Sending.parse(json.loads(answer)).ref if answer != 1 else None

    async def release(self, ref: JobReference, stage: str, owner: str) -> None:
        """Give the stage back unfinished; it is queued again at its age."""
        await self._owned("release", ref, owner, stage=stage)

    async def retry(
        self,
        ref: JobReference,
        stage: str,
        owner: str,
        *,
        delay: float,
        error: BossBotError,
        soon: bool,
    ) -> bool:
        """Try the stage again after `delay` seconds."""
        answer = await self._owned(
            "retry",
            ref,
            owner,
            stage=stage,
            delay=int(delay * 1000),
            soon=soon,
            error=json.dumps(error.to_dict()),
            **hearsay(error, ref.platform),
        )
        return bool(answer == 1)

    async def fail(
        self, ref: JobReference, stage: str, owner: str, error: BossBotError
    ) -> None:
        """End the download badly."""
        await self._owned(
            "fail",
            ref,
            owner,
            stage=stage,
            error=json.dumps(error.to_dict()),
            **hearsay(error, ref.platform),
        )

    async def intend_post(
        self,
        ref: JobReference,
        owner: str,
        key: str,
        *,
        files: int,
        size: int,
        instead: int | None = None,
    ) -> None:
        """Write down that a batch is about to be posted; the first intent stays."""
        more = {} if instead is None else {"instead": instead}
        await self._owned("post", ref, owner, key=key, files=files, bytes=size, **more)

    async def record_post(
        self, ref: JobReference, owner: str, key: str, messages: tuple[str, ...]
    ) -> None:
        """Write down that it was posted; from its messages leads a way back."""
        await self._owned("post", ref, owner, key=key, messages=messages)

    async def lower_upload_limit(self, guild: str, most: int) -> int:
        """Remember that a server takes no more per file than so many bytes."""
        return await _insist(lambda: self._uploads.lower(guild, most))

    async def _owned(
        self, script: str, ref: JobReference, owner: str, **values: Any
    ) -> Any:
        return await _insist(lambda: self._once(script, ref, owner, **values))

    async def _once(
        self, script: str, ref: JobReference, owner: str, **values: Any
    ) -> Any:
        done = await self._scripts(
            script, id=ref.id, attempt=ref.attempt, owner=owner, **values
        )
        if not done:
            raise Stale
        return done


async def _insist[T](call: Callable[[], Awaitable[T]]) -> T:
    """Repeat a call for a while: what was done should be written down.

    The scripts know a repetition whose first answer was lost.
    """
    loop = asyncio.get_running_loop()
    end = loop.time() + WRITE_PATIENCE
    while True:
        try:
            return await call()
        except LedgerAwayError:
            if loop.time() > end:
                raise
        await asyncio.sleep(_PAUSE)
