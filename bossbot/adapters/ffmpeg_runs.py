"""The runs of ffmpeg that a plan takes: their arguments and their bounds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bossbot.media.facts import Facts
from bossbot.media.plans import StreamPlan

NOTES: Final = ".pass"
"""Stands in the names of what the first of two passes writes down."""
_MB: Final = 1024 * 1024
_SLACK: Final = _MB
"""What a file may grow over its limit, so that a result just too large is told apart
from one that broke."""
_STATISTICS: Final = 128 * _MB
_THUMBNAIL_SIDE: Final = 320
_THUMBNAIL_BYTES: Final = 256 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run: its arguments before and after the input, and its bounds."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    muxer: str
    file_size: int
    limit: int


def runs_of(plan: StreamPlan, target: Path) -> tuple[Run, ...]:
    """One run, or two whose first only measures (its output is overwritten)."""
    passes: tuple[tuple[str, ...], ...] = ((),)
    size = plan.limit + _SLACK
    if plan.two_pass:
        notes = ("-passlogfile", f"{target.stem}{NOTES}")
        passes = (("-pass", "1", *notes), ("-pass", "2", *notes))
        size = max(size, _STATISTICS)
    return tuple(
        Run(
            before=(),
            after=(*plan.arguments, *extra),
            muxer=plan.muxer,
            file_size=size,
            limit=plan.limit,
        )
        for extra in passes
    )


def still_of(facts: Facts) -> Run:
    """One run that takes one frame, early on but not the first: that is often black."""
    side = _THUMBNAIL_SIDE
    fit = f"scale='min({side},iw)':'min({side},ih)'"
    at = min((facts.duration or 0.0) * 0.1, 10.0)
    return Run(
        before=("-ss", f"{at:.2f}"),
        after=(
            *("-map", f"0:{facts.video_stream or 0}", "-frames:v", "1"),
            *("-vf", f"{fit}:force_original_aspect_ratio=decrease,format=yuvj420p"),
            *("-map_metadata", "-1", "-fflags", "+bitexact", "-q:v", "5"),
            *("-c:v", "mjpeg", "-update", "1"),
        ),
        muxer="image2",
        file_size=_THUMBNAIL_BYTES,
        limit=_THUMBNAIL_BYTES,
    )
