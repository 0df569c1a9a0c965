"""What a site says of its media, from either library's keywords, made harmless."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

LENGTHS: Final[Mapping[str, int]] = {
    "title": 300,
    "author": 200,
    "text": 4000,
    "source_url": 2000,
    "date": 40,
    "extractor": 80,
}
"""The longest each text may be; they end up in the ledger and in messages."""

ADULT: Final = 18

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")

_YTDLP: Final[Mapping[str, Sequence[str]]] = {
    "title": ("title", "fulltitle"),
    "author": ("uploader", "channel", "creator", "artist", "uploader_id"),
    "text": ("description",),
    "source_url": ("webpage_url", "original_url"),
    "date": ("upload_date", "timestamp"),
    "extractor": ("extractor_key", "extractor"),
}
_GALLERY_DL: Final[Mapping[str, Sequence[str]]] = {
    "title": ("title", "caption", "filename"),
    "author": ("author", "user", "uploader", "username", "artist", "account"),
    "text": ("content", "description", "selftext", "text", "caption"),
    "source_url": ("post_url", "webpage_url", "permalink", "url"),
    "date": ("date",),
    "extractor": ("category",),
}
_NAMES: Final = ("nick", "display_name", "full_name", "username", "name", "handle")


def of_ytdlp(info: Mapping[str, Any]) -> dict[str, Any]:
    """The metadata of a yt-dlp info dictionary, as `bossbot.models.Metadata`."""
    age = info.get("age_limit")
    adult = isinstance(age, (int, float)) and age >= ADULT
    return {**_pick(info, _YTDLP), "age_restricted": adult}


def of_gallery_dl(keywords: Mapping[str, Any], url: str) -> dict[str, Any]:
    """The metadata of a gallery-dl keyword dictionary, as `bossbot.models.Metadata`."""
    adult = any(
        keywords.get(key) in (True, "explicit", "r18", "e")
        for key in ("over_18", "nsfw", "sensitive", "possibly_sensitive", "rating")
    ) or bool(keywords.get("sensitive_flags"))
    found = _pick(keywords, _GALLERY_DL)
    if not str(found["source_url"]).startswith(("https://", "http://")):
        found["source_url"] = clean(url, LENGTHS["source_url"])
    return {**found, "age_restricted": adult}


def clean(value: object, length: int) -> str | None:
    """A text without control and direction characters, at most `length` long."""
    if isinstance(value, Mapping):
        value = next((value[key] for key in _NAMES if value.get(key)), None)
    if value is None or isinstance(value, (bool, bytes, list, tuple, set)):
        return None
    return _CONTROL.sub("", str(value)[: 2 * length]).strip()[:length] or None


def _pick(
    source: Mapping[str, Any], keys: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    return {
        field: next(
            (text for key in names if (text := clean(source.get(key), LENGTHS[field]))),
            None,
        )
        for field, names in keys.items()
    }
