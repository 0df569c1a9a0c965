"""Whose link it is, by whole labels of the host; and mirrors led to the real site."""

from __future__ import annotations

from typing import Final, Literal

from bossbot.models.words import OTHER

type Platform = Literal[
    "twitter",
    "reddit",
    "instagram",
    "youtube",
    "tiktok",
    "imgur",
    "bluesky",
    "other",
]

DOMAINS: Final[dict[str, Platform]] = {
    "twitter.com": "twitter",
    "x.com": "twitter",
    "t.co": "twitter",
    "twimg.com": "twitter",
    "reddit.com": "reddit",
    "redd.it": "reddit",
    "redditmedia.com": "reddit",
    "instagram.com": "instagram",
    "instagr.am": "instagram",
    "cdninstagram.com": "instagram",
    "youtube.com": "youtube",
    "youtu.be": "youtube",
    "youtube-nocookie.com": "youtube",
    "youtubekids.com": "youtube",
    "tiktok.com": "tiktok",
    "tiktokcdn.com": "tiktok",
    "tiktokv.com": "tiktok",
    "imgur.com": "imgur",
    "bsky.app": "bluesky",
}
"""Each with all its sub-domains."""

SHARED_DOMAINS: Final = ("fbcdn.net",)
"""Honest hosts whose sub-domains are named after platforms."""

_MIRRORS: Final = {
    **dict.fromkeys(
        (
            *("fxtwitter.com", "vxtwitter.com", "fixupx.com", "fixvx.com"),
            *("twittpr.com", "twitterez.com"),
            "twitter3e4tixl4xyajtrzo62zg5vztmjuricljdp2c5kshju4avyoid.onion",
        ),
        "x.com",
    ),
    **dict.fromkeys(
        (
            *("ddinstagram.com", "kkinstagram.com", "eeinstagram.com"),
            *("uuinstagram.com", "vxinstagram.com", "instagramez.com"),
        ),
        "www.instagram.com",
    ),
    **dict.fromkeys(
        ("rxddit.com", "vxreddit.com", "rxyddit.com", "redditez.com"),
        "www.reddit.com",
    ),
    **dict.fromkeys(
        (
            *("vxtiktok.com", "tnktok.com", "tfxktok.com", "tiktxk.com"),
            *("kktiktok.com", "tiktokez.com"),
        ),
        "www.tiktok.com",
    ),
    **dict.fromkeys(("fxbsky.app", "bskx.app", "bskyx.app"), "bsky.app"),
    "koutube.com": "www.youtube.com",
    "koutu.be": "youtu.be",
}
"""Sites that show another site's posts under the same paths, for nicer embeds."""

_SHORT: Final = ("vm", "vt")
"""Sub-domains whose paths are codes, on TikTok and on its mirrors alike."""

_FOLDED: Final = {
    "m.twitter.com": "mobile.twitter.com",
    "m.x.com": "mobile.x.com",
    "tiktok.com": "www.tiktok.com",
    "m.tiktok.com": "www.tiktok.com",
    "m.instagram.com": "www.instagram.com",
    "instagr.am": "www.instagram.com",
    "www.instagr.am": "www.instagram.com",
    "www.redd.it": "redd.it",
}
"""Names of a site that no extractor answers to, and the one that does."""

_MAIN: Final = {
    **dict.fromkeys(("twitter.com", "www.twitter.com", "mobile.twitter.com"), "x.com"),
    **dict.fromkeys(("www.x.com", "mobile.x.com"), "x.com"),
    **dict.fromkeys(("reddit.com", "old.reddit.com"), "www.reddit.com"),
    **dict.fromkeys(("new.reddit.com", "np.reddit.com"), "www.reddit.com"),
    "instagram.com": "www.instagram.com",
    **dict.fromkeys(("youtube.com", "m.youtube.com"), "www.youtube.com"),
    "www.imgur.com": "imgur.com",
    "m.imgur.com": "imgur.com",
}


def platform_of(host: str) -> Platform:
    """The platform a host (lower case) belongs to; `other` where it is none of ours."""
    return DOMAINS.get(_domain(host, DOMAINS), OTHER)


def real_host(host: str) -> str:
    """The host itself, or the one it mirrors (with all its sub-domains)."""
    mirror = _domain(host, _MIRRORS)
    if not mirror:
        return host
    real = _MIRRORS[mirror]
    first = host.partition(".")[0]
    if first in _SHORT and real == "www.tiktok.com":
        return f"{first}.tiktok.com"
    return real


def tool_host(host: str) -> str:
    """The name of the same site that the tools' extractors answer to."""
    return _FOLDED.get(host, host)


def main_host(host: str) -> str:
    """The one name of a site that shows the same pages under several."""
    host = tool_host(host)
    return _MAIN.get(host, host)


def _domain(host: str, known: dict[str, Platform] | dict[str, str]) -> str:
    labels = host.split(".")
    for start in range(len(labels)):
        domain = ".".join(labels[start:])
        if domain in known:
            return domain
    return ""
