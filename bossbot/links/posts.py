"""The posts of the platforms: many links, one post.

What is known here are forms, not existence. Links that only a request can tell apart
(`t.co`, `vm.tiktok.com`, `reddit.com/r/…/s/…`, `instagram.com/share/…`) stay apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs

from bossbot.links.platforms import Platform


@dataclass(frozen=True, slots=True)
class Post:
    """A post, as far as its link names it.

    Attributes:
        link: The one link of the post, which the tools' extractors take as well.
        usual: Whether they take the link's own path, too.
    """

    link: str
    usual: bool


@dataclass(frozen=True, slots=True)
class _Form:
    host: re.Pattern[str]
    path: re.Pattern[str]
    link: str
    usual: bool = True


def _form(host: str, path: str, link: str, *, usual: bool = True) -> _Form:
    return _Form(re.compile(host), re.compile(path), f"https://{link}", usual)


_X: Final = r"(?:www\.|m\.|mobile\.)?(?:twitter|x)\.com"
_REDDIT: Final = r"(?:www\.)?(?:\w+\.)?reddit\.com"
_INSTAGRAM: Final = r"(?:www\.|m\.)?(?:instagram\.com|instagr\.am)"
_YOUTUBE: Final = r"(?:\w+\.)?youtube(?:-nocookie|kids)?\.com"
_TIKTOK: Final = r"(?:www\.|m\.)?tiktok\.com"
_ID: Final = r"(?!videoseries|live_stream)([\w-]{11})"

_FORMS: Final[dict[Platform, tuple[_Form, ...]]] = {
    "twitter": (
        _form(
            _X,
            r"/(?:[^/]+|i/web)/status/(\d+)(?:/(?:photo|video)/\d+)?/?",
            "x.com/i/status/{}",
        ),
        _form(
            _X,
            r"/(?:(?:[^/]+|i/web)/status|statuses)/(\d+)(?:[/.](?!quotes).*)?",
            "x.com/i/status/{}",
            usual=False,
        ),
    ),
    "reddit": (
        _form(
            _REDDIT,
            r"/(?:(?:(?:r|u|user)/[^/]+/)?comments|gallery)/([a-z0-9]+)(?:/.*)?",
            "www.reddit.com/comments/{}",
        ),
        _form(r"(?:www\.)?redd\.it", r"/([a-z0-9]+)/?", "www.reddit.com/comments/{}"),
        _form(_REDDIT, r"/tb/([a-z0-9]+)/?", "www.reddit.com/comments/{}", usual=False),
    ),
    "instagram": (
        _form(
            _INSTAGRAM,
            r"/(?:(?!share/)[^/]+/)?(?:p|tv|reels?(?!/audio/))/([\w-]+)(?:/.*)?",
            "www.instagram.com/p/{}/",
        ),
    ),
    "youtube": (
        _form(
            _YOUTUBE,
            rf"/(?:shorts|embed|live|v|e)/{_ID}(?:/.*)?",
            "www.youtube.com/watch?v={}",
        ),
        _form(r"youtu\.be", rf"/{_ID}/?", "www.youtube.com/watch?v={}"),
    ),
    "tiktok": (
        _form(
            _TIKTOK, r"/@[\w.-]*/(?:video|photo)/(\d+)/?", "www.tiktok.com/@/video/{}"
        ),
        _form(
            _TIKTOK,
            r"/(?:embed(?:/v\d)?|player/v\d|share/video|v)/(\d+)(?:\.html)?/?",
            "www.tiktok.com/@/video/{}",
            usual=False,
        ),
    ),
}


def post_of(platform: Platform, host: str, path: str, query: str) -> Post | None:
    """The post that a link (its host in lower case) leads to, if its form tells."""
    if platform == "youtube" and re.fullmatch(r"/(?:watch|playlist)/?", path):
        return _youtube(host, query)
    if platform == "youtube" and host != "youtu.be" and "list" in parse_qs(query):
        return None  # a player of the whole list
    for form in _FORMS.get(platform, ()):
        match = form.path.fullmatch(path)
        if match and form.host.fullmatch(host):
            return Post(form.link.format(match[1]), form.usual)
    return None


def _youtube(host: str, query: str) -> Post | None:
    """A video, also where it is played from a list; otherwise the list."""
    if not re.fullmatch(_YOUTUBE, host):
        return None
    named = parse_qs(query)
    for name, kind in (("v", _ID), ("list", r"([\w-]{2,})")):
        values = named.get(name, [])
        if len(values) == 1 and re.fullmatch(kind, values[0]):
            page = "watch" if name == "v" else "playlist"
            return Post(
                f"https://www.youtube.com/{page}?{name}={values[0]}", usual=True
            )
        if values:
            return None
    return None
