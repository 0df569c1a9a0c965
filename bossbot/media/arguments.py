"""ffmpeg's words for what the plans want, between its input and its output."""

from __future__ import annotations

from typing import Final

from bossbot.media.budget import Budget
from bossbot.media.facts import Facts

CLEAN: Final = (
    *("-map_metadata", "-1", "-map_chapters", "-1", "-dn", "-sn"),
    *("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"),
)
"""No tags, chapters, data or subtitles, and no word of the program that wrote it."""
FASTSTART: Final = ("-movflags", "+faststart")
"""The index first: a browser can start to play before it has everything."""
AAC_BITRATE: Final = 128_000
_STEREO_FROM: Final = 24_000
_X264: Final = ("-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high")
_TWO_PASS_PEAK: Final = 1.5


def sound_map(facts: Facts) -> tuple[str, ...]:
    """The one sound stream, if there is any."""
    return () if facts.audio_stream is None else ("-map", f"0:{facts.audio_stream}")


def picture_map(facts: Facts) -> tuple[str, ...]:
    """The one picture stream and the one sound stream; never a cover."""
    picture = 0 if facts.video_stream is None else facts.video_stream
    return ("-map", f"0:{picture}", *sound_map(facts))


def aac(bitrate: int) -> tuple[str, ...]:
    """AAC whose gaps are filled, so that it stays with the picture.

    Stereo, but for what would only hiss in it.
    """
    channels = ("-ac", "2") if bitrate >= _STEREO_FROM else ("-ac", "1", "-ar", "22050")
    return (
        *("-c:a", "aac", "-b:a", str(bitrate), *channels),
        *("-af", "aresample=async=1"),
    )


def x264(figures: Budget, *, crf: int | None) -> tuple[str, ...]:
    """H.264 for every browser.

    Args:
        figures: The size and the rates.
        crf: The quality to aim at below the bitrate; None aims at the bitrate.
    """
    rate = figures.video_bitrate
    filters = [
        f"scale={figures.width}:{figures.height}:flags=bicubic",
        "setsar=1",
        "format=yuv420p",
    ]
    if figures.frame_rate is not None:
        filters.insert(0, f"fps={figures.frame_rate:g}")
    aim: tuple[str, ...] = ("-b:v", str(rate))
    peak = int(rate * _TWO_PASS_PEAK)
    if crf is not None:
        aim, peak = ("-crf", str(crf)), rate
    ceiling = ("-maxrate", str(peak), "-bufsize", str(2 * rate))
    return ("-vf", ",".join(filters), *_X264, *aim, *ceiling)
