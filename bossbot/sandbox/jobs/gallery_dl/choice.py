"""What of a post is fetched at all, by the format that was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bossbot.errors import UnsupportedUrlError
from bossbot.sandbox.jobs.fetching.params import FetchParams
from bossbot.sandbox.jobs.formats.choose import Format, choose

_STILL: Final = frozenset(
    {"avif", "bmp", "heic", "jpe", "jpeg", "jpg", "png", "tif", "tiff", "webp"}
)
_MUTE: Final = frozenset({"animated_gif"})
"""What sites call videos without sound."""

_POSTS_WITH_QUOTES: Final = frozenset({("bluesky", "post"), ("twitter", "tweet")})


def is_still(keywords: Mapping[str, Any]) -> bool:
    """Whether a file is a picture that doesn't move, as far as its name tells."""
    return keywords.get("extension") in _STILL


def is_mute(keywords: Mapping[str, Any]) -> bool:
    """Whether there can be no sound in a file."""
    mute = keywords.get("type") in _MUTE or keywords.get("extension") == "gif"
    return mute or is_still(keywords)


def is_manifest(keywords: Mapping[str, Any]) -> bool:
    """Whether what the site names is only a list of a video's pieces."""
    return keywords.get("extension") in ("m3u8", "mpd")


def is_last(extractor: Any, keywords: Mapping[str, Any]) -> bool:
    """Whether a file is the last one that is wanted of a post.

    The post that it quotes is fetched only where it has no media of its own.
    """
    one_post = (extractor.category, extractor.subcategory) in _POSTS_WITH_QUOTES
    return one_post and keywords.get("num") == keywords.get("count")


def pick(
    variants: Sequence[Format], params: FetchParams, duration: float | None
) -> Format | None:
    """The one of a video's complete variants to fetch; None where all will do.

    Args:
        variants: What the site offers, as yt-dlp describes formats.
        params: The job's.
        duration: Of the video, in seconds.
    """
    try:
        chosen = choose(
            sorted(variants, key=lambda one: one.get("tbr") or 0),
            wanted=params.format,
            fit_bytes=params.fit_bytes,
            max_bytes=params.max_bytes,
            duration=duration,
        )
    except UnsupportedUrlError:
        return None
    return chosen[0]
