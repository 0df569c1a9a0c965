"""Instagram: the interface of people with an account, and what the others get.

With the session of an account `api/v1/media/ID/info/` tells everything. Without one it
leads to the login page; the page of a post then still holds what yt-dlp looks for, as
long as Instagram is not tired of the visitor.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from tests.world.siteplayer.content import send_file
from tests.world.siteplayer.registry import Sites, Visit
from tests.world.siteplayer.sites.files import sample

PAGES = "www.instagram.com instagram.com"
CDN = "https://scontent-fra3-1.cdninstagram.com"
SESSION = "42%3Aplayed%3A7%3AAYd"
COOKIES = (
    "# Netscape HTTP Cookie File\n"
    f".instagram.com\tTRUE\t/\tTRUE\t4102444800\tsessionid\t{SESSION}\n"
)
"""An operator's cookie file."""
STALE_COOKIES = COOKIES.replace(SESSION, "42%3Aended")

PICTURE_LINK = f"{CDN}/v/t51.29350-15/photo1_n.jpg?stp=dst-jpg_e35&_nc_cat=1&oh=00_x"
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_LOGIN = "https://www.instagram.com/accounts/login/"


def post(code: str, kind: str = "p") -> str:
    """The link of a post."""
    return f"https://www.instagram.com/{kind}/{code}/"


_USER = {
    "pk": "42",
    "username": "harbour_watch",
    "full_name": "Harbour",
    "is_private": False,
}


def _number(code: str) -> str:
    number = 0
    for letter in code:
        number = number * len(_ALPHABET) + _ALPHABET.index(letter)
    return str(number)


def _picture(name: str) -> dict[str, Any]:
    link = f"{CDN}/v/t51.29350-15/{name}_n.jpg?stp=dst-jpg_e35&_nc_cat=1&oh=00_x"
    candidate = {"url": link, "width": 320, "height": 240}
    return {
        "pk": _number(f"B{name}"),
        "media_type": 1,
        "original_width": 320,
        "original_height": 240,
        "image_versions2": {"candidates": [candidate]},
    }


def _clip() -> dict[str, Any]:
    version = {
        "type": 101,
        "url": f"{CDN}/o1/v/t16/f1/m82/clip.mp4?efg=e30&_nc_ht=x&oh=00_x",
        "width": 320,
        "height": 180,
    }
    lower = {"type": 103, "url": f"{CDN}/none.mp4", "width": 160, "height": 90}
    return {
        **_picture("cover"),
        "media_type": 2,
        "video_versions": [version, lower],
        "video_duration": 2.0,
        "has_audio": True,
    }


def _post(code: str, text: str, **more: Any) -> dict[str, Any]:
    return {
        "pk": _number(code),
        "id": f"{_number(code)}_42",
        "code": code,
        "taken_at": 1700000000,
        "user": _USER,
        "caption": {"text": text},
        "like_count": 7,
        "product_type": "feed",
        **{name: value for name, value in more.items() if name != "pk"},
    }


_CAROUSEL = [_picture("photo1"), _clip(), _picture("photo2")]
_POSTS = {
    _number(one["code"]): one
    for one in (
        _post("CPicture001", "One harbour #sea", **_picture("photo1")),
        _post(
            *("CCarousel01", "Three of a harbour"),
            media_type=8,
            product_type="carousel_container",
            carousel_media=_CAROUSEL,
        ),
        _post("CReel000001", "A boat", **{**_clip(), "product_type": "clips"}),
        _post("CWalled0001", "A boat", **{**_clip(), "product_type": "clips"}),
    )
}
_ADULTS = _number("CAdults0001")
_GONE = {_number("CGone000001"): 404, _number("CGone000002"): 400}
_LIMITED = _number("CLimited001")
_CHALLENGED = _number("CChallenge1")
_ODD = _number("COdd0000001")
_TIRED = _number("CTired00001")


def _fail(status: int, message: str, **more: Any) -> web.Response:
    return web.json_response(
        {"message": message, "status": "fail", **more}, status=status
    )


def _lead(to: str) -> web.Response:
    return web.Response(status=302, headers={"Location": to})


async def _info(visit: Visit) -> web.StreamResponse:
    number = visit["number"]
    if number == _LIMITED:
        return _fail(429, "")
    if number == _TIRED:
        wait = "Please wait a few minutes before you try again."
        return _fail(401, wait, require_login=True, igweb_rollout=True)
    if visit.request.cookies.get("sessionid") != SESSION:
        return _lead(f"{_LOGIN}?next=/api/v1/media/{number}/info/")
    if number == _CHALLENGED:
        return _lead("https://www.instagram.com/challenge/?next=/api/v1/media/")
    if number == _ODD:
        return _page("This is not what programs look for.")
    if number in _POSTS:
        items = [_POSTS[number]]
        found = {"items": items, "num_results": 1, "more_available": False}
        return web.json_response({**found, "status": "ok"})
    return _fail(_GONE.get(number, 404), "Media not found or unavailable")


