"""What X shows to people with an account: conversations, a media timeline, a key page.

A request of an account carries an id that its client computes from the home page and
one of its scripts.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Sequence
from typing import Any

from aiohttp import web

from tests.world.siteplayer.registry import Visit
from tests.world.siteplayer.sites.twitter_posts import Json

TOKEN = "a0b1c2d3e4f5"
EXPIRED = "expired00000"
_KEY = base64.b64encode(bytes(range(48))).decode()
_ROW = "10 200 30 40 250 60 70 80 90 100 110"
_CURVES = "M 10,30 C" + "C".join([_ROW] * 16)
_FRAMES = "".join(
    f'<svg id="loading-x-anim-{number}"><g><path d="M0"></path><path d="{_CURVES}">'
    "</path></g></svg>"
    for number in range(4)
)
HOME = f"""<!doctype html><html><head><title>X</title>
<meta name="twitter-site-verification" content="{_KEY}"/></head><body>{_FRAMES}
<script>n.u=e=>({{1:"vendor",20113:"ondemand.s"}}[e]+"."+{{20113:"c0ffee1"}}[e])</script>
</body></html>"""
SCRIPT = (
    "const a=[(e[2],16),(e[12], 16),(e[14], 16),(e[7], 16)].map(([b])=>(b[2], 16));"
)


def cookies(token: str = TOKEN) -> str:
    """A cookie file as browsers' extensions write it."""
    named = {"auth_token": token, "ct0": "c" * 32, "twid": "u%3D42"}
    lines = [f".x.com\tTRUE\t/\tTRUE\t4102444800\t{n}\t{v}\n" for n, v in named.items()]
    return "# Netscape HTTP Cookie File\n" + "".join(lines)


def refusal(visit: Visit) -> web.Response | None:
    """Why a request is not one of an account; None for those that are."""
    told = visit.request.cookies.get("auth_token")
    if told is None:
        return web.Response(status=404)
    if told != TOKEN or not visit.request.headers.get("x-client-transaction-id"):
        return errors(401, 32, "Could not authenticate you.")
    return None


def errors(status: int, code: int, message: str, **more: str) -> web.Response:
    """A refusal in X's words."""
    told = {"errors": [{"code": code, "message": message, **more}], "data": {}}
    return web.json_response(told, status=status)


def no_such_post() -> web.Response:
    """What the conversation of a deleted post is: an error with a good status."""
    error = {
        "message": "_Missing: No status found with that ID.",
        "path": ["threaded_conversation_with_injections_v2"],
        "name": "GenericError",
        "source": "Server",
        "code": 144,
        "kind": "NonFatal",
    }
    return web.json_response({"errors": [error], "data": {}})


def conversation(posts: Sequence[Json], numbers: Iterable[str]) -> web.Response:
    """Posts, the one that was asked for among them, and its last answers below."""
    found = list(zip(numbers, posts, strict=True))
    entries = [
        {"entryId": f"tweet-{number}", "content": {"itemContent": _item(post)}}
        for number, post in found
    ]
    added = {
        "type": "TimelineAddEntries",
        "entries": [*entries, _cursor("Bottom", "B")],
    }
    timeline = {"instructions": [{"type": "TimelineClearCache"}, added]}
    answer = {"threaded_conversation_with_injections_v2": timeline}
    return web.json_response({"data": answer})


def media_page(posts: Sequence[Json], following: str) -> web.Response:
    """A page of somebody's media, and the cursor of the next one."""
    items = [
        {
            "entryId": f"profile-grid-0-tweet-{post['rest_id']}",
            "item": {"itemContent": _item(post)},
        }
        for post in posts
    ]
    grid = {"entryId": "profile-grid-0", "content": {"items": items}}
    entries = [grid, _cursor("Top", "T"), _cursor("Bottom", following)]
    added = {"type": "TimelineAddEntries", "entries": entries}
    timeline = {"timeline": {"instructions": [added]}}
    result = {"__typename": "User", "timeline": timeline}
    return web.json_response({"data": {"user": {"result": result}}})


def variables(visit: Visit) -> dict[str, Any]:
    """What a GraphQL request asks for."""
    asked: dict[str, Any] = json.loads(visit.request.query["variables"])
    return asked


def _item(post: Json) -> Json:
    results = {"tweet_results": {"result": post}}
    return {"itemType": "TimelineTweet", "__typename": "TimelineTweet", **results}


def _cursor(kind: str, value: str) -> Json:
    content = {
        "entryType": "TimelineTimelineCursor",
        "value": value,
        "cursorType": kind,
    }
    return {"entryId": f"cursor-{kind.lower()}-1", "content": content}
