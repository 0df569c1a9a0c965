"""Bluesky: posts by the public interface, their files from the author's own server."""

from __future__ import annotations

import time
from typing import Any, Final

from aiohttp import web

from tests.world import media
from tests.world.cache import made
from tests.world.siteplayer.content import send_file, type_of
from tests.world.siteplayer.registry import Sites, Visit
from tests.world.siteplayer.sites.files import sample

API = "api.bsky.app public.api.bsky.app"
SERVER = "morel.us-east.host.bsky.network"
STREAMS = "video.bsky.app"
ALICE = "harbour.bsky.social"
BOB = "quiet.bsky.social"
"""Wants to be seen by members of Bluesky only; the interface shows him to all."""

PROFILE = f"https://bsky.app/profile/{ALICE}"
PICTURES = f"https://bsky.app/profile/{ALICE}/post/3kpictures2xx"
VIDEO = f"https://bsky.app/profile/{ALICE}/post/3kvideopost2x"
BOTH = f"https://bsky.app/profile/{ALICE}/post/3kquotewith2x"
"""Pictures of its own beside a quoted post."""
QUOTE = f"https://bsky.app/profile/{BOB}/post/3kquotevideo2"
"""A text that quotes the post with the video."""
QUOTED_PICTURES = f"https://bsky.app/profile/{BOB}/post/3kquotephotos"
"""A text that quotes the post with the pictures."""
TEXT = f"https://bsky.app/profile/{ALICE}/post/3ktextonly2xx"
GONE = f"https://bsky.app/profile/{ALICE}/post/3kgonegone2xx"
NOBODY = "https://bsky.app/profile/nobody.bsky.social/post/3kpictures2xx"
MEMBERS_ONLY = f"https://bsky.app/profile/{BOB}/post/3kmembers2xxx"
ADULT = f"https://bsky.app/profile/{ALICE}/post/3kadultonly2x"
BUSY = f"https://bsky.app/profile/{ALICE}/post/3kbusybusy2xx"
RESET_AFTER: Final = 45
"""Seconds until the busy one answers again."""

_DIDS: Final = {
    ALICE: "did:plc:harbourwatch22abcdefghij",
    BOB: "did:plc:quietone2222zyxwvutsrq",
}
_BLOBS: Final = {
    "bafkreiphoto": ("image/jpeg", "photo.jpg"),
    "bafkreigps": ("image/jpeg", "gps.jpg"),
    "bafkreiboat": ("video/mp4", "clip.mp4"),
}
_WHEN = "2023-11-14T22:13:20.000Z"


def _blob(cid: str) -> dict[str, Any]:
    mime, _ = _BLOBS[cid]
    link = {"$link": cid}
    return {"$type": "blob", "ref": link, "mimeType": mime, "size": 100_000}


