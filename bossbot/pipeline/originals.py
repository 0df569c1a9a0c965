"""A download's originals, each with what has become of it so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bossbot.errors import BossBotError, FileTooLargeError
from bossbot.models import DownloadRecord, Format, Kind, Limits, MediaFile
from bossbot.pipeline import made
from bossbot.pipeline.contents import OUTPUT, stands

type Files = tuple[MediaFile, ...]

_ANY: Final = 1 << 62
_UNLIMITED: Final = Limits(image=_ANY, audio=_ANY, video=_ANY, source=_ANY)
"""For what a finished file from storage was made, as far as anybody knows."""


@dataclass(slots=True)
class Original:
    """One file to convert.

    Attributes:
        file: At the path of what conversions start from.
        number: Its place among the download's, from 1.
        results: What was made of it, for which limits; one file, or its parts.
        failed: What could not be.
    """

    file: MediaFile
    number: int
    results: list[tuple[Limits, Files]] = field(default_factory=list)
    failed: list[tuple[Limits, BossBotError]] = field(default_factory=list)

    def result_for(self, limits: Limits) -> Files | None:
        """What stands already and is as good as one made for these limits."""
        fitting = (
            files
            for under, files in self.results
            if all(_serves(under, file, limits) for file in files)
        )
        return next(fitting, None)

    def error_for(self, limits: Limits, wanted: Format) -> BossBotError | None:
        """Why there is no point in trying; a broken file stays one at any size."""
        for under, error in self.failed:
            if not isinstance(error, FileTooLargeError):
                return error
            if _covers(under, limits):
                kind: Kind | None = (
                    "audio" if wanted is Format.AUDIO else self.file.kind
                )
                size = self.file.source_size or self.file.size
                return FileTooLargeError.of(size=size, limit=limits.of(kind or "video"))
        return None


def originals(record: DownloadRecord, directory: Path) -> list[Original]:
    """The files that transcode works on, whether for the first time or again.

    After a first run the record names its results; what came from storage counts as
    a result as well. What was made before a change is none any more.
    """
    notes = made.noted(directory)
    found: dict[str, Original] = {}
    parts: dict[tuple[str, Limits], list[MediaFile]] = {}
    for file in _all_files(record):
        known = notes.get(file.path) if _is_result(file) else None
        source = known.source if known else file.path
        original = found.get(source)
        if original is None:
            number = known.number if known else len(found) + 1
            start = file.model_copy(update={"path": source})
            original = found[source] = Original(start, number)
        before = known.change if known else None
        if not _is_result(file) or before is not record.change:
            continue
        limits = known.limits if known else _UNLIMITED
        standing = parts.setdefault((source, limits), [])
        standing += [file] if stands(directory, file) else []
        if len(standing) == (known.parts if known else 1):
            original.results.append((limits, tuple(standing)))
    return sorted(found.values(), key=lambda one: one.number)


def is_first_run(record: DownloadRecord) -> bool:
    """Whether the files are as validate left them."""
    return not all(map(_is_result, record.files))


def _all_files(record: DownloadRecord) -> list[MediaFile]:
    """The record's files and, after a first run, those of the variants, each once."""
    files = list(record.files)
    if not is_first_run(record):
        files += [file for variant in record.variants for file in variant.files]
    return list({file.path: file for file in files}.values())


def _is_result(file: MediaFile) -> bool:
    return file.path.startswith(f"{OUTPUT}/")


def _serves(under: Limits, file: MediaFile, limits: Limits) -> bool:
    """Whether it fits, and wasn't made smaller than it has to be."""
    return file.kind is not None and (
        file.size <= limits.of(file.kind) <= under.of(file.kind)
    )


def _covers(under: Limits, limits: Limits) -> bool:
    return (
        under.image >= limits.image
        and under.audio >= limits.audio
        and under.video >= limits.video
    )
