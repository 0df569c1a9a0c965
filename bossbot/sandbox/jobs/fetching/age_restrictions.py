"""Which posts a site shows to adults only, by the words of either library."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from bossbot.sandbox.jobs.fetching.metadata_keys import at

_OF_AGE: Final = 18
_FLAGS: Final = ("over_18", "nsfw", "sensitive", "possibly_sensitive")
_MARKS: Final = (
    *("is_mature", "album.is_mature", "mature", "adult", "x_restrict"),
    "sensitive_flags",
)
_RATINGS: Final = frozenset({"e", "explicit", "adult", "mature", "r18", "r18g"})
_LABELS: Final = frozenset({"porn", "sexual", "nudity", "graphic-media", "nsfl"})


def is_for_adults(age: object) -> bool:
    """Whether an age limit, as yt-dlp tells it, is that of adults."""
    return isinstance(age, (int, float)) and age >= _OF_AGE


def is_adult(keywords: Mapping[str, Any]) -> bool:
    """Whether a site calls a post age-restricted, in gallery-dl's keywords."""
    rating = str(keywords.get("rating")).lower().replace("-", "")
    return (
        any(keywords.get(flag) is True for flag in _FLAGS)
        or any(at(keywords, mark) for mark in _MARKS)
        or rating in _RATINGS
        or not _LABELS.isdisjoint(_labels(keywords.get("labels")))
    )


def _labels(labels: Any) -> Iterator[str]:
    """Those of Bluesky, given by a moderator or, in `values`, by the author."""
    listed = labels.get("values") if isinstance(labels, Mapping) else labels
    for label in listed if isinstance(listed, list) else ():
        yield str(at(label, "val"))