async def _ruling(visit: Visit) -> web.StreamResponse:
    told: dict[str, Any] = {"status": "ok"}
    if visit.request.query["target_id"] == _ADULTS:
        words = "You must be 18 years old or over to see this video"
        told |= {"title": "Restricted Video", "description": words}
    answer = web.json_response(told)
    answer.set_cookie("csrftoken", "played", domain=".instagram.com")
    return answer


async def _post_page(visit: Visit) -> web.StreamResponse:
    if visit["code"] in {"CWalled0001", "CTired00001"}:
        return _lead(f"{_LOGIN}?next={visit.request.path}")
    found = _POSTS.get(_number(visit["code"]))
    media = {"xig_polaris_media": found and {"if_not_gated_logged_out": found}}
    stream = ["adp_post", {"__bbox": {"result": {"data": media}}}]
    inner = {
        "__bbox": {"require": [["RelayPrefetchedStreamCache", "next", [], stream]]}
    }
    told = json.dumps({"require": [["ScheduledServerJS", "handle", None, [inner]]]})
    script = f'<script type="application/json" data-sjs>{told}</script>'
    return _page(script)


_OPERATIONS = {
    "PolarisProfilePageContentQuery": "28717443601247930",
    "PolarisProfilePostsTabContentQuery_connection": "28544666141895803",
}
_SCRIPT = "\n".join(
    f'__d("{name}_instagramRelayOperation",[],(function(t,n,r,o,a,i)'
    f'{{a.exports="{number}"}}),null);'
    for name, number in _OPERATIONS.items()
)
_TIMELINE = "xdt_api__v1__feed__user_timeline_graphql_connection"


async def _graphql(visit: Visit) -> web.StreamResponse:
    """Who it is, and the newest posts: the two questions of somebody's page."""
    form = dict(parse_qsl((await visit.request.read()).decode()))
    if form["doc_id"] == _OPERATIONS["PolarisProfilePageContentQuery"]:
        return web.json_response({"data": {"user": {**_USER, "id": "42"}}})
    nodes = [
        _post(f"CProfile{at:03}", f"Number {at}", **_picture("photo1"))
        for at in range(12)
    ]
    told = {
        "edges": [{"node": {**one, "pk": _number(one["code"])}} for one in nodes],
        "page_info": {"has_next_page": True, "end_cursor": "QVFE"},
    }
    return web.json_response({"data": {_TIMELINE: told}})


async def _script(_: Visit) -> web.StreamResponse:
    return web.Response(text=_SCRIPT, content_type="application/javascript")


async def _front(_: Visit) -> web.StreamResponse:
    return _page('<script id="__eqmc" type="application/json">{"l":"AVq"}</script>')


async def _profile(visit: Visit) -> web.StreamResponse:
    if visit.request.cookies.get("sessionid") != SESSION:
        return _lead(f"{_LOGIN}?next={visit.request.path}")
    told = {"profile_id": "42", "params": {"username": "harbour_watch"}}
    return _page(
        '<link rel="preload" href="https://static.cdninstagram.com/rsrc.php/v4/a.js">'
        '<script type="application/json" id="__eqmc">{"l":"AVq","f":"NAc"}</script>'
        f"<script>{json.dumps(told, separators=(',', ':'))}</script>"
    )


async def _login(_: Visit) -> web.StreamResponse:
    return _page("<form id='login'></form>")


async def _shared(_: Visit) -> web.StreamResponse:
    return _lead(post("CReel000001", "reel") + "?igsh=abc")


def _page(body: str) -> web.Response:
    text = f"<html><title>Instagram</title><body>{body}</body></html>"
    return web.Response(text=text, content_type="text/html")


async def _file(visit: Visit) -> web.StreamResponse:
    names = {"photo1_n.jpg": "gps.jpg", "clip.mp4": "clip.mp4"}
    return await send_file(visit, await sample(names.get(visit["name"], "photo.jpg")))


def play(sites: Sites) -> None:
    """Add the routes."""
    sites.route(PAGES, r"/api/v1/media/(?P<number>\d+)/info/")(_info)
    sites.route(PAGES, r"/api/v1/web/get_ruling_for_content/")(_ruling)
    sites.route(PAGES, r"/(?:api/graphql|graphql/query)")(_graphql)
    sites.route("static.cdninstagram.com", r"/rsrc\.php/.*\.js")(_script)
    sites.route(PAGES, r"/share/\w+/\w+/?")(_shared)
    sites.route(PAGES, r"/(?:p|reel)/(?P<code>[\w-]+)/?")(_post_page)
    sites.route(PAGES, r"/(?:accounts/login|challenge)/")(_login)
    sites.route(PAGES, r"/")(_front)
    sites.route(PAGES, r"/[\w.]+/(?:\w+/)?")(_profile)
    sites.route("scontent-fra3-1.cdninstagram.com", r"/.*/(?P<name>\w+\.\w+)")(_file)
