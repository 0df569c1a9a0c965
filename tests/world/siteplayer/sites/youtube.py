"""YouTube: pages, the player's interface and the files, for clients without JavaScript.

All but one of the videos have addresses that need nothing of the player's program; what
that leaves out is said in `docs/sources.md`.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.world.siteplayer.content import send_file
from tests.world.siteplayer.registry import Sites, Visit
from tests.world.siteplayer.sites import youtube_answers as answers
from tests.world.siteplayer.sites import youtube_files as files
from tests.world.siteplayer.sites import youtube_player as player

WATCH = "https://www.youtube.com/watch?v="
PLAIN = f"{WATCH}plainBoat01"
ADAPTIVE = f"{WATCH}adaptBoat01"
SHORT_LINK = "https://youtu.be/adaptBoat01?si=harbour"
SHORT = "https://www.youtube.com/shorts/shortBoat01"
MUSIC = "https://music.youtube.com/watch?v=musicBoat01"
PLAYLIST = "https://www.youtube.com/playlist?list=PLharbour0001"
OF_PLAYLIST = f"{ADAPTIVE}&list=PLharbour0001&index=1"
CHANNEL = "https://www.youtube.com/@harbour_watch"
AGE = f"{WATCH}adultBoat01"
BOT = f"{WATCH}robotBoat01"
PRIVATE = f"{WATCH}privyBoat01"
REMOVED = f"{WATCH}removBoat01"
ABROAD = f"{WATCH}foreiBoat01"
MEMBERS = f"{WATCH}memberBoat1"
BUSY = f"{WATCH}busieBoat01"
LIVE = f"{WATCH}livesBoat01"
PREMIERE = f"{WATCH}soonsBoat01"
LIMITED = f"{WATCH}limitBoat01"
LIMITED_PLAYER = f"{WATCH}limitBoat02"
SCRAMBLED = f"{WATCH}scramBoat01"
"""Its addresses work once the player's program has been run on them."""
ADVERTISED = f"{WATCH}advertBoat1"
SUBTITLED = f"{WATCH}wordsBoat01"
"""In German and French; a machine heard English."""
HEARD = f"{WATCH}heardBoat01"
"""Nobody wrote any; a machine heard German."""

_UPLOADS = [(f"uploaded{number:03}", f"Boat {number}") for number in range(1, 13)]
_LISTED = [
    ("adaptBoat01", "First boat"),
    ("privyBoat01", "[Private video]"),
    ("plainBoat01", "Third boat"),
    ("shortBoat01", "Fourth boat"),
]
_REFUSED = {
    "adultBoat01": (
        "LOGIN_REQUIRED",
        "Sign in to confirm your age",
        "This video may be inappropriate for some users.",
    ),
    "robotBoat01": (
        "LOGIN_REQUIRED",
        "Sign in to confirm you’re not a bot",
        "This helps protect our community. Learn more",
    ),
    "privyBoat01": (
        "LOGIN_REQUIRED",
        "Private video",
        "Sign in if you've been granted access to this video",
    ),
    "removBoat01": (
        "ERROR",
        "Video unavailable",
        "This video has been removed by the uploader",
    ),
    "foreiBoat01": (
        "UNPLAYABLE",
        "Video unavailable",
        "The uploader has not made this video available in your country",
    ),
    "memberBoat1": (
        "UNPLAYABLE",
        "Join this channel to get access to members-only content like this video.",
        "",
    ),
    "busieBoat01": (
        "UNPLAYABLE",
        "Video unavailable",
        "This content isn't available, try again later.",
    ),
    "soonsBoat01": ("LIVE_STREAM_OFFLINE", "Premieres in 14 minutes", ""),
}
_FORMATS: dict[str, tuple[dict[str, files.Itag], dict[str, files.Itag]]] = {
    "adaptBoat01": (files.PLAIN, files.ADAPTIVE),
    "musicBoat01": ({}, files.ADAPTIVE),
}
_CAPTIONS = {
    "wordsBoat01": ("de", "fr", "a.en"),
    "heardBoat01": ("a.de",),
}

type Answer = dict[str, Any]


