"""The query and the fragment without what only tells how the link was shared."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote_plus

from bossbot.links.platforms import Platform
from bossbot.models import OTHER

_EVERYWHERE: Final = frozenset(
    {
        *("fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid"),
        *("igsh", "igshid", "mc_cid", "mc_eid", "ref_src", "ref_url"),
        *("twclid", "ttclid", "srsltid", "_branch_match_id"),
    }
)
_ON_PLATFORMS: Final = frozenset(
    {
        *("s", "si", "feature", "_r", "_t", "is_from_webapp", "sender_device"),
        *("share_id", "rdt", "pp", "ab_channel", "web_id", "cxt"),
    }
)
_OF_POSTS: Final[dict[Platform, frozenset[str]]] = {
    "youtube": frozenset({"v", "list"}),
}
"""All that a post's link may need; where in a video to start is none of it."""

_TIME_OR_TOKEN: Final = frozenset({"t"})
"""Where in the video to start, or who shared it; on Reddit it is a listing's span."""

_SIGNED: Final = frozenset({"preview.redd.it", "external-preview.redd.it"})
"""Hosts whose `s` is a signature without which they refuse."""

_ROUTE: Final = re.compile(r"[\w!/?=&%.:,~;+-]+", re.ASCII)
_ORDERS: Final = re.compile(r"__|smuggle", re.IGNORECASE)
_PLACES: Final = re.compile(r"t=[\dhms:.]+|top|main|content|comments?|:~:.*|/|!/?")


def canonical_query(query: str, platform: Platform, host: str, *, post: bool) -> str:
    """The query that is left, with its question mark, or nothing.

    Args:
        query: As it stands in the link.
        platform: Whose link it is.
        host: In lower case.
        post: Whether it is a post's: then only what names the post stays.
    """
    parts = [part for part in query.split("&") if part]
    if post:
        needed = _OF_POSTS.get(platform, frozenset())
        kept = [part for part in parts if _name(part) in needed]
        return "?" + "&".join(kept) if kept else ""
    dropped = _EVERYWHERE
    if platform != OTHER and host not in _SIGNED:
        dropped |= _ON_PLATFORMS
        if platform != "reddit":
            dropped |= _TIME_OR_TOKEN
    kept = [part for part in parts if _name(part) not in dropped]
    kept = [part for part in kept if not _name(part).startswith("utm_")]
    return "?" + "&".join(kept) if kept else ""


def kept_fragment(fragment: str) -> str:
    """The fragment with its mark, where it may name what is shown, or nothing.

    Some sites route by it (`#!/video/1`). Where yt-dlp looks for orders to itself
    (`__youtubedl_smuggle`) nothing is kept, neither are places within a page.
    """
    if _ORDERS.search(fragment) or _PLACES.fullmatch(fragment):
        return ""
    return f"#{fragment}" if _ROUTE.fullmatch(fragment) else ""


def _name(part: str) -> str:
    return unquote_plus(part.partition("=")[0]).lower()
