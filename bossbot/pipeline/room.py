"""What a stage does when the disk is full: it gives back what it took."""

from __future__ import annotations

from bossbot.errors import DiskFullError
from bossbot.pipeline.execution import Work
from bossbot.pipeline.job import Job
from bossbot.pipeline.ports import KeptFiles, Outcome
from bossbot.pipeline.threads import to_the_end


async def giving_way(job: Job, *, work: Work, kept: KeptFiles) -> Outcome:
    """Run a stage that starts from nothing; without room, to nothing it returns.

    Downloads that wait for room with all they have so far would wait for each other.

    Args:
        job: The execution; it holds the temp directory.
        work: The stage.
        kept: Where the temp directory is dropped.

    Raises:
        DiskFullError: There was no room; the download waits, and has no files.
    """
    try:
        return await work(job)
    except DiskFullError:
        await to_the_end(lambda: kept.drop_temp(job.record.id))
        raise