async def _answer(video: str, client: str) -> Answer:
    if video in _REFUSED:
        upcoming = {"isUpcoming": True} if video == "soonsBoat01" else {}
        described = answers.details(video, "A boat", **upcoming)
        return {**described, **answers.refused(*_REFUSED[video])}
    whole, apart = _FORMATS.get(video, (files.PLAIN, {}))
    answer = await answers.playable(
        video, "A boat in the harbour", whole=whole, apart=apart, client=client
    )
    if video == "livesBoat01":
        answer["videoDetails"].update(isLive=True, isLiveContent=True)
    if video == "scramBoat01":
        player.scramble(answer["streamingData"].get("formats", ()))
    if video == "advertBoat1":
        answer["adPlacements"] = [_advertisement(seconds=600)]
    return {**answer, **answers.captions(video, *_CAPTIONS.get(video, ()))}


def _advertisement(seconds: int) -> Answer:
    """What is to be seen before the video, which can't be fetched as long."""
    shown = {"instreamVideoAdRenderer": {"playerVars": f"length_seconds={seconds}"}}
    config = {"adPlacementConfig": {"kind": "AD_PLACEMENT_KIND_START"}}
    return {"adPlacementRenderer": {"config": config, "renderer": shown}}


def _limit() -> web.StreamResponse:
    told = {"error": {"code": 429, "message": "Resource has been exhausted"}}
    return web.json_response(told, status=429, headers={"Retry-After": "120"})


async def _watch(visit: Visit) -> web.StreamResponse:
    video = visit.request.query.get("v", "")
    if video == "limitBoat01":
        return _limit()
    told = await _answer(video, "WEB")
    return _html(
        answers.page("YouTube", player=told, data=answers.next_to(video)),
    )


async def _player(visit: Visit) -> web.StreamResponse:
    asked = json.loads(await visit.request.text())
    if asked["videoId"].startswith("limit"):
        return _limit()
    client = asked["context"]["client"]["clientName"]
    return web.json_response(await _answer(asked["videoId"], client))


async def _next(visit: Visit) -> web.StreamResponse:
    video = json.loads(await visit.request.text())["videoId"]
    if video == "limitBoat01":
        return _limit()
    return web.json_response(answers.next_to(video))


async def _playlist(visit: Visit) -> web.StreamResponse:
    number = visit.request.query.get("list", "")
    listed = answers.playlist(number, "All the boats", _LISTED)
    return _html(answers.page("All the boats", data=listed))


async def _channel(_: Visit) -> web.StreamResponse:
    listed = answers.channel("Harbour Watch", _UPLOADS)
    return _html(answers.page("Harbour Watch", data=listed))


async def _browse(visit: Visit) -> web.StreamResponse:
    """The same list again, with what can't be seen in it."""
    number = json.loads(await visit.request.text())["browseId"].removeprefix("VL")
    return web.json_response(answers.playlist(number, "All the boats", _LISTED))


async def _embedded(_: Visit) -> web.StreamResponse:
    return _html(answers.page("YouTube"))


async def _program(_: Visit) -> web.StreamResponse:
    return web.Response(text=player.program(), content_type="text/javascript")


async def _words(visit: Visit) -> web.StreamResponse:
    query = visit.request.query
    if "tlang" in query or query["fmt"] != "vtt":
        return web.Response(status=429)
    text = f"WEBVTT\n\n00:00.000 --> 00:01.000\nA boat, in {query['lang']}\n"
    return web.Response(text=text, content_type="text/vtt")


async def _bytes(visit: Visit) -> web.StreamResponse:
    if not player.admits(visit.request.query):
        return web.Response(status=403)
    return await send_file(visit, await files.file(visit.request.query["itag"]))


def _html(text: str) -> web.StreamResponse:
    return web.Response(text=text, content_type="text/html")


def play(sites: Sites) -> None:
    """Add the routes."""
    pages: dict[str, Callable[[Visit], Awaitable[web.StreamResponse]]] = {
        r"/watch": _watch,
        r"/youtubei/v1/player": _player,
        r"/youtubei/v1/next": _next,
        r"/youtubei/v1/browse": _browse,
        r"/playlist": _playlist,
        r"/@harbour_watch(?:/videos)?": _channel,
        r"/embed/\w+": _embedded,
        r"/api/timedtext": _words,
        r"/s/player/0a1b2c3d/.*\.js": _program,
    }
    for pattern, handler in pages.items():
        sites.route("www.youtube.com", pattern)(handler)
    sites.route(files.HOST, r"/videoplayback")(_bytes)
