"""Reddit by its JSON interface: posts of every kind, and the walls before some.

What is played: `www.reddit.com/comments/ID/.json` and its like, listings of a subreddit
and of a user, and the hosts of pictures and videos.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.world import media
from tests.world.cache import made
from tests.world.siteplayer.content import send_file, type_of
from tests.world.siteplayer.registry import Sites, Visit
from tests.world.siteplayer.sites.files import sample
from tests.world.siteplayer.sites.reddit_posts import (
    GALLERY,
    GALLERY_POST,
    GONE,
    LISTED,
    LISTED_VIDEOS,
    POSTS,
    PRIVATE,
    VIDEO_LINK,
    VIDEO_POST,
)

__all__ = ["COOKIES", "GALLERY", "GONE", "PRIVATE", "VIDEO_LINK", "VIDEO_POST"]

PAGES = "www.reddit.com reddit.com old.reddit.com new.reddit.com np.reddit.com"
SESSION = "2001%2C2024-05-01T10%3A00%3A00%2Cplayed"
COOKIES = (
    "# Netscape HTTP Cookie File\n"
    f".reddit.com\tTRUE\t/\tTRUE\t4102444800\treddit_session\t{SESSION}\n"
)
"""An operator's cookie file."""
LIMIT_RESETS = 250
"""Seconds, as Reddit tells them in `x-ratelimit-reset`."""


_DASH = """<?xml version="1.0" encoding="UTF-8"?>
<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"
 mediaPresentationDuration="PT2S" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011">
<Period duration="PT2S">
<AdaptationSet contentType="video" mimeType="video/mp4"><Representation id="1"
 bandwidth="300000" codecs="avc1.42c01e" width="320" height="180" frameRate="25">
<BaseURL>DASH_180.mp4</BaseURL></Representation></AdaptationSet>
<AdaptationSet contentType="audio" mimeType="audio/mp4"><Representation id="2"
 bandwidth="96000" codecs="mp4a.40.2" audioSamplingRate="48000">
<BaseURL>DASH_AUDIO_96.mp4</BaseURL></Representation></AdaptationSet>
</Period></MPD>
"""
_STYLE = "\n".join(f".wall-{at} {{ color: rgb({at}, 0, 0) }}" for at in range(400))
_BLOCKED = f"""<!doctype html><html lang="en"><head><title>Blocked</title>
<style>{_STYLE}</style></head><body><div class="wall"><div class="text-24">
You've been blocked by network security.</div><p>To continue, log in to your Reddit
account or use your developer token</p><p>If you think you've been blocked by mistake,
file a ticket below and we'll look into it.</p>
<a href="https://www.reddit.com/login/">Log in</a></div></body></html>"""


def _json(what: Any, status: int = 200, **headers: str) -> web.Response:
    counted = {
        "x-ratelimit-remaining": "98.0",
        "x-ratelimit-used": "2",
        "x-ratelimit-reset": str(LIMIT_RESETS),
    }
    return web.json_response(what, status=status, headers={**counted, **headers})


def _forbidden(reason: str) -> web.Response:
    return _json({"reason": reason, "message": "Forbidden", "error": 403}, 403)


def _limited() -> web.Response:
    answer = {"message": "Too Many Requests", "error": 429}
    spent = {"x-ratelimit-remaining": "0", "x-ratelimit-used": "100"}
    return _json(answer, 429, **spent)


def _blocked() -> web.Response:
    page = web.Response(text=_BLOCKED, content_type="text/html")
    page.set_status(403, "Blocked")
    return page


_WALLS: dict[str, Callable[[], web.Response]] = {
    "priv01": lambda: _forbidden("private"),
    "quar01": lambda: _forbidden("quarantined"),
    "blck01": _blocked,
    "loid01": _blocked,
    "limi01": _limited,
}
"""What stands before a post, for all who don't bring the session of an account.

Before `loid01` it lets those through who have seen a page before.
"""


async def _comments(visit: Visit) -> web.StreamResponse:
    number = visit["id"]
    cookies = visit.request.cookies
    visited = number == "loid01" and "loid" in cookies
    if number in _WALLS and cookies.get("reddit_session") != SESSION and not visited:
        return _WALLS[number]()
    if number not in POSTS:
        return _json({"message": "Not Found", "error": 404}, 404)
    return _json([_listing([POSTS[number]]), _listing([])])


def _listing(posts: list[dict[str, Any]]) -> dict[str, Any]:
    children = [{"kind": "t3", "data": one} for one in posts]
    return {"kind": "Listing", "data": {"after": None, "children": children}}


async def _list(visit: Visit) -> web.StreamResponse:
    if visit["name"] == "boats":
        return _json(_listing(LISTED_VIDEOS))
    if visit["name"] not in {"harbours", "harbour_watcher"}:
        return _json({"message": "Not Found", "error": 404}, 404)
    return _json(_listing(LISTED))


async def _about(visit: Visit) -> web.StreamResponse:
    about = {"id": "abc", "name": visit["name"], "is_suspended": False}
    return _json({"kind": "t2", "data": about})


async def _page(_: Visit) -> web.StreamResponse:
    response = web.Response(text="<html><title>reddit</title></html>")
    response.content_type = "text/html"
    response.set_cookie("loid", "000000", domain=".reddit.com")
    return response


async def _image(visit: Visit) -> web.StreamResponse:
    name = visit["name"]
    if name == "gone":
        return web.Response(status=404)
    if name == "loop":
        return await send_file(visit, await sample("loop.gif"))
    return await send_file(
        visit, await sample("gps.jpg" if name == "photo1" else "photo.jpg")
    )


async def _to_post(_: Visit) -> web.StreamResponse:
    return web.Response(status=302, headers={"Location": VIDEO_POST})


async def _blocked_video(_: Visit) -> web.StreamResponse:
    return _blocked()


async def _shared(_: Visit) -> web.StreamResponse:
    to = f"{GALLERY_POST}?share_id=abcdefgh&utm_source=share"
    return web.Response(status=301, headers={"Location": to})


async def _dash(visit: Visit) -> web.StreamResponse:
    return web.Response(text=_DASH, content_type=type_of(visit.request.path))


async def _track(visit: Visit) -> web.StreamResponse:
    which = "audio" if visit.match["audio"] else "video"
    path = await asyncio.to_thread(made, f"only-{which}.mp4", media.track, of=which)
    return await send_file(visit, path)


def play(sites: Sites) -> None:
    """Add the routes."""
    comments = r"/(?:(?:r|u|user)/\w+/)?(?:comments|gallery)/(?P<id>\w+)"
    sites.route(PAGES, rf"{comments}(?:/\w+)?/?\.json")(_comments)
    sites.route(PAGES, r"/user/(?P<name>\w+)/about\.json")(_about)
    sites.route(PAGES, r"/(?:r|user)/(?P<name>\w+)/\.json")(_list)
    sites.route("www.reddit.com", r"/r/\w+/s/aBcDeFg123")(_shared)
    sites.route(PAGES, r"/.*")(_page)
    sites.route("i.redd.it preview.redd.it", r"/(?P<name>\w+)\.(?:jpg|gif)")(_image)
    sites.route("v.redd.it", r"/boat0001/?")(_to_post)
    sites.route("v.redd.it", r"/blocked1/?")(_blocked_video)
    sites.route("v.redd.it", r"/boat0001/DASHPlaylist\.mpd")(_dash)
    tracks = r"/boat0001/DASH_(?:180|(?P<audio>AUDIO_96))\.mp4"
    sites.route("v.redd.it", tracks)(_track)
