"""Transcode: every file becomes something Discord shows, within the limit, unmarked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from bossbot.errors import BossBotError, InvalidFileError
from bossbot.models import Delivery, DownloadRecord, Limits, MediaFile, State
from bossbot.pipeline.audience import all_barred
from bossbot.pipeline.clock import Clock
from bossbot.pipeline.contents import OUTPUT, own_directory, stands
from bossbot.pipeline.job import Job
from bossbot.pipeline.originals import is_first_run
from bossbot.pipeline.ports import MediaTools, Outcome
from bossbot.pipeline.variants import EARLIER, FileSet, Workbench
from bossbot.storage.kept import magnitude

DEADLINE: Final = 600.0


async def transcode(
    job: Job, media: MediaTools, *, deadline: float = DEADLINE
) -> Outcome:
    """Convert each file once for each different limit of those who wait for it.

    A file that can't be converted is left out of an album. Run again after a crash,
    it starts over: what it wrote before is overwritten. Run again for who joined
    after the upload, it makes only what is missing.

    Args:
        job: The files in `source` stay as they are until cleanup.
        media: Does the work.
        deadline: Seconds of conversion, all files together; waiting for a CPU slot
            does not count.

    Raises:
        InvalidFileError: No file can be converted for anybody; the first one's reason.
        FileTooLargeError: The same, and the first one does not fit.
        PermissionDeniedError: Nobody who waits may have them.
    """
    record = job.record
    failed = all_barred(record, record.metadata)
    waiting = [one for one in record.owed if one.number not in failed]
    if failed and not waiting:
        raise next(iter(failed.values()))
    own_directory(job.directory / OUTPUT)
    bench = Workbench.of(job, media, Clock(deadline))
    sets: dict[Limits, FileSet] = {}
    for limits in _largest_first(waiting):
        sets[limits] = _standing(job, limits) or await bench.made_for(limits)
    bench.write_notes()
    for delivery in record.deliveries:
        # Who has theirs already goes on seeing the files that they got.
        limits = delivery.request.posted_limits
        if delivery.state in (State.COMPLETED, State.FAILED) and limits not in sets:
            there = _standing(job, limits) or bench.shared_by(limits)
            if there is not None:
                sets[limits] = there
    if not any(one.files for one in sets.values()):
        raise _first_error(sets[one.request.posted_limits] for one in waiting)
    return _outcome(record, sets, failed)


def _largest_first(waiting: Iterable[Delivery]) -> list[Limits]:
    """The different limits of those who wait; most of a larger one's files will do."""
    different = {delivery.request.posted_limits for delivery in waiting}
    return sorted(different, key=magnitude, reverse=True)


def _standing(job: Job, limits: Limits) -> FileSet | None:
    """What an earlier run made for the same limits, all of it."""
    if is_first_run(job.record):
        return None  # what the record still names was made from other files
    for variant in job.record.variants:
        there = all(stands(job.directory, file) for file in variant.files)
        if variant.limits == limits and variant.files and there:
            return FileSet.recorded(variant)
    return None


def _first_error(sets: Iterable[FileSet]) -> BossBotError:
    errors = [error for one in sets for error in one.errors.values()]
    return errors[0] if errors else InvalidFileError(reason="missing")


def _outcome(
    record: DownloadRecord,
    sets: dict[Limits, FileSet],
    failed: Mapping[int, BossBotError],
) -> Outcome:
    """Told apart: what is left out for everybody, and what for some limits only."""
    numbers = set.intersection(*(set(one.errors) for one in sets.values())) - {EARLIER}
    first = next(iter(sets.values()))
    return Outcome(
        files=_first_files(record, sets),
        variants=tuple(
            one.variant(limits, but_for=numbers) for limits, one in sets.items()
        )
        if len(sets) > 1
        else (),
        skipped=tuple(first.errors[number] for number in sorted(numbers)),
        failed=failed,
    )


def _first_files(
    record: DownloadRecord, sets: dict[Limits, FileSet]
) -> tuple[MediaFile, ...]:
    """Those of the first requester who gets any."""
    for delivery in record.deliveries:
        found = sets.get(delivery.request.posted_limits)
        if found is not None and found.files:
            return found.files
    raise InvalidFileError(reason="missing")
