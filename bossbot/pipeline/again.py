"""Fetch without the site: a download is served from what storage keeps of it."""

from __future__ import annotations

import structlog

from bossbot.errors import CleanupError
from bossbot.models import DownloadRecord
from bossbot.pipeline.audience import all_barred
from bossbot.pipeline.contents import OUTPUT, own_directory
from bossbot.pipeline.execution import Work
from bossbot.pipeline.job import Job
from bossbot.pipeline.ports import Borrowed, KeptFiles, Outcome
from bossbot.pipeline.threads import to_the_end
from bossbot.storage.layout import Place

log = structlog.get_logger(__name__)


async def serving_again(job: Job, *, work: Work, kept: KeptFiles) -> Outcome:
    """Take the files from storage where the record says that it has them, else fetch.

    Args:
        job: The execution.
        work: The stage as it is without storage.
        kept: This host's storage.

    Raises:
        DiskFullError: There is no room.
        BossBotError: Storage had nothing (any more), and fetching failed.
    """
    if job.record.again is None:
        return await work(job)
    borrowed = await _borrowed(job, kept)
    if borrowed is None:
        log.info("kept files gone", kept=job.record.again)
        return await work(job)
    return _outcome(job.record, borrowed)


async def _borrowed(job: Job, kept: KeptFiles) -> Borrowed | None:
    try:
        place = Place.parse(job.record.again or "")
        output = own_directory(job.directory / OUTPUT)
        found = await to_the_end(lambda: kept.borrow(place, output))
    except ValueError:
        return None
    except CleanupError as error:
        log.warning("kept files not readable", error=str(error))
        return None
    return found if found and _is_meant(found, job.record) else None


def _is_meant(found: Borrowed, record: DownloadRecord) -> bool:
    request = record.request
    return (found.canonical, found.format) == (request.canonical, request.format)


def _outcome(record: DownloadRecord, borrowed: Borrowed) -> Outcome:
    files = tuple(
        file.model_copy(
            update={
                "path": f"{OUTPUT}/{file.path}",
                "thumbnail": file.thumbnail and f"{OUTPUT}/{file.thumbnail}",
            }
        )
        for file in borrowed.files
    )
    return Outcome(
        files=files,
        variants=(),
        metadata=borrowed.metadata.beneath(OUTPUT),
        tool=borrowed.tool,
        ready=True,
        private=borrowed.private,
        failed=all_barred(record, borrowed.metadata),
    )
