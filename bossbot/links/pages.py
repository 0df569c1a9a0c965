"""Pages of the platforms that hold no media: not worth a place in the queue.

Only such whose names nobody else can have; what is left is for the tools to refuse.
"""

from __future__ import annotations

import re
from typing import Final

from bossbot.links.platforms import Platform

_HOSTS: Final = re.compile(
    r"(?:about|accounts|ads|advertising|business|careers|developers?|help|investor|legal"
    r"|newsroom|out|policies|privacy|seller|status|support|tv)\..+"
)
"""The platforms' other houses; `out.reddit.com` leads away from it."""

_NAMES: Final[dict[Platform, str]] = {
    "twitter": r"login|logout|signup|tos|privacy|settings|account|download|i/flow",
    "reddit": r"login|logout|register|account|policies|prefs|settings|submit|message",
    "instagram": r"accounts|about|legal|developer|direct|emails|terms|privacy",
    "youtube": r"redirect|t|about|account|ads|premium|signin|logout|creators",
    "tiktok": r"about|legal|login|logout|signup|upload|setting|messages|safety|forgot",
}

_PATHS: Final = {
    platform: re.compile(rf"/(?:{names})(?:/.*)?") for platform, names in _NAMES.items()
}


def holds_media(platform: Platform, host: str, path: str) -> bool:
    """Whether there may be media on a page of a platform.

    Args:
        platform: Whose it is, one of ours.
        host: In lower case.
        path: As in the link, without the query.
    """
    if platform not in _PATHS:
        return True
    return not (_HOSTS.fullmatch(host) or _PATHS[platform].fullmatch(path))
