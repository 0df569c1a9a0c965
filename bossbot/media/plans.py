"""What to do with a file, as values; `image` and `stream` decide, adapters obey."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from bossbot.models import Kind

PART: Final = ".part"
"""Stands in the names of parts, between the target's stem and their numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImagePlan:
    """How an image is written anew.

    Attributes:
        format: Pillow's name of it.
        extension: With the dot.
        limit: The most bytes the result may have.
        steps: Tried in order until one fits: quality (0 to 100), and the side length
            as a fraction of the original's.
        animated: All frames, not just the first.
    """

    format: Literal["JPEG", "PNG", "WEBP", "GIF"]
    extension: str
    limit: int
    steps: tuple[tuple[int, float], ...]
    animated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamPlan:
    """How video or audio is written anew by one ffmpeg run (or two, in two passes).

    Attributes:
        arguments: Those between ffmpeg's input and its output.
        extension: With the dot.
        muxer: The output format to force.
        kind: What the result is; its limit is that of this kind.
        limit: The most bytes the result may have.
        action: `copied` if no stream is decoded: it takes no CPU slot.
        two_pass: Measure first, then encode.
        cuts: Seconds at which the result is cut, each part a file of its own; a copy is
            cut at the first key frame from there on.
    """

    arguments: tuple[str, ...]
    extension: str
    muxer: str
    kind: Kind
    limit: int
    action: Literal["copied", "encoded"]
    two_pass: bool = False
    cuts: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """How a conversion went.

    Attributes:
        seconds: How long it ran; waiting for a CPU slot does not count.
        quantizer: x264's mean quantizer, higher is coarser; None without x264.
        parts: What was written instead of the target, in order, where the plan cuts.
    """

    seconds: float
    quantizer: float | None = None
    parts: tuple[Path, ...] = ()
