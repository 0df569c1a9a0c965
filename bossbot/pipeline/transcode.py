"""Transcode: every file becomes something Discord shows, within the limit, unmarked."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from bossbot.errors import BossBotError, FileTooLargeError, InvalidFileError
from bossbot.models import TRANSCODE, MediaFile, Progress
from bossbot.pipeline.clock import Clock
from bossbot.pipeline.contents import OUTPUT, located, posted_limits
from bossbot.pipeline.conversion import Conversion
from bossbot.pipeline.job import Job
from bossbot.pipeline.ports import MediaTools, Outcome

DEADLINE: Final = 600.0


async def transcode(
    job: Job, media: MediaTools, *, deadline: float = DEADLINE
) -> Outcome:
    """Convert each file; one that can't be is left out of an album.

    Run again after a crash, it starts over: what it wrote before is overwritten.

    Args:
        job: The files in `source` stay as they are until cleanup.
        media: Does the work.
        deadline: Seconds of conversion, all files together; waiting for a CPU slot
            does not count.

    Raises:
        InvalidFileError: No file can be converted; the first one's reason.
        FileTooLargeError: No file can be converted, and the first one does not fit.
    """
    output = _made(job.directory / OUTPUT)
    clock = Clock(deadline)
    good: list[MediaFile] = []
    bad: list[BossBotError] = []
    files = job.record.files
    for number, file in enumerate(files, start=1):

        def report(done: int, file: MediaFile = file, number: int = number) -> None:
            job.report(
                Progress(
                    stage=TRANSCODE,
                    done=done,
                    total=file.size,
                    name=file.name,
                    file_number=number,
                    file_count=len(files),
                )
            )

        report(0)
        try:
            conversion = Conversion(
                media=media,
                file=file,
                source=located(job.directory, file.path),
                target=output / f"{number:03d}",
                limits=posted_limits(job.record),
                wanted=job.record.request.format,
                clock=clock,
                report=report,
            )
            good.append(await conversion.run())
        except (InvalidFileError, FileTooLargeError) as error:
            bad.append(error)
    if not good:
        raise bad[0] if bad else InvalidFileError(reason="missing")
    return Outcome(files=tuple(good), skipped=tuple(bad))


def _made(directory: Path) -> Path:
    """The directory for results; a link in its place is not followed."""
    if directory.is_symlink() or directory.is_file():
        directory.unlink()
    directory.mkdir(mode=0o700, exist_ok=True)
    return directory
