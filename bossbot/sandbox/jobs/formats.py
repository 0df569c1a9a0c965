"""Which of a video's formats to fetch: decided before a byte of them is fetched."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any, Final

from bossbot.errors import FileTooLargeError, UnsupportedUrlError

PROTOCOLS: Final = frozenset(
    {"http", "https", "m3u8", "m3u8_native", "http_dash_segments"}
)
"""What yt-dlp fetches in its own process; all others start programs."""

FULL_HD: Final = 1080
"""Taller than this only where there is nothing lower: nobody sees it in a chat."""
GOOD_HEIGHT: Final = 360
"""A format that fits is taken as it is from this height on."""
SOURCE_HEIGHT: Final = 480
"""What has to be converted anyway is fetched at this height or a bit more."""
SMALL_HEIGHT: Final = 240
"""The least that `smallest` means where there is a choice."""

type Format = Mapping[str, Any]
type Choice = tuple[Format, ...]
"""One format, or a picture and a sound that are put together afterwards."""


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
        duration: Seconds, to estimate sizes by bit rate.

    Raises:
        FileTooLargeError: Every format is known to be larger than `max_bytes`.
        UnsupportedUrlError: There is nothing that may be fetched.
    """
    # Best first, as yt-dlp has it, where they are equal by our measure.
    choices = _choices([one for one in formats if _fetchable(one)], wanted)[::-1]
    if not choices:
        raise UnsupportedUrlError(reason="no_media")
    allowed = [one for one in choices if (_known(one) or 0) <= max_bytes]
    if not allowed:
        smallest = min(_known(one) or 0 for one in choices)
        raise FileTooLargeError.of(size=smallest, limit=max_bytes)

    def size(choice: Choice) -> float | None:
        return _known(choice) or _estimate(choice, duration)

    if wanted == "smallest":
        return _smallest(allowed, size)
    return _best(allowed, size, fit_bytes)


def _best(
    choices: list[Choice], size: Callable[[Choice], float | None], fit_bytes: int
) -> Choice:
    fitting = [one for one in choices if (size(one) or fit_bytes + 1) <= fit_bytes]
    tallest = max(map(_height, choices))
    if fitting:
        best = max(fitting, key=_quality)
        if _height(best) >= min(GOOD_HEIGHT, tallest):
            return best
    if all(size(one) is None for one in choices):
        return max(choices, key=_quality)
    # It will be converted: the lowest height that still makes a good source.
    enough = [one for one in choices if _height(one) >= SOURCE_HEIGHT]
    if enough:
        lowest = min(map(_height, enough))
        return max((c for c in enough if _height(c) == lowest), key=_quality)
    return max(choices, key=_quality)


def _smallest(choices: list[Choice], size: Callable[[Choice], float | None]) -> Choice:
    decent = [one for one in choices if _height(one) >= SMALL_HEIGHT] or choices
    sized = [one for one in decent if size(one) is not None]
    if sized:
        return min(sized, key=lambda one: size(one) or 0)
    return min(decent, key=_quality)


def _choices(formats: list[Format], wanted: str) -> list[Choice]:
    whole = [one for one in formats if _has(one, "vcodec") and _has(one, "acodec")]
    silent = [one for one in formats if _has(one, "vcodec") and one not in whole]
    sounds = [one for one in formats if _has(one, "acodec") and one not in whole]
    if wanted == "audio":
        # Only the worst complete video: its picture is thrown away.
        return [(one,) for one in sounds] or [(one,) for one in whole[:1]]
    pairs = list(product(silent, _sounds(sounds)))
    return [*((one,) for one in silent if not pairs), *pairs] + [
        (one,) for one in whole
    ] or ([] if wanted == "video" else [(one,) for one in sounds])


def _sounds(sounds: list[Format]) -> list[Format]:
    """The sounds worth pairing: the best AAC, the best of all, and the smallest."""
    aac = [one for one in sounds if str(one.get("acodec")).startswith(("mp4a", "aac"))]
    picked = [*aac[-1:], *sounds[-1:], *sounds[:1]]
    return [one for n, one in enumerate(picked) if one not in picked[:n]]


def _fetchable(one: Format) -> bool:
    protocol = str(one.get("protocol") or "https")
    return (
        protocol in PROTOCOLS
        and not one.get("has_drm")
        and (_has(one, "vcodec") or _has(one, "acodec"))
    )


def _has(one: Format, codec: str) -> bool:
    return one.get(codec) != "none"


def _height(choice: Choice) -> int:
    """The shorter side of the picture; 0 where unknown or none."""
    sides = [choice[0].get("height") or 0, choice[0].get("width") or 0]
    return int(min(filter(None, sides), default=0))


def _quality(choice: Choice) -> tuple[Any, ...]:
    """Sorts by what is seen first: height up to full HD, then what can be copied."""
    height = _height(choice)
    h264 = str(choice[0].get("vcodec")).startswith(("avc", "h264"))
    aac = str(choice[-1].get("acodec")).startswith(("mp4a", "aac"))
    rate = sum(one.get("tbr") or 0 for one in choice)
    return (
        *((True, height) if height <= FULL_HD else (False, -height)),
        h264,
        aac,
        rate,
    )


def _known(choice: Choice) -> float | None:
    """Bytes, where the site tells them of every part."""
    sizes = [one.get("filesize") or one.get("filesize_approx") or 0 for one in choice]
    return sum(sizes) if all(sizes) else None


def _estimate(choice: Choice, duration: float | None) -> float | None:
    """Bytes by bit rate: of manifests it is the peak, so an upper bound mostly."""
    rates = [one.get("tbr") or 0 for one in choice]
    return sum(rates) * 125 * duration if duration and all(rates) else None
