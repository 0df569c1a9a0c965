"""ffmpeg in the sandbox: the file by descriptor, the demuxer forced, no protocols."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from pathlib import Path
from typing import Final

from bossbot.adapters.disk import locks
from bossbot.adapters.ffmpeg_output import Meter, failure, written
from bossbot.adapters.ffmpeg_runs import NOTES, Run, runs_of, still_of
from bossbot.adapters.files import readable
from bossbot.adapters.pipes import Hear, Lines, Tail, drained
from bossbot.adapters.sandbox import Exit, JobSpec, Sandbox
from bossbot.errors import BossBotError, FileTooLargeError
from bossbot.media.facts import Facts
from bossbot.media.plans import Converted, StreamPlan
from bossbot.media.refusals import invalid

_QUIET: Final = ("-nostdin", "-hide_banner", "-nostats", "-loglevel", "error", "-y")
_PROGRESS: Final = ("-progress", "pipe:1", "-stats_period", "0.25")
_ENVIRONMENT: Final = {"MALLOC_ARENA_MAX": "2"}
"""glibc keeps an arena per thread otherwise: a third more memory."""
_HUGE: Final = 2_500_000
"""Pixels; 10-bit HEVC at 2160p took 391 MB with two threads, 314 MB with one."""


class Ffmpeg:
    """Runs ffmpeg's conversions, so many at once as there are CPU locks.

    Args:
        sandbox: Runs it.
        program: Its absolute path.
        memory: Most bytes of private memory of one run.
        cpu_locks: Lock files shared by the worker's processes; an encode holds one.
        threads: Of each decoder and encoder.
    """

    def __init__(
        self,
        *,
        sandbox: Sandbox,
        program: Path,
        memory: int,
        cpu_locks: Sequence[Path],
        threads: int = 2,
    ) -> None:
        self._sandbox = sandbox
        self._program = program
        self._memory = memory
        self._cpu_locks = tuple(cpu_locks)
        self._threads = threads

    async def convert(
        self,
        source: Path,
        target: Path,
        facts: Facts,
        plan: StreamPlan,
        *,
        deadline: float,
        report: Callable[[float], None],
    ) -> Converted:
        """See `bossbot.pipeline.ports.MediaTools.convert_stream`."""
        async with self._slot(plan):
            began = time.monotonic()
            meter = Meter(report)
            try:
                async with asyncio.timeout(deadline):
                    for run in runs_of(plan, target):
                        await self._run(source, target, facts, run, Lines(meter))
            except (TimeoutError, BossBotError) as error:
                for part in written(target) if plan.cuts else ():
                    part.unlink()
                if isinstance(error, TimeoutError):
                    raise invalid("too_slow") from None
                raise
            finally:
                for notes in target.parent.glob(f"{target.stem}{NOTES}*"):
                    notes.unlink()
            seconds = time.monotonic() - began
        parts = tuple(written(target)) if plan.cuts else ()
        return Converted(seconds=seconds, quantizer=meter.quantizer, parts=parts)

    async def still(
        self, source: Path, target: Path, facts: Facts, *, deadline: float
    ) -> bool:
        """Write one small picture of a video as JPEG; false where that fails.

        Raises:
            InvalidFileError: It took too long, or there is no picture.
        """
        try:
            async with asyncio.timeout(deadline):
                await self._run(source, target, facts, still_of(facts, target), Tail())
        except TimeoutError:
            raise invalid("too_slow") from None
        except FileTooLargeError:
            return False
        return target.exists() and target.stat().st_size > 0

    def _slot(self, plan: StreamPlan) -> AbstractAsyncContextManager[int | None]:
        if plan.action == "copied":  # takes 0.15 s of CPU: it needn't queue
            return nullcontext()
        return locks.one_of(self._cpu_locks, timeout=float("inf"))

    async def _run(
        self, source: Path, target: Path, facts: Facts, run: Run, hear: Hear
    ) -> None:
        for earlier in written(target):
            earlier.unlink()
        words = Tail()
        threads = ("-threads", str(1 if _is_huge(facts) else self._threads))
        argv = (
            *(str(self._program), *_QUIET, *_PROGRESS),
            *("-protocol_whitelist", "fd", *threads, *run.before),
            *("-fd", "0", "-f", facts.opener, "-i", "fd:"),
            *(*run.after, *threads, "-f", run.muxer, run.output),
        )
        with readable(source) as reading:
            async with drained(hear) as progress, drained(words) as stderr:
                spec = JobSpec(
                    kind="exec",
                    params={"argv": argv},
                    directory=str(target.parent),
                    memory=self._memory,
                    file_size=run.file_size,
                    descriptors={0: reading, 1: progress.end, 2: stderr.end},
                    environment=dict(_ENVIRONMENT),
                )

                def started(_: object) -> None:
                    progress.close()
                    stderr.close()

                ended: Exit = await self._sandbox.run(spec, on_started=started)
        if ended.code != 0:
            raise failure(ended, words.text, target, run.limit)


def _is_huge(facts: Facts) -> bool:
    """Whether each thread's frames would take too much memory: above 1080p."""
    return (facts.width or 0) * (facts.height or 0) > _HUGE
