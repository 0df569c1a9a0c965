"""TikTok: posts as the JSON in their pages, a profile's list, and the files.

The files come only to who brings the cookie that the page gave.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from typing import Any

from aiohttp import web

from tests.world import media
from tests.world.cache import made
from tests.world.siteplayer.content import send_file
from tests.world.siteplayer.registry import Sites, Visit
from tests.world.siteplayer.sites.files import sample

USER = "harbour_watch"
PROFILE = f"https://www.tiktok.com/@{USER}"
PRIVATE_PROFILE = "https://www.tiktok.com/@harbour_hidden"
VIDEO = f"{PROFILE}/video/7300000000000000001"
SLIDES = f"{PROFILE}/photo/7300000000000000002"
SLIDES_AS_VIDEO = SLIDES.replace("/photo/", "/video/")
CHALLENGED = f"{PROFILE}/video/7300000000000000003"
PRIVATE = f"{PROFILE}/video/7300000000000000010"
HIDDEN = f"{PROFILE}/video/7300000000000000011"
GONE = f"{PROFILE}/video/7300000000000000012"
ABROAD = f"{PROFILE}/video/7300000000000000013"
SENSITIVE = f"{PROFILE}/video/7300000000000000014"
UNKNOWN = f"{PROFILE}/video/7300000000000000015"
MEMBERS = f"{PROFILE}/video/7300000000000000016"
REFUSED = f"{PROFILE}/video/7300000000000000017"
LIMITED = f"{PROFILE}/video/7300000000000000018"
SHORT_VIDEO = "https://vm.tiktok.com/ZMharbour1/"
SHORT_SLIDES = "https://vt.tiktok.com/ZSharbour2/"
SHORT_GONE = "https://vm.tiktok.com/ZMharbour3/"

CHAIN = "cookie-of-the-page"
_PAGES = "www.tiktok.com"
_VIDEOS = "v16-webapp-prime.tiktok.com"
_PICTURES = "p16-sign-va.tiktokcdn.com"
_MUSIC = "sf16-ies-music-va.tiktokcdn.com"
_SECRET_ID = "MS4wLjABAAAA" + "harbour-" * 8
_POSTED = 1_700_000_000
_LISTED_SLIDES = "7300000000000000103"
"""One of the profile's newest."""
_SHORT = {"ZMharbour1": VIDEO, "ZSharbour2": SLIDES}
_STATUS = {
    "7300000000000000010": 10216,
    "7300000000000000011": 10222,
    "7300000000000000012": 10204,
    "7300000000000000013": 10231,
    "7300000000000000015": 10000,
}

type Post = dict[str, Any]


def _address(key: str, *, way: str = "") -> Post:
    """A quality of a video; TikTok names codec, height and bit rate in the key."""
    url = f"https://{_VIDEOS}/video/tos/{key}/{way}?a=1988&mime_type=video_mp4"
    played = {"UrlKey": key, "UrlList": [url], "DataSize": "100000"}
    return {"PlayAddr": played, "QualityType": 10, "Bitrate": 500_000}


def _post(number: str, **more: object) -> Post:
    music = f"https://{_MUSIC}/obj/tos/harbour-song.mp3"
    return {
        "id": number,
        "desc": "A boat comes in #harbour",
        "createTime": str(_POSTED),
        "author": {
            "id": "42",
            "uniqueId": USER,
            "nickname": "Harbour Watch",
            "secUid": _SECRET_ID,
        },
        "music": {
            "id": "77",
            "title": "original sound",
            "authorName": "Harbour Watch",
            "playUrl": music,
            "duration": 2,
        },
        "stats": {"diggCount": 3, "playCount": 12, "commentCount": 0, "shareCount": 1},
        **more,
    }


def _video(number: str) -> Post:
    shape = {"width": 320, "height": 180, "duration": 2, "ratio": "540p"}
    qualities = [
        _address("v12044_h264_540p_500000"),
        _address("v12044_h264_360p_300000"),
        # codecs and ways that yt-dlp marks as not to be trusted
        _address("v12044_bytevc2_1080p_400000"),
        _address("v12044_bytevc1_720p_450000", way="media-video-hvc1/"),
    ]
    watermarked = f"https://{_VIDEOS}/video/tos/watermarked/?mime_type=video_mp4"
    addresses = {"playAddr": "", "downloadAddr": watermarked, "bitrateInfo": qualities}
    return _post(number, video={"id": number, "format": "mp4", **shape, **addresses})


def _slides(number: str) -> Post:
    pictures = [
        {
            "imageURL": {
                "urlList": [
                    f"https://{_PICTURES}/tos-maliva/{name}~tplv-photomode-image.jpeg"
                ]
            },
            "imageWidth": 320,
            "imageHeight": 240,
        }
        for name in ("pier", "lighthouse")
    ]
    cover = {"imageURL": pictures[0]["imageURL"]}
    empty = {"id": "", "duration": 0, "width": 0, "height": 0, "playAddr": ""}
    return _post(number, imagePost={"images": pictures, "cover": cover}, video=empty)


