"""Looking into files and converting them, each in a disposable process."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, Literal

import structlog

from bossbot.adapters.facts import believed
from bossbot.adapters.ffmpeg import Ffmpeg
from bossbot.adapters.files import readable, writable
from bossbot.adapters.sandbox import JobCrashedError, JobSpec, Sandbox
from bossbot.errors import InvalidFileError
from bossbot.media.facts import Facts
from bossbot.media.plans import Converted, ImagePlan, StreamPlan
from bossbot.media.refusals import invalid
from bossbot.media.types import HEAD_BYTES, Sniffed, id3_length, sniff
from bossbot.sandbox.protocol import SETUP_FAILED

PROBE_SECONDS: Final = 20.0
IMAGE_SECONDS: Final = 60.0
"""By the clock on the wall: a busy host must not make a small file look hostile."""
_SOURCE: Final = 3
_TARGET: Final = 4
"""Where the job finds its descriptors; 0 to 2 stay /dev/null, decoders write there."""
_THUMBNAIL_SECONDS: Final = 20.0

log = structlog.get_logger(__name__)


class SandboxedMedia:
    """Implements `bossbot.pipeline.ports.MediaTools`.

    Args:
        sandbox: Runs the jobs.
        ffmpeg: Runs ffmpeg.
        memory: Most bytes of private memory of a job.
    """

    def __init__(self, *, sandbox: Sandbox, ffmpeg: Ffmpeg, memory: int) -> None:
        self._sandbox = sandbox
        self._ffmpeg = ffmpeg
        self._memory = memory

    async def probe(self, path: Path) -> Facts:
        """See `MediaTools.probe`."""
        with readable(path) as source:
            claimed = sniff(_head(source))
            params = {"family": claimed.family, "opener": claimed.opener}
            value = await self._run(
                "probe",
                params,
                {_SOURCE: source},
                path.parent,
                PROBE_SECONDS,
                file_size=1,
            )
            return believed(claimed, os.fstat(source).st_size, value)

    async def convert_image(
        self, source: Path, target: Path, facts: Facts, plan: ImagePlan
    ) -> Facts:
        """See `MediaTools.convert_image`."""
        params = {
            "opener": facts.opener,
            "format": plan.format,
            "limit": plan.limit,
            "steps": plan.steps,
            "animated": plan.animated,
            "target": _TARGET,
        }
        with readable(source) as reading, writable(target) as writing:
            descriptors = {_SOURCE: reading, _TARGET: writing}
            value = await self._run(
                "image",
                params,
                descriptors,
                target.parent,
                IMAGE_SECONDS,
                file_size=plan.limit,
            )
            made = Sniffed(
                family="image", opener=plan.format, container=plan.format.lower()
            )
            size = os.fstat(writing).st_size
            facts = believed(made, size, value, kind="image")
            return replace(facts, animated=facts.frames > 1)

    async def convert_stream(
        self,
        source: Path,
        target: Path,
        facts: Facts,
        plan: StreamPlan,
        *,
        deadline: float,
        report: Callable[[float], None],
    ) -> Converted:
        """See `MediaTools.convert_stream`."""
        return await self._ffmpeg.convert(
            source, target, facts, plan, deadline=deadline, report=report
        )

    async def thumbnail(self, source: Path, target: Path, facts: Facts) -> bool:
        """See `MediaTools.thumbnail`."""
        if facts.kind != "video":
            return False
        try:
            return await self._ffmpeg.still(
                source, target, facts, deadline=_THUMBNAIL_SECONDS
            )
        except InvalidFileError:
            return False

    async def _run(
        self,
        kind: Literal["probe", "image"],
        params: dict[str, Any],
        descriptors: dict[int, int],
        directory: Path,
        seconds: float,
        *,
        file_size: int,
    ) -> Any:
        """Run a job; a decoder that dies or dawdles over a file speaks against it."""
        spec = JobSpec(
            kind=kind,
            params={"source": _SOURCE, **params},
            directory=str(directory),
            memory=self._memory,
            file_size=file_size,
            descriptors=descriptors,
        )
        try:
            async with asyncio.timeout(seconds):
                return await self._sandbox.run(spec)
        except TimeoutError:
            raise invalid("too_slow") from None
        except JobCrashedError as error:
            if _says_nothing_of_the_file(error):
                raise
            log.warning("decoder died", kind=kind, **error.data)
            reason = "too_complex" if error.out_of_memory else "damaged"
            raise InvalidFileError(reason=reason) from None


def _says_nothing_of_the_file(error: JobCrashedError) -> bool:
    """Whether somebody killed the job, or it was never able to begin."""
    killed = error.data.get("signal") == signal.SIGKILL
    return killed or error.data.get("code") == SETUP_FAILED


def _head(source: int) -> bytes:
    head = os.pread(source, HEAD_BYTES, 0)
    skipped = id3_length(head)
    return os.pread(source, HEAD_BYTES, skipped) or head if skipped else head
