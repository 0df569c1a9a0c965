"""The upload stage: each delivery is made by itself, and fails by itself."""

from __future__ import annotations

from collections.abc import Mapping

from bossbot.errors import BossBotError
from bossbot.models import UPLOAD, DownloadRecord, StageTimes, State
from bossbot.pipeline.job import Job
from bossbot.pipeline.ports import Outcome, Poster, StageLedger
from bossbot.pipeline.posting import Posting
from bossbot.queue.retries import after_error


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
    run = Posting(job=job, ledger=ledger)
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
