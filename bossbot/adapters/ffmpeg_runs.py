"""The runs of ffmpeg that a plan takes: their arguments and their bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bossbot.media.facts import Facts
from bossbot.media.plans import PART, StreamPlan

_OF_THE_MUXER: Final = frozenset({"-movflags", "-id3v2_version", "-write_id3v1"})
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
    """One run: its arguments before and after the input, and its bounds.

    Attributes:
        output: The name of what it writes, or a pattern of several.
        file_size: The most bytes of each file.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    muxer: str
    output: str
    file_size: int
    limit: int


def runs_of(plan: StreamPlan, target: Path) -> tuple[Run, ...]:
    """One run, or two whose first only measures (its output is overwritten)."""
    size = plan.limit + _SLACK
    if plan.cuts:
        return (_in_parts(plan, target, size),)
    passes: tuple[tuple[str, ...], ...] = ((),)
    if plan.two_pass:
        notes = ("-passlogfile", f"{target.stem}{NOTES}")
        passes = (("-pass", "1", *notes), ("-pass", "2", *notes))
        size = max(size, _STATISTICS)
    return tuple(
        Run(
            before=(),
            after=(*plan.arguments, *extra),
            muxer=plan.muxer,
            output=target.name,
            file_size=size,
            limit=plan.limit,
        )
        for extra in passes
    )


def _in_parts(plan: StreamPlan, target: Path, size: int) -> Run:
    """One run that writes all parts, each as the plan's muxer does."""
    cuts = ",".join(f"{second:.3f}" for second in plan.cuts)
    arguments, options = _for_each_part(plan.arguments)
    keys = ("-force_key_frames", cuts, "-forced-idr", "1")
    return Run(
        before=(),
        after=(
            *arguments,
            *(keys if "libx264" in arguments else ()),
            *("-segment_times", cuts, "-segment_time_delta", "0.05"),
            *("-segment_format", plan.muxer, "-reset_timestamps", "1"),
            *(("-segment_format_options", ":".join(options)) if options else ()),
        ),
        muxer="segment",
        output=f"{target.stem}{PART}%02d{target.suffix}",
        file_size=size,
        limit=plan.limit,
    )


def _for_each_part(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """The arguments without those of the muxer, and these as the parts' options."""
    kept: list[str] = []
    options: list[str] = []
    words = iter(arguments)
    for word in words:
        if word in _OF_THE_MUXER:
            options.append(f"{word[1:]}={next(words)}")
        else:
            kept.append(word)
    return kept, options


def still_of(facts: Facts, target: Path) -> Run:
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
        output=target.name,
        file_size=_THUMBNAIL_BYTES,
        limit=_THUMBNAIL_BYTES,
    )
