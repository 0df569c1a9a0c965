"""The conversion of one file: plan after plan, until a result fits and plays."""

from __future__ import annotations

from dataclasses import dataclass

from bossbot.errors import BossBotError, FileTooLargeError, InvalidFileError
from bossbot.media.facts import Facts
from bossbot.media.image import image_plans
from bossbot.media.plans import Converted, StreamPlan
from bossbot.media.stream import gif_plan, second_look, stream_plans
from bossbot.models import Format, MediaFile
from bossbot.pipeline.workpiece import Result, Workpiece


@dataclass(frozen=True, slots=True)
class Conversion:
    """What becomes of one file as a whole."""

    piece: Workpiece

    async def run(self) -> MediaFile:
        """Convert it.

        Raises:
            InvalidFileError: It can't be converted.
            FileTooLargeError: Nothing fits the limit.
        """
        facts = await self.piece.look()
        if facts.kind == "image":
            result = await self._image(facts)
        else:
            result = await self._stream(facts)
        return await self.piece.finished(facts, result)

    async def _image(self, facts: Facts) -> Result:
        video = await self._as_video(facts)
        if video is not None:
            return video
        error: BossBotError = _too_large(facts, self.piece.limits.image)
        for plan in image_plans(facts, self.piece.limits.image):
            target = self.piece.target.with_suffix(plan.extension)
            try:
                made = await self.piece.media.convert_image(
                    self.piece.source, target, facts, plan
                )
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
        plan = gif_plan(facts, self.piece.limits.video)
        if plan is None:
            return None
        try:
            return (await self._converted(facts, plan, last=False))[0]
        except (FileTooLargeError, InvalidFileError):
            return None

    async def _stream(self, facts: Facts) -> Result:
        plans = stream_plans(
            facts, self.piece.limits, self.piece.wanted, tight=self.piece.tight
        )
        kind = "audio" if self.piece.wanted is Format.AUDIO else facts.kind
        error: BossBotError = _too_large(facts, self.piece.limits.of(kind))
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
        better = second_look(facts, plan, size, coarse, self.piece.wanted)
        if better is None or how.seconds * 4 > self.piece.clock.left:
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
        target, how = await self.piece.write(facts, plan, last=last)
        try:
            result = self.piece.checked(await self.piece.media.probe(target), plan)
        except BossBotError:
            target.unlink(missing_ok=True)
            raise
        return Result(target, result, plan.action), how


def _too_large(facts: Facts, limit: int) -> FileTooLargeError:
    return FileTooLargeError.of(size=facts.size, limit=limit)
