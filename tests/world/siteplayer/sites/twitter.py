"""Twitter/X: tweets by guest token, as logged-out clients ask for them."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from tests.world.siteplayer.content import send_file
from tests.world.siteplayer.registry import Sites, Visit
from tests.world.siteplayer.sites.files import sample

PAGES = "x.com twitter.com www.x.com mobile.x.com"
GUEST = "1700000000000000001"
PHOTO_TWEET = "https://x.com/harbour_watch/status/1700000000000000100"
VIDEO_TWEET = "https://x.com/harbour_watch/status/1700000000000000200"
TEXT_TWEET = "https://x.com/harbour_watch/status/1700000000000000300"
PROTECTED_TWEET = "https://x.com/harbour_watch/status/1700000000000000400"
GONE_TWEET = "https://x.com/harbour_watch/status/1700000000000000500"
LIMITED_TWEET = "https://x.com/harbour_watch/status/1700000000000000600"

_WHEN = "Fri Sep 08 04:00:00 +0000 2023"
_SIZE = {"width": 320, "height": 240, "focus_rects": []}


def _user() -> dict[str, Any]:
    legacy = {"description": "Ships.", "followers_count": 7, "statuses_count": 6}
    core = {"screen_name": "harbour_watch", "name": "Harbour", "created_at": _WHEN}
    return {
        "__typename": "User",
        "rest_id": "42",
        "core": core,
        "legacy": {**legacy, **core, "entities": {"description": {"urls": []}}},
        "location": {"location": "By the sea"},
        "verification": {"verified": False},
        "privacy": {"protected": False},
        "avatar": {"image_url": "https://pbs.twimg.com/profile_images/a_normal.jpg"},
    }


def _photo(name: str) -> dict[str, Any]:
    return {
        "id_str": f"9{len(name)}",
        "type": "photo",
        "media_url_https": f"https://pbs.twimg.com/media/{name}.jpg",
        "original_info": _SIZE,
        "ext_alt_text": "A harbour",
    }


def _video() -> dict[str, Any]:
    clip = "https://video.twimg.com/ext_tw_video/1/pu/vid/320x180/clip.mp4?tag=12"
    variant = {"bitrate": 256000, "content_type": "video/mp4", "url": clip}
    info = {"duration_millis": 2000, "variants": [variant], "aspect_ratio": [16, 9]}
    return {**_photo("Poster"), "type": "video", "video_info": info}


def _tweet(number: str, text: str, media: list[dict[str, Any]]) -> dict[str, Any]:
    entities: dict[str, Any] = {"hashtags": [], "user_mentions": [], "urls": []}
    legacy = {
        "id_str": number,
        "user_id_str": "42",
        "conversation_id_str": number,
        "created_at": _WHEN,
        "full_text": text,
        "lang": "en",
        "entities": entities,
        "favorite_count": 1,
        "possibly_sensitive": False,
    }
    if media:
        legacy["extended_entities"] = {"media": media}
    return {
        "__typename": "Tweet",
        "rest_id": number,
        "core": {"user_results": {"result": _user()}},
        "legacy": legacy,
        "source": '<a href="https://x.com">Web</a>',
        "views": {"count": "12"},
    }


_RESULTS: dict[str, dict[str, Any]] = {
    "1700000000000000100": _tweet(
        *("1700000000000000100", "Two photos of the harbour https://t.co/x"),
        [_photo("GPhotoOne"), _photo("GPhotoTwo")],
    ),
    "1700000000000000200": _tweet("1700000000000000200", "A boat", [_video()]),
    "1700000000000000300": _tweet("1700000000000000300", "Only words", []),
    "1700000000000000400": {"__typename": "TweetUnavailable", "reason": "Protected"},
}


async def _activate(visit: Visit) -> web.StreamResponse:
    if visit.request.method != "POST":
        return web.json_response({"errors": [{"message": "method"}]}, status=405)
    return web.json_response({"guest_token": GUEST})


async def _result(visit: Visit) -> web.StreamResponse:
    if visit.request.headers.get("x-guest-token") != GUEST:
        refusal = {"errors": [{"code": 239, "message": "Bad guest token"}]}
        return web.json_response(refusal, status=403)
    number = str(json.loads(visit.request.query["variables"])["tweetId"])
    if number == LIMITED_TWEET.rpartition("/")[2]:
        refusal = {"errors": [{"code": 88, "message": "Rate limit exceeded"}]}
        headers = {"Retry-After": "90", "x-rate-limit-remaining": "0"}
        return web.json_response(refusal, status=429, headers=headers)
    found = _RESULTS.get(number)
    return web.json_response(
        {"data": {"tweetResult": {"result": found} if found else {}}}
    )


async def _photo_file(visit: Visit) -> web.StreamResponse:
    names = {"GPhotoOne": "gps.jpg", "GPhotoTwo": "photo.jpg", "Poster": "photo.jpg"}
    if visit["name"] not in names:
        return web.Response(status=404)
    return await send_file(visit, await sample(names[visit["name"]]))


async def _clip(visit: Visit) -> web.StreamResponse:
    return await send_file(visit, await sample("clip.mp4"))


async def _page(_: Visit) -> web.StreamResponse:
    return web.Response(text="<html><title>X</title></html>", content_type="text/html")


async def _short(_: Visit) -> web.StreamResponse:
    return web.Response(status=301, headers={"Location": PHOTO_TWEET})


def play(sites: Sites) -> None:
    """Add the routes."""
    sites.route("api.x.com api.twitter.com", r"/1\.1/guest/activate\.json")(_activate)
    api = "x.com twitter.com api.x.com"
    sites.route(api, r"(?:/i/api)?/graphql/[\w-]+/TweetResultByRestId")(_result)
    sites.route(PAGES, r"/.*")(_page)
    sites.route("pbs.twimg.com", r"/media/(?P<name>\w+)(?:\.jpg)?")(_photo_file)
    sites.route("video.twimg.com", r"/.*\.mp4")(_clip)
    sites.route("t.co", r"/\w+")(_short)
