"""What may be fetched of a video, and what is known of it before a byte is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Final, Self

from bossbot.sandbox.jobs.formats.codecs import (
    Choice,
    Format,
    is_aac,
    is_copied,
    is_deep,
    playable,
)
from bossbot.sandbox.jobs.formats.told import (
    estimated_bytes,
    is_number,
    short_side,
    told_bytes,
    with_numbers,
)

PROTOCOLS: Final = frozenset(
    {"http", "https", "m3u8", "m3u8_native", "http_dash_segments"}
)
"""What yt-dlp fetches in its own process; all others start programs."""

_POOR: Final = -10
"""The `preference` from which down extractors mark what is damaged, or a GIF."""
_BESIDE: Final = -2
"""The `source_preference` of a second sound, such as a description for the blind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A choice, and what counts for or against it.

    Attributes:
        formats: What is to be fetched.
        size: Bytes, told or estimated; None where nothing is known.
        told: Whether the site tells the bytes of every part.
        height: The shorter side of the picture; 0 where unknown or none.
        playable: How well Discord plays it as it is (`codecs.playable`).
        rate: kbit/s of a sound alone, where known.
        direct: One plain file, not hundreds of segments.
        order: Its place in yt-dlp's own order, the best highest.
    """

    formats: Choice
    size: float | None
    told: bool
    height: int
    playable: int
    rate: float | None
    direct: bool
    order: tuple[int, ...]

    @classmethod
    def of(cls, ranked: Sequence[tuple[int, Format]], duration: float | None) -> Self:
        """The candidate of one or two formats, each with its place."""
        choice = tuple(one for _, one in ranked)
        told = told_bytes(choice)
        return cls(
            formats=choice,
            size=told or estimated_bytes(choice, duration),
            told=told is not None,
            height=short_side(choice[0]),
            playable=playable(choice),
            rate=choice[-1].get("abr") or choice[-1].get("tbr"),
            direct=all(_protocol(one) in ("http", "https") for one in choice),
            order=tuple(place for place, _ in ranked),
        )

    @property
    def copied_sound(self) -> bool:
        """Whether the sound alone needs no encoding."""
        return is_copied(self.formats[-1])

    @property
    def plays_everywhere(self) -> bool:
        """Whether the sound is one that every device plays."""
        return is_aac(self.formats[-1])


def candidates(
    formats: Sequence[Format], *, sound_only: bool, duration: float | None
) -> list[Candidate]:
    """Everything that may be fetched, in yt-dlp's order.

    Args:
        formats: yt-dlp's format dictionaries, worst first as it sorts them.
        sound_only: Only sounds; or complete videos, where there is no other sound.
        duration: Seconds, to estimate sizes by bit rate.
    """
    known = map(with_numbers, formats)
    ranked = [(n, one) for n, one in enumerate(known) if _fetchable(one)]
    ranked = [one for one in ranked if not is_deep(one[1])] or ranked
    ranked = [one for one in ranked if not _shunned(one[1])] or ranked
    ranked = _in_one_language(ranked)
    whole = [one for one in ranked if _has(one, "vcodec") and _has(one, "acodec")]
    silent = [one for one in ranked if _has(one, "vcodec") and one not in whole]
    sounds = [one for one in ranked if _has(one, "acodec") and one not in whole]
    if sound_only:
        chosen: list[Any] = [(one,) for one in sounds or whole]
    else:
        pairs = list(product(silent, _worth_pairing(sounds)))
        chosen = [*pairs, *((one,) for one in whole)]
        chosen = chosen or [(one,) for one in silent or sounds]
    seconds = duration if is_number(duration) else None
    return [Candidate.of(one, seconds) for one in chosen]


def has_picture(candidate: Candidate) -> bool:
    """Whether it is not sound alone."""
    return candidate.formats[0].get("vcodec") != "none"


def _has(ranked: tuple[int, Format], codec: str) -> bool:
    return ranked[1].get(codec) != "none"


def _protocol(one: Format) -> str:
    return str(one.get("protocol") or "https")


def _fetchable(one: Format) -> bool:
    something = (one.get("vcodec"), one.get("acodec")) != ("none", "none")
    return _protocol(one) in PROTOCOLS and something and not one.get("has_drm")


def _shunned(one: Format) -> bool:
    beside = one.get("vcodec") == "none" and (
        (one.get("source_preference") or 0) <= _BESIDE
    )
    return beside or (one.get("preference") or 0) <= _POOR


def _in_one_language(ranked: list[tuple[int, Format]]) -> list[tuple[int, Format]]:
    """Without dubbed versions, where the extractor tells which one is the original."""

    def liking(one: tuple[int, Format]) -> float:
        return float(one[1].get("language_preference") or -1)

    best = max((liking(one) for one in ranked if _has(one, "acodec")), default=-1.0)
    return [one for one in ranked if not _has(one, "acodec") or liking(one) >= best]


def _worth_pairing(sounds: list[tuple[int, Format]]) -> list[tuple[int, Format]]:
    """The best AAC, the best of all, and the smallest."""
    aac = [one for one in sounds if is_aac(one[1])]
    picked = [*aac[-1:], *sounds[-1:], *sounds[:1]]
    return [one for n, one in enumerate(picked) if one not in picked[:n]]