def _pictures(*cids: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """An embed as it stands in the record, and as it is shown."""
    ratio = {"width": 320, "height": 240}
    record = [{"alt": "", "aspectRatio": ratio, "image": _blob(cid)} for cid in cids]
    shown = [
        {"alt": "", "aspectRatio": ratio, "thumb": _cdn(cid), "fullsize": _cdn(cid)}
        for cid in cids
    ]
    kind = "app.bsky.embed.images"
    return (
        {"$type": kind, "images": record},
        {"$type": f"{kind}#view", "images": shown},
    )


def _cdn(cid: str) -> str:
    return f"https://cdn.bsky.app/img/feed_fullsize/plain/{_DIDS[ALICE]}/{cid}@jpeg"


def _video(cid: str) -> tuple[dict[str, Any], dict[str, Any]]:
    kind = "app.bsky.embed.video"
    ratio = {"width": 1280, "height": 720}
    folder = f"https://{STREAMS}/watch/{_DIDS[ALICE]}/{cid}"
    return (
        {"$type": kind, "video": _blob(cid), "aspectRatio": ratio},
        {
            "$type": f"{kind}#view",
            "cid": cid,
            "playlist": f"{folder}/playlist.m3u8",
            "thumbnail": f"{folder}/thumbnail.jpg",
            "aspectRatio": ratio,
        },
    )


def _quoting(quoted: dict[str, Any], own: Any = None) -> tuple[Any, Any]:
    kind = "app.bsky.embed.record"
    strong = {"uri": quoted["uri"], "cid": quoted["cid"]}
    view = {
        "$type": f"{kind}#viewRecord",
        **{key: quoted[key] for key in ("uri", "cid", "author", "indexedAt")},
        "value": quoted["record"],
        "labels": [],
        "embeds": [quoted["embed"]],
    }
    if own is None:
        return (
            {"$type": kind, "record": strong},
            {"$type": f"{kind}#view", "record": view},
        )
    kind = f"{kind}WithMedia"
    return (
        {"$type": kind, "media": own[0], "record": {"record": strong}},
        {"$type": f"{kind}#view", "media": own[1], "record": {"record": view}},
    )


def _post(
    number: str, text: str, embed: Any = None, *, by: str = ALICE, label: str = ""
) -> dict[str, Any]:
    did = _DIDS[by]
    record = {"$type": "app.bsky.feed.post", "createdAt": _WHEN, "text": text}
    private = [{"src": did, "uri": did, "val": "!no-unauthenticated"}]
    post: dict[str, Any] = {
        "uri": f"at://{did}/app.bsky.feed.post/{number}",
        "cid": f"bafyrei{number}",
        "author": {
            "did": did,
            "handle": by,
            "displayName": "Harbour watch" if by == ALICE else "A quiet one",
            "labels": private if by == BOB else [],
        },
        "record": record,
        "replyCount": 0,
        "likeCount": 2,
        "indexedAt": _WHEN,
        "labels": [{"src": did, "val": label}] if label else [],
    }
    if embed is not None:
        record["embed"], post["embed"] = embed
    return post


_BOAT = _post("3kvideopost2x", "A boat goes out", _video("bafkreiboat"))
_HARBOURS = _post(
    *("3kpictures2xx", "Two photos of the harbour"),
    _pictures("bafkreigps", "bafkreiphoto"),
)
_POSTS: Final = {
    post["uri"].rpartition("/")[2]: post
    for post in (
        _BOAT,
        _HARBOURS,
        _post("3kquotewith2x", "Mine", _quoting(_HARBOURS, _pictures("bafkreiphoto"))),
        _post("3kquotevideo2", "Look at this", _quoting(_BOAT), by=BOB),
        _post("3kquotephotos", "And at this", _quoting(_HARBOURS), by=BOB),
        _post("3ktextonly2xx", "Just words"),
        _post("3kmembers2xxx", "Among us", _pictures("bafkreiphoto"), by=BOB),
        _post("3kadultonly2x", "Bathing", _pictures("bafkreiphoto"), label="porn"),
    )
}


def _refused(error: str, message: str, status: int = 400) -> web.Response:
    return web.json_response({"error": error, "message": message}, status=status)


async def _handle(visit: Visit) -> web.StreamResponse:
    did = _DIDS.get(visit.request.query.get("handle", ""))
    if did is None:
        return _refused("InvalidRequest", "Unable to resolve handle")
    return web.json_response({"did": did})


async def _profile(visit: Visit) -> web.StreamResponse:
    did = visit.request.query.get("actor", "")
    handle = next(handle for handle, one in _DIDS.items() if one == did)
    return web.json_response(_post("0", "", by=handle)["author"])


async def _thread(visit: Visit) -> web.StreamResponse:
    uri = visit.request.query.get("uri", "")
    number = uri.rpartition("/")[2]
    if number == BUSY.rpartition("/")[2]:
        answer = _refused("RateLimitExceeded", "Rate Limit Exceeded", status=429)
        # The reset is an instant, told in whole seconds.
        reset = str(int(time.time()) + RESET_AFTER)
        answer.headers.update({"RateLimit-Remaining": "0", "RateLimit-Reset": reset})
        return answer
    if number not in _POSTS or uri.startswith("at://nobody."):
        return _refused("NotFound", f"Post not found: {uri}")
    kind = "app.bsky.feed.defs#threadViewPost"
    thread = {"$type": kind, "post": _POSTS[number], "replies": []}
    return web.json_response({"thread": thread})


async def _feed(visit: Visit) -> web.StreamResponse:
    did = visit.request.query.get("actor", "")
    posts = [
        post
        for post in _POSTS.values()
        if post["author"]["did"] == did and "embed" in post
    ]
    return web.json_response({"feed": [{"post": post} for post in posts]})


async def _directory(visit: Visit) -> web.StreamResponse:
    service = {
        "id": "#atproto_pds",
        "type": "AtprotoPersonalDataServer",
        "serviceEndpoint": f"https://{SERVER}",
    }
    return web.json_response({"id": visit["did"], "service": [service]})


async def _get_blob(visit: Visit) -> web.StreamResponse:
    cid = visit.request.query.get("cid", "")
    if cid not in _BLOBS:
        return _refused("BlobNotFound", "Blob not found")
    return await send_file(visit, await sample(_BLOBS[cid][1]))


async def _playlist(visit: Visit) -> web.StreamResponse:
    text = (
        "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-STREAM-INF:PROGRAM-ID=0,BANDWIDTH=400000,"
        'CODECS="avc1.42c00d,mp4a.40.2",RESOLUTION=640x360\n360p/video.m3u8\n'
    )
    return web.Response(text=text, content_type=type_of(visit.request.path))


async def _segment(visit: Visit) -> web.StreamResponse:
    folder = made("hls", media.hls)
    name = visit["name"].replace("video.m3u8", "media.m3u8")
    return await send_file(visit, folder / name)


def play(sites: Sites) -> None:
    """Add the routes."""
    sites.route(API, r"/xrpc/com\.atproto\.identity\.resolveHandle")(_handle)
    sites.route(API, r"/xrpc/app\.bsky\.actor\.getProfile")(_profile)
    sites.route(API, r"/xrpc/app\.bsky\.feed\.getPostThread")(_thread)
    sites.route(API, r"/xrpc/app\.bsky\.feed\.getAuthorFeed")(_feed)
    sites.route("plc.directory", r"/(?P<did>did:plc:\w+)")(_directory)
    sites.route(SERVER, r"/xrpc/com\.atproto\.sync\.getBlob")(_get_blob)
    watch = r"/watch/did:plc:\w+/bafkreiboat"
    sites.route(STREAMS, rf"{watch}/playlist\.m3u8")(_playlist)
    sites.route(STREAMS, rf"{watch}/360p/(?P<name>video\.m3u8|\w+\.ts)")(_segment)
