"""The upload stage: every batch of every delivery stands there exactly once.

The intent is written down before a batch is posted and the proof after. A repeat that
finds an intent without proof looks for the post first; where nobody can tell, only an
intent so young that the other side would recognise the repeat is posted again.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from bossbot.errors import BossBotError, DiscordRefusedError
from bossbot.media.batches import Batch, batches_of, post_key
from bossbot.models import (
    UPLOAD,
    Delivery,
    DownloadRecord,
    Post,
    Progress,
    StageTimes,
    State,
)
from bossbot.pipeline.job import Job
from bossbot.pipeline.ports import Outcome, Poster, StageLedger
from bossbot.queue.retries import after_error

RECOGNISED: Final = 120.0
"""Seconds for which Discord answers a repeated nonce with the first message; it says
"the past few minutes"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Upload:
    """One execution of the stage.

    `record.updated` is when the stage began by the ledger's clock, as every `Post.at`
    is: an intent's age never depends on this host's clock.
    """

    job: Job
    ledger: StageLedger
    began: float = field(default_factory=time.monotonic)

    async def delivery(self, poster: Poster, delivery: Delivery) -> None:
        record = self.job.record
        error = _refused(record, delivery)
        if error is not None:
            raise error
        files = record.files_for(delivery)
        done = count = 0
        for number, batch in enumerate(batches_of(record, delivery)):
            self.job.report(
                Progress(
                    stage=UPLOAD,
                    done=done,
                    total=sum(file.size for file in files),
                    name=batch[0].name if batch else None,
                    file_number=count + 1,
                    file_count=len(files),
                )
            )
            await self.batch(poster, delivery, number, batch)
            done += sum(file.size for file in batch)
            count += len(batch)

    async def batch(
        self, poster: Poster, delivery: Delivery, number: int, files: Batch
    ) -> None:
        job, record = self.job, self.job.record
        key = post_key(delivery, number)
        post = record.posts.get(key)
        if not files or (post is not None and post.messages):
            return
        if post is None:
            await self.ledger.intend_post(job.ref, job.owner, key, len(files))
            found: tuple[str, ...] = ()
        else:
            found = await self._look(poster, delivery, number, post)
        if not found:
            paths = [(job.directory / file.path, file) for file in files]
            await job.permit()
            found = await poster.post(record, delivery, number, paths)
        await self.ledger.record_post(job.ref, job.owner, key, found)

    async def _look(
        self, poster: Poster, delivery: Delivery, number: int, post: Post
    ) -> tuple[str, ...]:
        record = self.job.record
        found = await poster.find(record, delivery, number, post.at)
        if found is not None:
            return found
        age = record.updated - post.at + time.monotonic() - self.began
        if age < RECOGNISED:
            return ()
        raise DiscordRefusedError(reason="unclear")


async def upload(
    job: Job, *, ledger: StageLedger, posters: Mapping[str, Poster]
) -> Outcome:
    """Post the download's files to whom they are owed, each as they may have them.

    Args:
        job: The execution.
        ledger: Where intent and proof are written.
        posters: By `target.kind`.

    Returns:
        With the deliveries that failed for good, where somebody has theirs.

    Raises:
        BossBotError: A delivery's error after which there will be another attempt (the
            others were made); or the first one's, where nobody has theirs.
    """
    record = job.record
    errors: dict[int, BossBotError] = {}
    run = _Upload(job=job, ledger=ledger)
    mine = [delivery for delivery in record.owed if delivery.made]
    for delivery in mine:
        try:
            await run.delivery(posters[delivery.target.kind], delivery)
        except BossBotError as error:
            errors[delivery.number] = error
    for cause in errors.values():
        if _may_be_cured(cause, record):
            raise cause
    stands = any(one.state is State.COMPLETED for one in record.deliveries)
    if errors and len(errors) == len(mine) and not stands:
        raise min(errors.values(), key=lambda error: error.permanent)
    return Outcome(failed=errors)


def _may_be_cured(error: BossBotError, record: DownloadRecord) -> bool:
    """Whether another attempt comes after it; else nobody need wait for this one."""
    retry = after_error(
        UPLOAD,
        error,
        retries=record.stages.get(UPLOAD, StageTimes()).retries,
        max_retries=record.request.max_retries,
        draw=min,
        patient=record.request.pin is None,
    )
    return retry is not None


def _refused(record: DownloadRecord, delivery: Delivery) -> BossBotError | None:
    """Why transcode has nothing for this one; None where it has."""
    limits = delivery.request.posted_limits
    for variant in record.variants:
        if variant.limits == limits and not variant.files and variant.error:
            return BossBotError.from_dict(variant.error.model_dump())
    return None
