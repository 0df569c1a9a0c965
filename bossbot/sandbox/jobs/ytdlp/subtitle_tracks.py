"""Which of a video's subtitles are worth fetching."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from yt_dlp.utils import ISO639Utils

_FORMATS: Final = ("vtt", "srt")
_SPOKEN: Final = "-orig"
"""How YouTube marks the language that its speech recognition heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """Subtitles in one language, as yt-dlp describes where they are."""

    language: str
    source: Mapping[str, Any]
    automatic: bool = False


def wanted(info: Mapping[str, Any]) -> list[Track]:
    """The video's own language and English, else the first one.

    What a machine heard only where nobody wrote any, and only as it was spoken.
    """
    own = _primary(_spoken(info))
    written = dict(_usable(info.get("subtitles")))
    if written:
        named = [
            next((name for name in written if _primary(name) == language), None)
            for language in dict.fromkeys((own, "en"))
            if language
        ]
        names = [name for name in named if name is not None] or list(written)[:1]
        return [Track(language=name, source=written[name]) for name in names]
    heard = dict(_usable(info.get("automatic_captions")))
    name = next((name for name in heard if name.endswith(_SPOKEN)), None)
    name = name or next((name for name in heard if own and _primary(name) == own), None)
    name = name or (next(iter(heard)) if len(heard) == 1 else None)
    if name is None:
        return []
    spoken = name.removesuffix(_SPOKEN)
    return [Track(language=spoken, source=heard[name], automatic=True)]


def _usable(offered: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for language, sources in (offered or {}).items():
        for extension in _FORMATS:
            fitting = [one for one in sources or () if one.get("ext") == extension]
            if fitting:
                yield str(language or ""), fitting[-1]
                break


def _spoken(info: Mapping[str, Any]) -> str:
    formats: Sequence[Mapping[str, Any]] = info.get("formats") or ()
    languages = (one.get("language") for one in (info, *formats))
    return str(next(filter(None, languages), ""))


def _primary(language: str) -> str:
    """`en` of `en-GB` and of `eng-US`."""
    first = re.split("[-_]", language.lower())[0]
    return ISO639Utils.long2short(first) or first
