"""Bluesky's videos, led to yt-dlp.

gallery-dl knows only the original, of up to 100 MB; beside it there is a stream in
several qualities, to choose from before the fetch.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bossbot.sandbox.jobs.gallery_dl.streams import PREFIX

_VIDEO: Final = frozenset({"mp4", "mpeg", "quicktime", "webm"})
"""What stands behind the slash of their types."""


def stream_of(extractor: Any, keywords: Mapping[str, Any]) -> str | None:
    """The link of the post that a video is in, as one of yt-dlp's; else None.

    Args:
        extractor: The one that found a file.
        keywords: What it says of the file.
    """
    if extractor.category != "bluesky" or keywords.get("extension") not in _VIDEO:
        return None
    author, number = keywords["author"]["did"], keywords["post_id"]
    return f"{PREFIX}https://bsky.app/profile/{author}/post/{number}"
