"""The last stage: keep what was delivered, give back the temp space.

Runs after success, failure and cancel alike, and again whenever the record does not
say `cleaned`: every step finds its own work done.
"""

from __future__ import annotations

from bossbot.models import State
from bossbot.pipeline.job import Job
from bossbot.pipeline.ports import KeptFiles, Outcome
from bossbot.pipeline.threads import to_the_end
from bossbot.storage.retention import leaves_source, may_be_retried


async def cleanup(job: Job, kept: KeptFiles) -> Outcome:
    """Put the files where the record's end says.

    A failure that trying again may cure, or a smaller wish, leaves the temp directory
    to the temp cleanup, which expires it after a while.

    Raises:
        DiskFullError: No room to keep them; the files stay where they are.
        CleanupError: The disk refused.
        Stale: The fencing token is no longer current.
    """
    record = job.record
    if may_be_retried(record) or leaves_source(record):
        return Outcome()
    await job.permit()
    if record.state not in (State.FAILED, State.CANCELLED):
        await to_the_end(lambda: kept.keep(record))
        await job.permit()
    await to_the_end(lambda: kept.drop_temp(record.id))
    return Outcome()
