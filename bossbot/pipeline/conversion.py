"""The conversion of one file: plan after plan, until a result fits and plays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from bossbot.errors import BossBotError, FileTooLargeError, InvalidFileError
from bossbot.media.facts import Facts
from bossbot.media.image import image_plans
from bossbot.media.plans import Converted, StreamPlan
from bossbot.media.refusals import invalid
from bossbot.media.stream import gif_plan, second_look, stream_plans
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
class Conversion:
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

    async def run(self) -> MediaFile:
        """Convert it.

        Raises:
            InvalidFileError: It can't be converted.
            FileTooLargeError: Nothing fits the limit.
        """
        facts = await self.look()
        if facts.kind == "image":
            result = await self._image(facts)
        else:
            result = await self._stream(facts)
        return await self.finished(facts, result)

    async def look(self) -> Facts:
        """What the source is.

        Raises:
            InvalidFileError: Nothing that what is wanted can be made of.
        """
        facts = await self.media.probe(self.source)
        if self.wanted is Format.AUDIO and facts.audio_stream is None:
            raise invalid("no_sound")
        return facts

    async def _image(self, facts: Facts) -> Result:
        video = await self._as_video(facts)
        if video is not None:
            return video
        error: BossBotError = self._too_large(facts, self.limits.image)
        for plan in image_plans(facts, self.limits.image):
            target = self.target.with_suffix(plan.extension)
            try:
                made = await self.media.convert_image(self.source, target, facts, plan)
                return Result(target, made, "reencoded image")
            except FileTooLargeError:
                target.unlink(missing_ok=True)
            except InvalidFileError as broken:
                target.unlink(missing_ok=True)
                error = broken
        raise error

    async def _as_video(self, facts: Facts) -> Result | None:
        """An opaque GIF as MP4, where that is smaller."""
        if facts.container != "gif" or not facts.animated or facts.transparent:
            return None
        plan = gif_plan(facts, self.limits.video)
        if plan is None:
            return None
        try:
            return (await self._converted(facts, plan, last=False))[0]
        except (FileTooLargeError, InvalidFileError):
            return None

    async def _stream(self, facts: Facts) -> Result:
        plans = stream_plans(facts, self.limits, self.wanted, tight=self.tight)
        kind = "audio" if self.wanted is Format.AUDIO else facts.kind
        error: BossBotError = self._too_large(facts, self.limits.of(kind))
        for number, plan in enumerate(plans, start=1):
            try:
                result, how = await self._converted(
                    facts, plan, last=number == len(plans)
                )
            except FileTooLargeError:
                continue
            except InvalidFileError as broken:
                if plan.action == "encoded" and broken.data.get("reason") == "damaged":
                    raise
                error = broken
                continue
            return await self._improved(facts, plan, result, how)
        raise error

    async def _improved(
        self, facts: Facts, plan: StreamPlan, result: Result, how: Converted
    ) -> Result:
        """The result of two passes where it is worth it, else the one there is."""
        size, coarse = result.facts.size, how.quantizer
        better = second_look(facts, plan, size, coarse, self.wanted)
        if better is None or how.seconds * 4 > self.clock.left:
            return result
        spare = result.path.with_suffix(".first")
        result.path.rename(spare)
        try:
            improved, _ = await self._converted(facts, better, last=True)
        except (FileTooLargeError, InvalidFileError):
            spare.rename(result.path)
            return result
        spare.unlink()
        return improved

    async def _converted(
        self, facts: Facts, plan: StreamPlan, *, last: bool
    ) -> tuple[Result, Converted]:
        """One plan carried out, and its result looked into.

        Raises:
            InvalidFileError: It failed, or its result is not what it should be.
            FileTooLargeError: The result is over the plan's limit.
        """
        target, how = await self.write(facts, plan, last=last)
        try:
            result = self.checked(await self.media.probe(target), plan)
        except BossBotError:
            target.unlink(missing_ok=True)
            raise
        return Result(target, result, plan.action), how

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
            raise self._too_large(result, plan.limit)
        return result

    def _too_large(self, facts: Facts, limit: int) -> FileTooLargeError:
        return FileTooLargeError.of(size=facts.size, limit=limit)

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
