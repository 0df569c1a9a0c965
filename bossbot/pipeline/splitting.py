"""One file in parts: plan after plan, until each part fits and plays."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from bossbot.errors import BossBotError, FileTooLargeError, InvalidFileError
from bossbot.media.facts import Facts
from bossbot.media.plans import StreamPlan
from bossbot.media.refusals import invalid
from bossbot.media.split import MOST_PARTS, split_plans
from bossbot.models import Format, Kind, MediaFile
from bossbot.pipeline.conversion import Conversion
from bossbot.pipeline.workpiece import Result, Workpiece

_LONGEST_STEM: Final = 150


@dataclass(frozen=True, slots=True)
class Splitting:
    """What becomes of one file in parts; what fits as it is stays whole."""

    piece: Workpiece

    async def run(self) -> tuple[MediaFile, ...]:
        """Convert it, whole or in parts.

        Raises:
            InvalidFileError: It can't be converted.
            FileTooLargeError: Not even ten parts fit.
        """
        one = self.piece
        facts = await one.look()
        kind: Kind = "audio" if one.wanted is Format.AUDIO else facts.kind
        limit = one.limits.of(kind)
        if facts.kind == "image" or facts.size <= limit:
            return (await Conversion(one).run(),)
        error: BossBotError = FileTooLargeError.of(size=facts.size, limit=limit)
        plans = split_plans(facts, one.limits, one.wanted)
        for number, plan in enumerate(plans, start=1):
            try:
                results = await self._cut(facts, plan, last=number == len(plans))
            except FileTooLargeError:
                continue
            except InvalidFileError as broken:
                error = broken
                continue
            return await self._finished(facts, results)
        raise error

    async def _cut(
        self, facts: Facts, plan: StreamPlan, *, last: bool
    ) -> tuple[Result, ...]:
        one = self.piece
        _, how = await one.write(facts, plan, last=last)
        found: list[Result] = []
        try:
            for path in how.parts:
                part = one.checked(await one.media.probe(path), plan)
                found.append(Result(path, part, plan.action))
            if not 1 <= len(found) <= MOST_PARTS:
                raise invalid("damaged")
        except BossBotError:
            for path in how.parts:
                path.unlink(missing_ok=True)
            raise
        return tuple(found)

    async def _finished(
        self, facts: Facts, results: tuple[Result, ...]
    ) -> tuple[MediaFile, ...]:
        count = len(results)
        files = [await self.piece.finished(facts, result) for result in results]
        return tuple(
            file.model_copy(
                update={
                    "name": _numbered(file.name, number, count),
                    "source_size": facts.size // count,
                }
            )
            for number, file in enumerate(files, start=1)
        )


def _numbered(name: str, number: int, count: int) -> str:
    """The name with its place among the parts, before the extension."""
    if count == 1:
        return name
    path = PurePosixPath(name)
    return f"{path.stem[:_LONGEST_STEM]} part {number} of {count}{path.suffix}"
