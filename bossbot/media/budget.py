"""How the bytes of a limit are spent: bitrates, height and frame rate of an encode."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bossbot.media.facts import Facts

HEIGHTS: Final = (720, 540, 480, 360, 270, 180, 120)
MIN_BITS_PER_PIXEL: Final = 0.04
"""Below it a smaller picture looks better: VMAF 96.4 at 720 lines, 93.0 at 1080, for
the same 10 MB."""
MAX_VIDEO_BITRATE: Final = 8_000_000
_MIN_VIDEO_BITRATE: Final = 40_000
_TIGHT_VIDEO_BITRATE: Final = 12_000
_TIGHT_AUDIO_BITRATE: Final = 16_000
_TIGHT_FRAME_RATE: Final = 12.0
_MIN_SOUND_BITRATE: Final = 8_000
_OVERHEAD: Final = 0.97
"""What of the limit is left after the container's own tables."""
_AUDIO_BITRATES: Final = (128_000, 96_000, 64_000, 48_000, 32_000, 24_000)
_AUDIO_SHARE: Final = 0.15
_MAX_FRAME_RATE: Final = 60.0
_CALM_FRAME_RATE: Final = 30.0
_PIXELS_WITHIN_DEADLINE: Final = 16e9
"""About 40 million pixels a second on two cores, for 400 of the 600 seconds."""
_UNKNOWN_DURATION: Final = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The figures of one encode.

    Attributes:
        video_bitrate: Bits a second that the picture may have at most.
        audio_bitrate: Bits a second of the sound; 0 without any.
        frame_rate: The cap, where the source is faster; None leaves it alone.
    """

    video_bitrate: int
    audio_bitrate: int
    width: int
    height: int
    frame_rate: float | None


def duration_of(facts: Facts) -> float:
    """Seconds, never 0; a file that doesn't say is taken for ten minutes."""
    return max(facts.duration or _UNKNOWN_DURATION, 0.1)


def bitrate(limit: int, seconds: float) -> int:
    """The bits a second that fill the limit."""
    return int(limit * 8 * _OVERHEAD / seconds)


def least_bytes(seconds: float | None, *, picture: bool) -> int:
    """The fewest bytes that so many seconds are encoded into unasked."""
    rate = _MIN_VIDEO_BITRATE + _AUDIO_BITRATES[-1] if picture else _MIN_SOUND_BITRATE
    return int((seconds or _UNKNOWN_DURATION) * rate / 8 / _OVERHEAD)


def budget(
    facts: Facts, limit: int, *, max_height: int = 720, tight: bool = False
) -> Budget | None:
    """The best picture within the bytes; None where not even the smallest fits.

    Args:
        facts: Of a video, or of an animation to become one.
        limit: The most bytes of the result.
        max_height: Of the shorter side (a phone's video stands upright).
        tight: Whether it may be worse than anybody would choose unasked.
    """
    seconds = duration_of(facts)
    total = min(bitrate(limit, seconds), 2 * MAX_VIDEO_BITRATE)
    sound = _audio_bitrate(total, tight) if facts.audio_stream is not None else 0
    picture = min(total - sound, MAX_VIDEO_BITRATE)
    if picture < (_TIGHT_VIDEO_BITRATE if tight else _MIN_VIDEO_BITRATE):
        return None
    source_rate = facts.frame_rate or _CALM_FRAME_RATE
    rate = min(source_rate, _TIGHT_FRAME_RATE if tight else _MAX_FRAME_RATE)
    size = _size(facts, picture, rate, max_height)
    if rate > _CALM_FRAME_RATE and min(size) < min(_top(facts, max_height)):
        rate = _CALM_FRAME_RATE  # a sharper picture rather than a smoother one
        size = _size(facts, picture, rate, max_height)
    return Budget(
        video_bitrate=picture,
        audio_bitrate=sound,
        width=size[0],
        height=size[1],
        frame_rate=rate if rate < source_rate else None,
    )


def _audio_bitrate(total: int, tight: bool) -> int:
    rates = (*_AUDIO_BITRATES, _TIGHT_AUDIO_BITRATE) if tight else _AUDIO_BITRATES
    return next((rate for rate in rates if rate <= total * _AUDIO_SHARE), rates[-1])


def _top(facts: Facts, max_height: int) -> tuple[int, int]:
    return _scaled(facts, min(max_height, *_sides(facts)))


def _size(facts: Facts, picture: int, rate: float, max_height: int) -> tuple[int, int]:
    """The largest size that the bits and the time suffice for."""
    top = min(max_height, *_sides(facts))
    heights = (top, *(height for height in HEIGHTS if height < top))
    size = _scaled(facts, top)
    for height in heights:
        size = _scaled(facts, height)
        pixels = size[0] * size[1] * rate
        sharp = picture / pixels >= MIN_BITS_PER_PIXEL
        if sharp and pixels * duration_of(facts) <= _PIXELS_WITHIN_DEADLINE:
            break
    return size


def _sides(facts: Facts) -> tuple[int, int]:
    return facts.width or 2, facts.height or 2


def _scaled(facts: Facts, short_side: int) -> tuple[int, int]:
    """Width and height, even, with the shorter side as given."""
    width, height = _sides(facts)
    scale = short_side / min(width, height)
    return _even(width * scale), _even(height * scale)


def _even(length: float) -> int:
    return max(2, round(length / 2) * 2)
