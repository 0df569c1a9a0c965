"""Twitter/X: posts by guest token, as clients without an account ask for them.

What accounts get besides is in `twitter_account`, the posts' shape in `twitter_posts`.
"""

from __future__ import annotations

import asyncio
import time

from aiohttp import web

from tests.world import media
from tests.world.cache import made
from tests.world.siteplayer.content import send_file
from tests.world.siteplayer.registry import Sites, Visit
from tests.world.siteplayer.sites import files
from tests.world.siteplayer.sites import twitter_account as account
from tests.world.siteplayer.sites.files import sample
from tests.world.siteplayer.sites.twitter_posts import (
    Json,
    gif,
    photo,
    tombstone,
    tweet,
    unavailable,
    user,
    video,
    withdrawn,
)

PAGES = "x.com twitter.com www.x.com mobile.x.com"
GUEST = "1700000000000000001"


def _link(number: int) -> str:
    return f"https://x.com/harbour_watch/status/1700000000000000{number}"


PHOTO_TWEET = _link(100)
OLD_LAYOUT = _link(101)
HALF_GONE = _link(102)
HALF_LIMITED = _link(105)
"""Its second photo of three is refused for a while."""
LAST_REQUEST = _link(103)
"""X answers that the next request would be one too many."""
SENSITIVE = _link(104)
VIDEO_TWEET = _link(200)
STREAM_TWEET = _link(201)
GIF_TWEET = _link(202)
MIXED_TWEET = _link(203)
RIGHTS_TWEET = _link(204)
"""Its video was taken away for somebody's rights, its photo not."""
RIGHTS_ALONE = _link(205)
TEXT_TWEET = _link(300)
LINK_TWEET = _link(301)
THREAD_TWEET = _link(310)
"""In the middle of a thread whose other posts have photos, too."""
QUOTE_WITH_MEDIA = _link(320)
QUOTE_OF_MEDIA = _link(321)
QUOTE_OF_GONE = _link(322)
PROTECTED_TWEET = _link(400)
LIMITED_VIEW = _link(401)
AGE_RESTRICTED = _link(410)
AGE_TOMBSTONE = _link(411)
GONE_TWEET = _link(500)
DELETED_TWEET = _link(501)
SUSPENDED_TWEET = _link(502)
SUSPENDED_TOMBSTONE = _link(503)
WITHHELD_TWEET = _link(504)
LIMITED_TWEET = _link(600)
RESET_TWEET = _link(601)
FAR_RESET_TWEET = _link(602)
NO_GUESTS_TWEET = _link(603)
BUSY_TWEET = _link(604)
BROKEN_TWEET = _link(605)
"""An error of the server without a known number."""
PAGE_TWEET = _link(606)
"""A web page in place of the answer."""
PROFILE = "https://x.com/harbour_watch"
NO_PROFILE = "https://x.com/nobody_there"
WORDY_PROFILE = "https://x.com/harbour_talk"
"""Page after page, and no media on any."""
SUSPENDED_PROFILE = "https://x.com/sunk_ship"
WINDOW = 900
"""Seconds to the reset that `RESET_TWEET` tells; that of `FAR_RESET_TWEET` is days."""
PER_PAGE = 6
"""Posts on a page of the profile's media, one photo each."""


def _number(link: str) -> str:
    return link.rpartition("/")[2]


