"""Which of a video's formats to fetch: decided before a byte of them is fetched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from bossbot.errors import FileTooLargeError, UnsupportedUrlError
from bossbot.sandbox.jobs.formats.candidates import Candidate, candidates, has_picture
from bossbot.sandbox.jobs.formats.codecs import LIKELY, Choice, Format
from bossbot.sandbox.jobs.formats.told import length

__all__ = ["Choice", "Format", "choose", "converted_height"]

FULL_HD: Final = 1080
"""Taller than this only where there is nothing lower: nobody sees it in a chat."""
GOOD_HEIGHT: Final = 360
"""A format that fits is taken as it is from this height on."""
SMALL_HEIGHT: Final = 240
"""The least that `smallest` means where there is a choice."""
GOOD_SOUND: Final = 96
"""kbit/s from which on it counts more that every device plays it."""

CONVERTED: Final = (720, 540, 480, 360, 270)
"""The heights that a conversion ends at (`bossbot.media.budget`), tallest first."""
BITS_PER_PIXEL: Final = 0.04
"""Below it a conversion takes a lower height."""
_CALM: Final = 30.0
"""Frames a second that a conversion keeps to where bits are short."""


def choose(
    formats: Sequence[Format],
    *,
    wanted: str,
    fit_bytes: int,
    max_bytes: int,
    duration: float | None = None,
) -> Choice:
    """The formats to fetch: the best that fits, else the one easiest to make fit.

    Args:
        formats: yt-dlp's format dictionaries, worst first as it sorts them.
        wanted: `best`, `video`, `audio` or `smallest`.
        fit_bytes: What may be posted.
        max_bytes: What may be fetched.
        duration: Seconds, to estimate sizes by bit rate, where the site tells them.

    Raises:
        FileTooLargeError: Every format is known to be larger than `max_bytes`.
        UnsupportedUrlError: There is nothing that may be fetched.
    """
    duration = duration or length(formats)
    found = candidates(formats, sound_only=wanted == "audio", duration=duration)
    if wanted == "video":
        found = [one for one in found if has_picture(one)]
    if not found:
        raise UnsupportedUrlError(reason="no_media")
    # Best first, as yt-dlp has it, where they are equal by our measure.
    found.sort(key=lambda one: one.order, reverse=True)
    allowed = _allowed(found, max_bytes)
    if wanted == "audio" or not has_picture(allowed[0]):
        return _sound(allowed, fit_bytes).formats
    if wanted == "smallest":
        return _smallest(allowed).formats
    return _best(allowed, fit_bytes, duration).formats


def converted_height(
    fit_bytes: int, duration: float | None, shape: Format | None = None
) -> int:
    """The height that a conversion to so many bytes ends at, or one step more.

    Args:
        fit_bytes: Of the result.
        duration: Seconds; where unknown, the tallest there is.
        shape: The format whose proportions and frame rate count.
    """
    if not duration:
        return CONVERTED[0]
    shape = shape or {}
    sides = sorted((shape.get("width") or 16, shape.get("height") or 9))
    rate = min(shape.get("fps") or _CALM, _CALM)
    bits = fit_bytes * 8 / duration
    for height in CONVERTED:
        if bits >= BITS_PER_PIXEL * height * height * sides[1] / sides[0] * rate:
            return height
    return CONVERTED[-1]


def _allowed(found: list[Candidate], max_bytes: int) -> list[Candidate]:
    """Those that may be fetched whole."""
    allowed = [one for one in found if (one.size or 0) <= max_bytes]
    if allowed:
        return allowed
    # An estimate may be far too high.
    if estimated := [one for one in found if not one.told]:
        return [min(estimated, key=_bytes)]
    raise FileTooLargeError.of(size=min(map(_bytes, found)), limit=max_bytes)


def _best(
    allowed: list[Candidate], fit_bytes: int, duration: float | None
) -> Candidate:
    tallest = max(allowed, key=lambda one: one.height)
    fits = [one for one in allowed if one.playable and _bytes(one) <= fit_bytes]
    good = [one for one in fits if one.height >= min(GOOD_HEIGHT, tallest.height)]
    if good:
        return max(good, key=_as_it_is)
    # It will be converted: what is taller than the result only costs time.
    least = converted_height(fit_bytes, duration, tallest.formats[0])
    enough = [one for one in allowed if one.height >= least]
    height = min((one.height for one in enough), default=tallest.height)
    return max((one for one in allowed if one.height == height), key=_as_it_is)


def _smallest(allowed: list[Candidate]) -> Candidate:
    decent = [one for one in allowed if one.height >= SMALL_HEIGHT] or allowed
    if any(one.size is None for one in decent):
        return min(decent, key=lambda one: (one.height, _bytes(one)))
    return min(decent, key=lambda one: (_bytes(one), one.height))


def _sound(allowed: list[Candidate], fit_bytes: int) -> Candidate:
    copied = [one for one in allowed if one.copied_sound]
    if has_picture(allowed[0]):
        # Only the least complete video: its picture is thrown away.
        return _least(copied or allowed)
    fits = [one for one in copied if _bytes(one) <= fit_bytes]
    return max(fits, key=_as_it_sounds) if fits else _least(allowed)


def _least(several: list[Candidate]) -> Candidate:
    return min(several, key=lambda one: (_bytes(one), one.height))


def _bytes(one: Candidate) -> float:
    """The size; what is unknown is taken for larger than everything."""
    return float("inf") if one.size is None else one.size


def _as_it_is(one: Candidate) -> tuple[Any, ...]:
    """Sorts by what counts in a chat: seeing something, everybody, more, faster."""
    modest = one.height <= FULL_HD
    return (
        modest,
        min(one.height, CONVERTED[0]),
        one.playable >= LIKELY,
        one.height if modest else -one.height,
        one.playable,
        one.direct,
        one.order,
    )


def _as_it_sounds(one: Candidate) -> tuple[Any, ...]:
    return (min(one.rate or GOOD_SOUND, GOOD_SOUND), one.plays_everywhere, one.order)
