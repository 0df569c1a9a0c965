"""What a site tells of a format, as far as it makes sense."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bossbot.sandbox.jobs.formats.codecs import Choice, Format

_SOUND_RATE: Final = 128
"""kbit/s of a sound that doesn't tell: playlists give those of pictures alone."""
_ENDLESS: Final = 1e15
_NUMBERS: Final = (
    *("filesize", "filesize_approx", "tbr", "abr", "height", "width"),
    *("preference", "source_preference", "language_preference"),
)
"""What is reckoned with; sites may say anything."""


def with_numbers(one: Format) -> Format:
    """The format without what should be a number and is none, or no sane one."""
    wrong = {name: None for name in _NUMBERS if not is_number(one.get(name))}
    return {**one, **wrong} if wrong else one


def is_number(value: object) -> bool:
    """Whether it can be reckoned with, or isn't told."""
    sane = isinstance(value, (int, float)) and -_ENDLESS < value < _ENDLESS
    return value is None or sane


def length(formats: Iterable[Format]) -> float | None:
    """Seconds by a manifest's own lists of segments, where it has any."""
    lists = [one.get("fragments") for one in formats]
    lengths = [
        sum(part.get("duration") or 0 for part in one)
        for one in lists
        if isinstance(one, list)  # some are only made while they are fetched
    ]
    return max(lengths, default=0) or None


def short_side(one: Format) -> int:
    """Lines of the picture, upright or not; 0 where nothing is told."""
    sides = [one.get("height") or 0, one.get("width") or 0]
    return int(min(filter(None, sides), default=0))


def told_bytes(choice: Choice) -> float | None:
    """Bytes, where the site tells them of every part."""
    sizes = [one.get("filesize") or one.get("filesize_approx") or 0 for one in choice]
    return sum(sizes) if all(sizes) else None


def estimated_bytes(choice: Choice, duration: float | None) -> float | None:
    """Bytes by bit rate: of manifests it is the peak, so an upper bound mostly."""
    rates = [
        one.get("tbr") or (_SOUND_RATE if one.get("vcodec") == "none" else 0)
        for one in choice
    ]
    return sum(rates) * 125 * duration if duration and all(rates) else None
