"""What a site says of its media, picked from either library's keywords.

Only picked: `bossbot.models.Metadata` makes it harmless, outside the sandbox.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from bossbot.sandbox.jobs.fetching.age_restrictions import is_adult, is_for_adults
from bossbot.sandbox.jobs.fetching.metadata_keys import (
    DESCRIPTIONS,
    GALLERY_DL,
    GALLERY_DL_SITES,
    PAGES,
    YTDLP,
    YTDLP_LIST,
    YTDLP_SITES,
    Keys,
    at,
)

_LENGTH: Final = 8000
"""More of a text is not told: it is cut to less anyway."""

_NUMBERING: Final = frozenset({"generic", "html5mediaembed"})
"""The extractors that number the videos of a page, even a single one."""
_NOBODY: Final = frozenset({"[deleted]"})


def of_ytdlp(videos: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The metadata of yt-dlp's info dictionaries, for `bossbot.models.Metadata`.

    Of several videos it is what the list is called, and what they have in common.
    """
    found = [_of_video(info) for info in videos]
    first = found[0]
    if len(found) == 1:
        return first
    same = {
        field: value
        for field, value in first.items()
        if all(other[field] == value for other in found)
    }
    called = _picked(videos[0], YTDLP_LIST)
    return {
        "title": called.pop("title") or first["title"],
        **called,
        **same,
        "extractor": first["extractor"],
        "age_restricted": any(one["age_restricted"] for one in found),
    }


def _of_video(info: Mapping[str, Any]) -> dict[str, Any]:
    site = str(info.get("extractor_key")).lower()
    found = _picked(info, {**YTDLP, **YTDLP_SITES.get(site, {})})
    if found["title"]:
        found["title"] = _told(found["title"], site, info)
    if found["handle"] and found["handle"].isdigit():
        found["handle"] = None  # an account's number is no name
    return {**found, "age_restricted": is_for_adults(info.get("age_limit"))}


def of_gallery_dl(keywords: Mapping[str, Any], url: str) -> dict[str, Any]:
    """The metadata of a gallery-dl keyword dictionary, for `bossbot.models.Metadata`.

    Args:
        keywords: As gallery-dl has them when it begins with a post.
        url: The link, which is the post's page where nothing better is known.
    """
    site = str(keywords.get("category"))
    found = _picked(keywords, {**GALLERY_DL, **GALLERY_DL_SITES.get(site, {})})
    return {
        **found,
        "source_url": found["source_url"] or next(_pages(site, keywords), url),
        "age_restricted": is_adult(keywords),
    }


def description_of(keywords: Mapping[str, Any]) -> str | None:
    """What the site says is to be seen in one file, for those who don't see it."""
    path = DESCRIPTIONS.get(str(keywords.get("category")))
    return _text(at(keywords, path)) if path else None


def _picked(source: Mapping[str, Any], keys: Keys) -> dict[str, Any]:
    found: dict[str, Any] = {
        field: next(filter(None, (_text(at(source, path)) for path in paths)), None)
        for field, paths in keys.items()
    }
    if handle := found.get("handle"):
        found["handle"] = handle.removeprefix("@")
    return found


def _told(title: str, site: str, info: Mapping[str, Any]) -> str | None:
    """A title without what yt-dlp adds to it, or makes for want of one."""
    if title.endswith(f" video #{info.get('id')}"):
        return None
    only = site in _NUMBERING and not info.get("playlist")
    return title.removesuffix(" (1)") if only else title


def _text(value: object) -> str | None:
    if isinstance(value, datetime):
        return value.isoformat() if value.year > 1 else None  # gallery-dl's "no date"
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    return None if value in _NOBODY else str(value)[:_LENGTH].strip() or None


def _pages(site: str, keywords: Mapping[str, Any]) -> Iterator[str]:
    for template in PAGES.get(site, ()):
        try:
            yield template.format_map(keywords)
        except (KeyError, TypeError, IndexError):
            continue
