"""Reddit: a gallery, a single picture and a video with sound, by its JSON interface.

Serves both the anonymous interface (`www.reddit.com/comments/ID/.json`) and the OAuth
one (a token first, then `oauth.reddit.com`).
"""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

from tests.world import media
from tests.world.cache import made
from tests.world.siteplayer.content import send_file, type_of
from tests.world.siteplayer.registry import Sites, Visit
from tests.world.siteplayer.sites.files import sample

PAGES = "www.reddit.com reddit.com old.reddit.com new.reddit.com np.reddit.com"
GALLERY = "https://www.reddit.com/gallery/gal001"
GALLERY_POST = "https://www.reddit.com/r/pics/comments/gal001/two_harbours/"
PICTURE_POST = "https://www.reddit.com/r/pics/comments/pic001/one_harbour/"
VIDEO_POST = "https://www.reddit.com/r/videos/comments/vid001/a_boat/"
VIDEO_LINK = "https://v.redd.it/boat0001"
GONE = "https://www.reddit.com/r/pics/comments/gone01/nothing/"
PRIVATE = "https://www.reddit.com/r/pics/comments/priv01/nothing/"

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


def _post(number: str, subreddit: str, title: str, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "subreddit": subreddit,
        "title": title,
        "author": "harbour_watcher",
        "author_fullname": "t2_abc",
        "created_utc": 1700000000.0,
        "permalink": f"/r/{subreddit}/comments/{number}/x/",
        "is_self": False,
        "is_video": False,
        "over_18": False,
        "num_comments": 0,
        "selftext": "",
        "selftext_html": None,
        **more,
    }


def _picture(number: str) -> dict[str, Any]:
    source = {"u": f"https://preview.redd.it/{number}.jpg?width=320&s=x"}
    return {"status": "valid", "e": "Image", "m": "image/jpg", "s": source}


_POSTS = {
    "gal001": _post(
        *("gal001", "pics", "Two harbours"),
        url="https://www.reddit.com/gallery/gal001",
        is_gallery=True,
        gallery_data={"items": [{"media_id": "photo1"}, {"media_id": "photo2"}]},
        media_metadata={name: _picture(name) for name in ("photo1", "photo2")},
    ),
    "pic001": _post(
        *("pic001", "pics", "One harbour"), url="https://i.redd.it/photo1.jpg"
    ),
    "vid001": _post(
        *("vid001", "videos", "A boat"),
        url=VIDEO_LINK,
        is_video=True,
        secure_media={
            "reddit_video": {
                "dash_url": f"{VIDEO_LINK}/DASHPlaylist.mpd?a=1&v=1",
                "hls_url": f"{VIDEO_LINK}/HLSPlaylist.m3u8?a=1&v=1",
                "fallback_url": f"{VIDEO_LINK}/DASH_180.mp4?source=fallback",
                "height": 180,
                "width": 320,
                "duration": 2,
            }
        },
    ),
}


async def _json(visit: Visit) -> web.StreamResponse:
    number = visit["id"]
    if number == "priv01":
        wall = {"reason": "private", "message": "Forbidden", "error": 403}
        return web.json_response(wall, status=403)
    if number not in _POSTS:
        gone = {"message": "Not Found", "error": 404}
        return web.json_response(gone, status=404)
    child = {"kind": "t3", "data": _POSTS[number]}
    empty: list[Any] = []
    listing = {"kind": "Listing", "data": {"children": [child]}}
    return web.json_response(
        [listing, {"kind": "Listing", "data": {"children": empty}}]
    )


async def _token(_: Visit) -> web.StreamResponse:
    token = {"access_token": "token-of-the-player", "expires_in": 86400}
    return web.json_response(token)


async def _oauth(visit: Visit) -> web.StreamResponse:
    if visit.request.headers.get("Authorization") != "Bearer token-of-the-player":
        return web.json_response({"message": "Unauthorized", "error": 401}, status=401)
    return await _json(visit)


async def _page(_: Visit) -> web.StreamResponse:
    response = web.Response(text="<html><title>reddit</title></html>")
    response.content_type = "text/html"
    response.set_cookie("loid", "000000", domain=".reddit.com")
    return response


async def _image(visit: Visit) -> web.StreamResponse:
    names = {"photo1": "gps.jpg", "photo2": "photo.jpg"}
    if visit["name"] not in names:
        return web.Response(status=404)
    return await send_file(visit, await sample(names[visit["name"]]))


async def _to_post(_: Visit) -> web.StreamResponse:
    return web.Response(status=302, headers={"Location": VIDEO_POST})


async def _dash(visit: Visit) -> web.StreamResponse:
    return web.Response(text=_DASH, content_type=type_of(visit.request.path))


async def _track(visit: Visit) -> web.StreamResponse:
    which = "audio" if visit.match["audio"] else "video"
    path = await asyncio.to_thread(made, f"only-{which}.mp4", media.track, of=which)
    return await send_file(visit, path)


def play(sites: Sites) -> None:
    """Add the routes."""
    post = r"/(?:(?:r|u|user)/\w+/)?(?:comments|gallery)/(?P<id>\w+)"
    sites.route(PAGES, rf"{post}(?:/\w+)?/?\.json")(_json)
    sites.route("www.reddit.com", r"/api/v1/access_token")(_token)
    sites.route("oauth.reddit.com", rf"{post}/\.json")(_oauth)
    sites.route(PAGES, r"/.*")(_page)
    sites.route("i.redd.it preview.redd.it", r"/(?P<name>\w+)\.jpg")(_image)
    sites.route("v.redd.it", r"/boat0001/?")(_to_post)
    sites.route("v.redd.it", r"/boat0001/DASHPlaylist\.mpd")(_dash)
    tracks = r"/boat0001/DASH_(?:180|(?P<audio>AUDIO_96))\.mp4"
    sites.route("v.redd.it", tracks)(_track)
