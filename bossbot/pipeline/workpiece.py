"""One file under conversion: plans carried out on it, and what they made of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from bossbot.errors import BossBotError, FileTooLargeError
from bossbot.media.facts import Facts
from bossbot.media.plans import Converted, StreamPlan
from bossbot.media.refusals import invalid
from bossbot.models import Format, Limits, MediaFile
from bossbot.pipeline.clock import Clock
from bossbot.pipeline.contents import OUTPUT, described
from bossbot.pipeline.ports import MediaTools

_LONGEST_SUFFIX: Final = 6


@dataclass(frozen=True, slots=True)
class Result:
    """A file that was made, and what it was found to be."""

    path: Path
    facts: Facts
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Workpiece:
    """One file and all that its conversion needs.

    Attributes:
        target: The result's path, without extension.
        limits: The most bytes of the result, by kind.
        tight: Whether `smallest` may be worse than anybody would choose unasked.
        report: Told how many bytes of the source are done.
    """

    media: MediaTools
    file: MediaFile
    source: Path
    target: Path
    limits: Limits
    wanted: Format
    clock: Clock
    report: Callable[[int], None]
    tight: bool = False

    async def look(self) -> Facts:
        """What the source is.

        Raises:
            InvalidFileError: Nothing that what is wanted can be made of.
        """
        facts = await self.media.probe(self.source)
        if self.wanted is Format.AUDIO and facts.audio_stream is None:
            raise invalid("no_sound")
        return facts

    async def write(
        self, facts: Facts, plan: StreamPlan, *, last: bool
    ) -> tuple[Path, Converted]:
        """One plan carried out, by the clock; what it wrote is not looked into.

        Raises:
            InvalidFileError: It failed; nothing is left of it.
            FileTooLargeError: The same, since it would have been too large.
        """
        target = self.target.with_suffix(plan.extension)
        whole = facts.duration or 0.0

        def report(seconds: float) -> None:
            done = min(seconds / whole, 1.0) if whole > 0 else 0.0
            self.report(int(done * facts.size))

        deadline = self.clock.share(last=last)
        try:
            how = await self.media.convert_stream(
                self.source, target, facts, plan, deadline=deadline, report=report
            )
        except BossBotError as error:
            if error.data.get("reason") == "too_slow":
                self.clock.spend(deadline)
            target.unlink(missing_ok=True)
            raise
        self.clock.spend(how.seconds)
        return target, how

    def checked(self, result: Facts, plan: StreamPlan) -> Facts:
        """The result, if it is what the plan promised.

        Raises:
            InvalidFileError: It is of another kind.
            FileTooLargeError: It doesn't fit.
        """
        if result.kind != plan.kind:
            raise invalid("damaged")
        if result.size > plan.limit:
            raise FileTooLargeError.of(size=result.size, limit=plan.limit)
        return result

    async def finished(self, source: Facts, result: Result) -> MediaFile:
        """The result as a file of the download, with its thumbnail."""
        thumbnail = result.path.with_suffix(".thumbnail.jpg")
        pictured = await self.media.thumbnail(result.path, thumbnail, result.facts)
        file = await described(self.file, result.path, result.facts)
        return file.model_copy(
            update={
                "path": f"{OUTPUT}/{result.path.name}",
                "name": _renamed(self.file.name, result.path.suffix),
                "source_size": source.size,
                "action": result.action,
                "thumbnail": f"{OUTPUT}/{thumbnail.name}" if pictured else None,
            }
        )


def _renamed(name: str, extension: str) -> str:
    """The name with the extension of what it is now."""
    path = PurePosixPath(name)
    known = 0 < len(path.suffix) <= _LONGEST_SUFFIX
    return (name[: -len(path.suffix)] if known else name) + extension
