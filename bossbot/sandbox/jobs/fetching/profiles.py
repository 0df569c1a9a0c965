"""Whether a link means everything somebody ever posted: then only the newest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

NEWEST: Final = 10
"""How many files of a whole profile are fetched."""

_PEOPLE: Final = "account|artist|blog|channel|creator|home|profile|user"
_PARTS: Final = (
    "feed|highlights|media|photos|posts|quotes|reels|replies|reposts|tagged|timeline|"
    "tweets|uploads|videos|with.replies"
)
_MARKED: Final = "bookmarks?|favou?rites?|followers|following|likes?|liked|saved"
_OF_MANY: Final = "communit(?:y|ies)|hashtag|list|search|subreddit|tag"
_GALLERY_DL: Final = (
    rf"(?:^|[:-])(?:{_PEOPLE}|{_PARTS}|{_MARKED}|{_OF_MANY})(?:-[\w-]+)?$"
    r"|^bluesky:video$"
)
_YT_DLP: Final = (
    r"(?:artist|channel|feed|profile|search|tab|tags?|user)(?:videos\w*|url)?$"
)
_WHOLE: Final = re.compile(f"{_GALLERY_DL}|{_YT_DLP}", re.IGNORECASE)
"""Names of extractors; of what they lead to there is always more."""
_LIST: Final = re.compile(r"[?&]list=|/playlist", re.IGNORECASE)


def key_of(playlist: Mapping[str, Any]) -> str:
    """What yt-dlp calls the extractor of a playlist; feeds get a name of their own.

    Args:
        playlist: What the extractor found; a feed's `id` is the link to it.
    """
    key = str(playlist.get("extractor_key"))
    feed = key == "Generic" and str(playlist.get("id")).startswith("http")
    return "GenericFeed" if feed else key


def most_files(extractor: str, url: str, max_files: int) -> int:
    """How many files to fetch at most.

    Args:
        extractor: What the library calls the part of it that knows the link
            (gallery-dl's category and subcategory with a colon between them, yt-dlp's
            key of a playlist's extractor).
        url: The link: a playlist that somebody put together counts as an album.
        max_files: The most of anything.
    """
    whole = _WHOLE.search(extractor) and not _LIST.search(url)
    return min(NEWEST, max_files) if whole else max_files
