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
    "fxtwitter.com": "x.com",
    "vxtwitter.com": "x.com",
    "fixupx.com": "x.com",
    "fixvx.com": "x.com",
    "twittpr.com": "x.com",
    "twitter3e4tixl4xyajtrzo62zg5vztmjuricljdp2c5kshju4avyoid.onion": "x.com",
    "ddinstagram.com": "www.instagram.com",
    "kkinstagram.com": "www.instagram.com",
    "instagramez.com": "www.instagram.com",
    "rxddit.com": "www.reddit.com",
    "vxreddit.com": "www.reddit.com",
    "vxtiktok.com": "www.tiktok.com",
    "tnktok.com": "www.tiktok.com",
    "bskyx.app": "bsky.app",
}
"""Sites that show another site's posts under the same paths, for nicer embeds."""


def platform_of(host: str) -> Platform:
    """The platform a host (lower case) belongs to; `other` where it is none of ours."""
    return DOMAINS.get(_domain(host, DOMAINS), OTHER)


def real_host(host: str) -> str:
    """The host itself, or the one it mirrors (with all its sub-domains)."""
    return _MIRRORS.get(_domain(host, _MIRRORS), host)


def _domain(host: str, known: dict[str, Platform] | dict[str, str]) -> str:
    labels = host.split(".")
    for start in range(len(labels)):
        domain = ".".join(labels[start:])
        if domain in known:
            return domain
    return ""