def _detail(number: str) -> Post:
    if number in _STATUS:
        return {"statusCode": _STATUS[number], "statusMsg": "status"}
    seen = number in SLIDES or number == _LISTED_SLIDES
    post = _slides(number) if seen else _video(number)
    if number in SENSITIVE:
        post = _post(number, isContentClassified=True)
    return {"itemInfo": {"itemStruct": post}, "statusCode": 0, "statusMsg": ""}


def _page(scope: Post) -> web.Response:
    context = {"webapp.app-context": {"language": "en", "region": "CH"}}
    data = json.dumps({"__DEFAULT_SCOPE__": {**context, **scope}})
    tag = '<script id="__UNIVERSAL_DATA_FOR_REHYDRATION__" type="application/json">'
    answer = web.Response(
        text=f"<!DOCTYPE html><html><body>{tag}{data}</script></body></html>",
        content_type="text/html",
    )
    answer.set_cookie("tt_chain_token", CHAIN, domain=".tiktok.com", path="/")
    return answer


def _challenge() -> web.Response:
    """The page that has the browser find a number before it shows anything."""

    def coded(data: bytes) -> str:
        return base64.b64encode(data).decode()

    wanted = hashlib.sha256(b"harbour" + b"321").digest()
    asked = json.dumps({"v": {"a": coded(b"harbour"), "c": coded(wanted)}, "s": ""})
    told = {"cs": coded(asked.encode()).rstrip("="), "wci": "_wafchallengeid"}
    told |= {"rci": "waforiginalreid", "rs": "0a1b2c"}
    marks = "".join(
        f'<p id="{name}" class="{text}"></p>' for name, text in told.items()
    )
    return web.Response(
        text=f"<!DOCTYPE html><html><body>Please wait...{marks}</body></html>",
        content_type="text/html",
    )


async def _posted(visit: Visit) -> web.StreamResponse:
    number, request = visit["id"], visit.request
    if number in CHALLENGED and "_wafchallengeid" not in request.cookies:
        return _challenge()
    if number in MEMBERS:
        return web.Response(status=302, headers={"Location": "/login?redirect_url=x"})
    if number in REFUSED:
        return web.Response(status=403, text="Access Denied")
    if number in LIMITED:
        return web.Response(status=429, headers={"Retry-After": "45"})
    return _page({"webapp.video-detail": _detail(number)})


async def _profile(visit: Visit) -> web.StreamResponse:
    if visit["user"] != USER:
        return _page({"webapp.user-detail": {"statusCode": 10222, "statusMsg": "x"}})
    user = {"id": "42", "uniqueId": USER, "secUid": _SECRET_ID}
    info = {"user": user, "stats": {"videoCount": 12}, "itemList": [{"id": "1"}]}
    return _page({"webapp.user-detail": {"userInfo": info, "statusCode": 0}})


async def _list(visit: Visit) -> web.StreamResponse:
    assert visit.request.query["secUid"] == _SECRET_ID
    posts = [
        {**_video(f"73000000000000001{number:02}"), "createTime": _POSTED - number}
        for number in range(12)
    ]
    return web.json_response({"itemList": posts, "hasMorePrevious": False})


async def _login(_: Visit) -> web.StreamResponse:
    return web.Response(text="<html>Log in to TikTok</html>", content_type="text/html")


async def _short(visit: Visit) -> web.StreamResponse:
    to = _SHORT.get(visit["id"], "https://www.tiktok.com/")
    return web.Response(status=301, headers={"Location": f"{to}?_r=1&_t=harbour"})


async def _home(_: Visit) -> web.StreamResponse:
    return _page({})


async def _clip(visit: Visit) -> web.StreamResponse:
    if visit.request.cookies.get("tt_chain_token") != CHAIN:
        return web.Response(status=403, text="Access Denied")
    path = await asyncio.to_thread(made, "clip.mp4", media.h264_mp4)
    return await send_file(visit, path)


async def _picture(visit: Visit) -> web.StreamResponse:
    names = {"pier": "photo.jpg", "lighthouse": "gps.jpg"}
    return await send_file(visit, await sample(names[visit["name"]]))


async def _song(visit: Visit) -> web.StreamResponse:
    return await send_file(visit, await sample("tone.mp3"))


def play(sites: Sites) -> None:
    """Add the routes."""
    sites.route(_PAGES, r"/@[\w.]*/(?:video|photo)/(?P<id>\d+)")(_posted)
    sites.route(_PAGES, r"/@(?P<user>[\w.]+)")(_profile)
    sites.route(_PAGES, r"/api/creator/item_list/")(_list)
    sites.route(_PAGES, r"/login")(_login)
    sites.route(_PAGES, r"/")(_home)
    sites.route("vm.tiktok.com vt.tiktok.com", r"/(?P<id>\w+)/?")(_short)
    sites.route(_VIDEOS, r"/video/tos/v12044_h264_\d+p_\d+/")(_clip)
    sites.route(_PICTURES, r"/tos-maliva/(?P<name>\w+)~tplv-photomode-image\.jpeg")(
        _picture
    )
    sites.route(_MUSIC, r"/obj/tos/harbour-song\.mp3")(_song)