_THREAD = [
    tweet(_number(_link(309)), "1/3", photo("GPhotoOne")),
    tweet(_number(THREAD_TWEET), "2/3", photo("GPhotoTwo")),
    tweet(_number(_link(311)), "3/3", photo("GPhotoOne")),
]
_QUOTED = tweet(_number(_link(329)), "What is quoted", photo("GPhotoTwo"))
_GONE = tombstone("This Post was deleted by the Post author.")
_URL = {"url": "https://t.co/y", "expanded_url": files.url("clip.mp4")}
_VISIBLE = tweet(
    *(_number(AGE_RESTRICTED), "Not for children", photo("GPhotoOne")),
    possibly_sensitive=True,
)
_RESULTS: dict[str, Json] = {
    one["rest_id"]: one
    for one in (
        tweet(
            *(_number(PHOTO_TWEET), "Two photos of the harbour https://t.co/x"),
            *(photo("GPhotoOne"), photo("GPhotoTwo")),
        ),
        tweet(
            *(_number(OLD_LAYOUT), "As X had it", photo("GPhotoOne")),
            author=user(old=True),
        ),
        tweet(
            *(_number(HALF_GONE), "One is gone"),
            *(photo("GPhotoOne"), photo("GPhotoGone"), photo("GPhotoTwo")),
        ),
        tweet(
            *(_number(HALF_LIMITED), "One has to wait"),
            *(photo("GPhotoOne"), photo("GPhotoWait"), photo("GPhotoTwo")),
        ),
        tweet(_number(LAST_REQUEST), "The last one", photo("GPhotoOne")),
        tweet(_number(VIDEO_TWEET), "A boat", video()),
        tweet(_number(STREAM_TWEET), "A stream", video(files=False)),
        tweet(_number(GIF_TWEET), "A loop", gif()),
        tweet(_number(MIXED_TWEET), "All", photo("GPhotoOne"), video()),
        tweet(
            *(_number(RIGHTS_TWEET), "Half of it"),
            *(withdrawn(video(), "Dmcaed"), photo("GPhotoOne")),
        ),
        tweet(_number(RIGHTS_ALONE), "None of it", withdrawn(video(), "Dmcaed")),
        tweet(_number(TEXT_TWEET), "Only words"),
        tweet(
            *(_number(LINK_TWEET), "Look: https://t.co/y"),
            entities={"hashtags": [], "user_mentions": [], "urls": [_URL]},
        ),
        *_THREAD,
        _QUOTED,
        tweet(
            *(_number(QUOTE_WITH_MEDIA), "Mine too", photo("GPhotoOne")),
            quotes=_QUOTED,
        ),
        tweet(_number(QUOTE_OF_MEDIA), "Look at this", quotes=_QUOTED),
        tweet(
            *(_number(QUOTE_OF_GONE), "Look at that"),
            quotes={**_GONE, "rest_id": _number(DELETED_TWEET)},
        ),
    )
} | {
    _number(link): result
    for link, result in {
        SENSITIVE: {
            "__typename": "TweetWithVisibilityResults",
            "tweet": tweet(
                *(_number(SENSITIVE), "Behind a warning", photo("GPhotoOne")),
                possibly_sensitive=True,
            ),
        },
        PROTECTED_TWEET: unavailable("Protected"),
        LIMITED_VIEW: tombstone(
            "You’re unable to view this Post because this account owner limits who can "
            "view their Posts."
        ),
        AGE_RESTRICTED: unavailable("NsfwLoggedOut"),
        AGE_TOMBSTONE: tombstone(
            "Age-restricted adult content. This content might not be appropriate for "
            "people under 18 years old. To view this media, you’ll need to log in to X."
        ),
        DELETED_TWEET: _GONE,
        SUSPENDED_TWEET: unavailable("Suspended"),
        SUSPENDED_TOMBSTONE: tombstone("This Post is from a suspended account."),
        WITHHELD_TWEET: tombstone(
            "This Post from @harbour_watch has been withheld in Ruritania in response "
            "to a legal demand."
        ),
    }.items()
}


def _limited(**headers: str) -> web.Response:
    refused = account.errors(429, 88, "Rate limit exceeded")
    refused.headers.update(headers)
    return refused


def _broken() -> web.Response:
    return account.errors(200, 0, "Dependency: Internal error.", source="Server")


def _trouble(number: str) -> web.Response | None:
    """What X says in place of some posts."""
    link = _link(int(number[-3:]))
    if link == LIMITED_TWEET:
        return _limited(**{"Retry-After": "90", "x-rate-limit-remaining": "0"})
    if link in (RESET_TWEET, FAR_RESET_TWEET):
        wait = WINDOW if link == RESET_TWEET else 1000 * WINDOW
        reset = str(int(time.time()) + wait)
        return _limited(**{"x-rate-limit-remaining": "0", "x-rate-limit-reset": reset})
    if link == NO_GUESTS_TWEET:
        return account.errors(403, 239, "Bad guest token")
    if link == BROKEN_TWEET:
        return _broken()
    if link == PAGE_TWEET:
        return web.Response(text="<html>Soon back</html>", content_type="text/html")
    if link == BUSY_TWEET:
        return account.errors(503, 130, "Over capacity")
    return None


async def _activate(visit: Visit) -> web.StreamResponse:
    if visit.request.method != "POST":
        return web.json_response({"errors": [{"message": "method"}]}, status=405)
    return web.json_response({"guest_token": GUEST})


async def _result(visit: Visit) -> web.StreamResponse:
    member = visit.request.cookies.get("auth_token") == account.TOKEN
    if visit.request.headers.get("x-guest-token") != GUEST and not member:
        return account.errors(403, 239, "Bad guest token")
    number = str(account.variables(visit)["tweetId"])
    if trouble := _trouble(number):
        return trouble
    found = _RESULTS.get(number)
    spent = number == _number(LAST_REQUEST)
    return web.json_response(
        {"data": {"tweetResult": {"result": found} if found else {}}},
        headers={
            "x-rate-limit-remaining": "0" if spent else "49",
            "x-rate-limit-reset": str(int(time.time()) + WINDOW),
        },
    )


async def _conversation(visit: Visit) -> web.StreamResponse:
    refused = account.refusal(visit)
    if refused is not None:
        return refused
    number = str(account.variables(visit)["focalTweetId"])
    if number in (_number(AGE_RESTRICTED), _number(AGE_TOMBSTONE)):
        return account.conversation([_VISIBLE], [number])
    if number == _number(BROKEN_TWEET):
        return _broken()
    thread = [one["rest_id"] for one in _THREAD]
    if number in thread:
        return account.conversation(_THREAD, thread)
    if number not in _RESULTS:
        return account.no_such_post()
    above = str(int(number) - 1)
    return account.conversation([_GONE, _RESULTS[number]], [above, number])


