"""Whether a link means everything somebody ever posted: then only the newest."""

from __future__ import annotations

import re
from typing import Final

NEWEST: Final = 10
"""How many files of a whole profile are fetched."""

_WHOLE: Final = re.compile(
    r"\b(?:user|users|timeline|profile|channel|posts|uploads|tweets|with.replies|"
    r"likes|subreddit|home|feed|reels|highlights|account|artist|gallery.?user)\b|"
    r"(?:user|channel|tab)$",
    re.IGNORECASE,
)
_LIST: Final = re.compile(r"[?&]list=|/playlist", re.IGNORECASE)


def most_files(extractor: str, url: str, max_files: int) -> int:
    """How many files to fetch at most.

    Args:
        extractor: What the library calls the part of it that knows the link
            (gallery-dl's subcategory, yt-dlp's key of a playlist's extractor).
        url: The link: a playlist that somebody put together counts as an album.
        max_files: The most of anything.
    """
    whole = _WHOLE.search(extractor) and not _LIST.search(url)
    return min(NEWEST, max_files) if whole else max_files
