"""The files for one set of limits: shared where they will do, else converted."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Final, Self

from bossbot.errors import BossBotError, FileTooLargeError, InvalidFileError
from bossbot.models import (
    TRANSCODE,
    Change,
    ErrorRecord,
    Limits,
    MediaFile,
    Progress,
    Variant,
)
from bossbot.pipeline import made
from bossbot.pipeline.clock import Clock
from bossbot.pipeline.contents import OUTPUT, located
from bossbot.pipeline.conversion import Conversion
from bossbot.pipeline.job import Job
from bossbot.pipeline.originals import Original, is_first_run, originals
from bossbot.pipeline.ports import MediaTools
from bossbot.pipeline.splitting import Splitting
from bossbot.pipeline.workpiece import Workpiece

EARLIER: Final = 0
"""In place of an original's number: what an earlier execution left out."""


@dataclass(frozen=True, slots=True)
class FileSet:
    """What there is for one set of limits.

    Attributes:
        errors: Why originals were left out, by their number.
    """

    files: tuple[MediaFile, ...]
    errors: dict[int, BossBotError]

    @classmethod
    def recorded(cls, variant: Variant) -> Self:
        """What an earlier execution made, as the record has it."""
        if variant.error is None:
            return cls(variant.files, {})
        error = BossBotError.from_dict(variant.error.model_dump())
        return cls(variant.files, {EARLIER: error})

    def variant(self, limits: Limits, *, but_for: Collection[int]) -> Variant:
        """As the record has it; errors that everybody meets are told elsewhere."""
        own = [error for n, error in self.errors.items() if n not in but_for]
        told = own or ([] if self.files else list(self.errors.values()))
        error = ErrorRecord.model_validate(told[0].to_dict()) if told else None
        return Variant(limits=limits, files=self.files, error=error)


@dataclass(kw_only=True, slots=True)
class Workbench:
    """The originals of one execution of transcode, and what it makes of them.

    Attributes:
        plain: Whether results are named by their number alone: until the first set
            is made, where there was none before.
    """

    job: Job
    media: MediaTools
    clock: Clock
    originals: list[Original]
    plain: bool
    _notes: dict[str, made.Made] = field(default_factory=dict)

    @classmethod
    def of(cls, job: Job, media: MediaTools, clock: Clock) -> Self:
        """Everything laid out for this execution."""
        return cls(
            job=job,
            media=media,
            clock=clock,
            originals=originals(job.record, job.directory),
            plain=is_first_run(job.record),
        )

    async def made_for(self, limits: Limits) -> FileSet:
        """The files for these limits, as far as they can be made."""
        files: list[MediaFile] = []
        errors: dict[int, BossBotError] = {}
        for place, original in enumerate(self.originals, start=1):
            report = self._reporting(original.file, place)
            report(0)
            there = original.result_for(limits)
            error = original.error_for(limits, self.job.record.wanted)
            try:
                if there is None and error is not None:
                    raise error
                files += there or await self._converted(original, limits, report)
            except (InvalidFileError, FileTooLargeError) as refusal:
                errors[original.number] = refusal
                original.failed.append((limits, refusal))
        self.plain = False
        return FileSet(tuple(files), errors)

    def shared_by(self, limits: Limits) -> FileSet | None:
        """The files for these limits where nothing has to be converted for them."""
        found = [original.result_for(limits) for original in self.originals]
        if not found or None in found:
            return None
        return FileSet(tuple(file for there in found for file in there or ()), {})

    def write_notes(self) -> None:
        """Remember for a later execution how the results came about."""
        if self._notes:
            made.note(self.job.directory, self._notes)

    async def _converted(
        self, original: Original, limits: Limits, report: Callable[[int], None]
    ) -> tuple[MediaFile, ...]:
        number = f"{original.number:03d}"
        name = number if self.plain else f"{number}-{_tag(limits)}"
        record = self.job.record
        piece = Workpiece(
            media=self.media,
            file=original.file,
            source=located(self.job.directory, original.file.path),
            target=self.job.directory / OUTPUT / name,
            limits=limits,
            wanted=record.wanted,
            clock=self.clock,
            report=report,
            tight=record.change is Change.SMALLER,
        )
        if record.change is Change.SPLIT:
            files = await Splitting(piece).run()
        else:
            files = (await Conversion(piece).run(),)
        original.results.append((limits, files))
        for file in files:
            self._notes[file.path] = made.Made(
                source=original.file.path,
                number=original.number,
                limits=limits,
                change=record.change,
                parts=len(files),
            )
        return files

    def _reporting(self, file: MediaFile, place: int) -> Callable[[int], None]:
        def report(done: int) -> None:
            self.job.report(
                Progress(
                    stage=TRANSCODE,
                    done=done,
                    total=file.source_size or file.size,
                    name=file.name,
                    file_number=place,
                    file_count=len(self.originals),
                )
            )

        return report


def _tag(limits: Limits) -> str:
    return f"{limits.image}-{limits.audio}-{limits.video}"