async def _profile(visit: Visit) -> web.StreamResponse:
    """A guest may see who somebody is, and nothing of their media."""
    name = account.variables(visit)["screen_name"]
    if name == SUSPENDED_PROFILE.rpartition("/")[2]:
        gone = {"__typename": "UserUnavailable", "reason": "Suspended"}
        told = {"result": {**gone, "message": "User is suspended"}}
        return web.json_response({"data": {"user": told}})
    if name not in ("harbour_watch", "harbour_talk"):
        return web.json_response({"data": {}})
    number = "42" if name == "harbour_watch" else "43"
    found = {**user(), "rest_id": number}
    return web.json_response({"data": {"user": {"result": found}}})


async def _media(visit: Visit) -> web.StreamResponse:
    refused = account.refusal(visit)
    if refused is not None:
        return refused
    asked = account.variables(visit)
    page = int(asked.get("cursor", 0))
    shown = photo if asked["userId"] == "42" else None
    posts = [
        tweet(
            *(str(1700000000000009999 - one), f"No. {one}"),
            *([shown(f"GPhoto{one}")] if shown else []),
        )
        for one in range(page * PER_PAGE, (page + 1) * PER_PAGE)
    ]
    return account.media_page(posts, str(page + 1))


async def _photo_file(visit: Visit) -> web.StreamResponse:
    names = {"GPhotoOne": "gps.jpg", "GPhotoTwo": "photo.jpg", "Poster": "photo.jpg"}
    name = visit["name"]
    if name == "GPhotoWait":
        return web.Response(status=429, headers={"Retry-After": "30"})
    if name not in names and not name.removeprefix("GPhoto").isdigit():
        return web.Response(status=404)
    if visit.request.query.get("name") == "small":
        path = await asyncio.to_thread(
            made, "small.jpg", media.jpeg, width=160, height=120
        )
        return await send_file(visit, path)
    return await send_file(visit, await sample(names.get(name, "photo.jpg")))


async def _clip(visit: Visit) -> web.StreamResponse:
    height = int(visit["height"])
    name = f"rung-{height}.mp4"
    path = await asyncio.to_thread(made, name, media.rung, height=height)
    return await send_file(visit, path)


async def _loop(visit: Visit) -> web.StreamResponse:
    path = await asyncio.to_thread(made, "only-video.mp4", media.track, of="video")
    return await send_file(visit, path)


async def _stream(visit: Visit) -> web.StreamResponse:
    folder = await asyncio.to_thread(made, "stream-ladder", media.hls_ladder)
    path = folder / visit["name"]
    return await send_file(visit, path)


async def _page(_: Visit) -> web.StreamResponse:
    return web.Response(text="<html><title>X</title></html>", content_type="text/html")


async def _home(visit: Visit) -> web.StreamResponse:
    told = visit.request.cookies.get("auth_token")
    if told == account.TOKEN:
        return web.Response(text=account.HOME, content_type="text/html")
    return web.Response(status=302, headers={"Location": "/i/jf/onboarding/login"})


async def _login(_: Visit) -> web.StreamResponse:
    return web.Response(text=account.HOME, content_type="text/html")


async def _script(_: Visit) -> web.StreamResponse:
    return web.Response(text=account.SCRIPT, content_type="application/javascript")


async def _short(_: Visit) -> web.StreamResponse:
    return web.Response(status=301, headers={"Location": PHOTO_TWEET})


def play(sites: Sites) -> None:
    """Add the routes."""
    sites.route("api.x.com api.twitter.com", r"/1\.1/guest/activate\.json")(_activate)
    for name, handler in {
        "TweetResultByRestId": _result,
        "TweetDetail": _conversation,
        "UserByScreenName": _profile,
        "UserMedia": _media,
    }.items():
        api = rf"(?:/i/api)?/graphql/[\w-]+/{name}"
        sites.route("x.com twitter.com api.x.com", api)(handler)
    sites.route("x.com", r"/home")(_home)
    sites.route("x.com", r"/i/jf/.*")(_login)
    sites.route("abs.twimg.com", r"/.*/ondemand\.s\.c0ffee1a\.js")(_script)
    sites.route(PAGES, r"/.*")(_page)
    sites.route("pbs.twimg.com", r"/media/(?P<name>\w+)(?:\.jpg)?")(_photo_file)
    clips = r"/ext_tw_video/1/pu/vid/avc1/\d+x(?P<height>\d+)/ladder\.mp4"
    sites.route("video.twimg.com", clips)(_clip)
    sites.route("video.twimg.com", r"/tweet_video/Loop\.mp4")(_loop)
    stream = r"/ext_tw_video/1/pu/pl/(?P<name>(?:\d+/)?\w+\.(?:m3u8|ts))"
    sites.route("video.twimg.com", stream)(_stream)
    sites.route("t.co", r"/\w+")(_short)
