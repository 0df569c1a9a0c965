"""Validate: every file is what it claims to be, decodes, and is not too large."""

from __future__ import annotations

from bossbot.errors import BossBotError, FileTooLargeError, InvalidFileError
from bossbot.models import VALIDATE, MediaFile, Progress
from bossbot.pipeline import refused
from bossbot.pipeline.contents import described, located
from bossbot.pipeline.job import Job
from bossbot.pipeline.originals import is_first_run
from bossbot.pipeline.ports import MediaTools, Outcome


async def validate(job: Job, media: MediaTools) -> Outcome:
    """Look into each file; a bad one is deleted at once and left out.

    What came from storage was looked into before it was kept there.

    Raises:
        InvalidFileError: None is good; the first one's reason.
        FileTooLargeError: None is good, and the first one is too large.
    """
    if job.record.ready and not is_first_run(job.record):
        return Outcome()
    good: list[MediaFile] = []
    bad: list[BossBotError] = []
    files = job.record.files
    for number, file in enumerate(files, start=1):
        job.report(
            Progress(
                stage=VALIDATE,
                total=file.size,
                name=file.name,
                file_number=number,
                file_count=len(files),
            )
        )
        try:
            good.append(await _examined(job, media, file))
        except (InvalidFileError, FileTooLargeError) as error:
            bad.append(error)
    if not good:
        raise bad[0] if bad else InvalidFileError(reason="missing")
    return Outcome(files=tuple(good), skipped=tuple(bad))


async def _examined(job: Job, media: MediaTools, file: MediaFile) -> MediaFile:
    path = located(job.directory, file.path)
    if error := refused.earlier(job.directory, file.path):
        raise error
    try:
        facts = await media.probe(path)
        _check_size(facts.size, job.record.request.limits.source)
    except (InvalidFileError, FileTooLargeError) as error:
        refused.note(job.directory, file.path, error)
        path.unlink(missing_ok=True)
        raise
    examined = await described(file, path, facts)
    return examined.model_copy(update={"source_size": facts.size})


def _check_size(size: int, limit: int) -> None:
    if size > limit:
        raise FileTooLargeError.of(size=size, limit=limit)
