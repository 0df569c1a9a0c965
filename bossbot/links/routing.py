"""Which tool is tried first, by platform, host and path.

gallery-dl knows posts and albums of pictures, yt-dlp knows video.
"""

from __future__ import annotations

import re
from typing import Final

from bossbot.links.hosts import GALLERY_DL, YT_DLP, Tool, tools_knowing
from bossbot.links.platforms import Platform
from bossbot.models import OTHER

_GALLERY_FIRST: Final = frozenset(
    {"reddit", "twitter", "instagram", "imgur", "bluesky"}
)
_VIDEO_HOSTS: Final = frozenset({"v.redd.it", "t.co", "amp.twimg.com"})
"""Hosts of such platforms that only yt-dlp has an extractor for."""

_ONLY_ONE_KNOWS: Final[dict[Platform, re.Pattern[str]]] = {
    "twitter": re.compile(r"/i/(?:broadcasts|cards|spaces)/.*"),
    "tiktok": re.compile(
        r"/@[^/]*/(?:avatar|like[sd]|photo|posts|reposts|saved|stories)\b.*"
    ),
}
"""Paths for which it is not the platform's first tool that has an extractor."""

_DIRECT: Final = re.compile(
    r".+\.(?:jpe?g|jpe|png|gif|bmp|web[mp]|avif|heic|mp4|m4v|mov|mkv|og[gmv]|wav|mp3|opus)",
    re.IGNORECASE,
)
"""Paths of media files: the part of gallery-dl's `directlink` pattern that is media."""


def tools_for(platform: Platform, host: str, path: str) -> tuple[Tool, ...]:
    """Both tools, the one that knows better first; the other is the fallback."""
    gallery_first: tuple[Tool, ...] = (GALLERY_DL, YT_DLP)
    video_first: tuple[Tool, ...] = (YT_DLP, GALLERY_DL)
    if platform != OTHER:
        pictures = platform in _GALLERY_FIRST and host not in _VIDEO_HOSTS
        if (other := _ONLY_ONE_KNOWS.get(platform)) and other.fullmatch(path):
            pictures = not pictures
        return gallery_first if pictures else video_first
    knowing = tools_knowing(host)
    if knowing == {GALLERY_DL}:
        return gallery_first
    # For a plain file gallery-dl takes a fraction of yt-dlp's time (one request).
    return gallery_first if not knowing and is_direct(path) else video_first


def has_extractor(tool: str, platform: Platform, host: str) -> bool:
    """Whether a tool knows a site's own ways, and would not just search its page.

    On a platform of ours a tool that has no extractor says so at once.
    """
    return platform != OTHER or tool in tools_knowing(host)


def is_direct(path: str) -> bool:
    """Whether a path names a media file."""
    return _DIRECT.fullmatch(path) is not None
