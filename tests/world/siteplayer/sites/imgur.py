"""imgur: pictures, animations and albums, by the interface of its own pages."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from tests.world.siteplayer.content import send_file
from tests.world.siteplayer.registry import Sites, Visit
from tests.world.siteplayer.sites.files import sample

PICTURE = "https://imgur.com/hArb0ur"
DIRECT = "https://i.imgur.com/hArb0ur.jpeg"
GIFV = "https://i.imgur.com/L00pGif.gifv"
VIDEO = "https://imgur.com/b0atTr1"
ALBUM = "https://imgur.com/a/dAwn123"
GALLERY = "https://imgur.com/gallery/two-harbours-dAwn123"
BROKEN_ALBUM = "https://imgur.com/a/g4pAlbm"
"""Its second picture is gone."""
GONE = "https://imgur.com/g0neG0n"
REMOVED = "https://imgur.com/r3m0v3d"
"""The interface still knows it; in place of the picture comes a notice."""
BUSY = "https://imgur.com/a/0verCap"

_FILES = {
    "hArb0ur": ("jpeg", "photo.jpg"),
    "p1cture": ("png", "picture.png"),
    "L00pGif": ("gif", "clip.mp4"),
    "b0atTr1": ("mp4", "clip.mp4"),
    "r3m0v3d": ("jpeg", None),
}
_ALBUMS = {
    "dAwn123": ("hArb0ur", "p1cture", "L00pGif"),
    "g4pAlbm": ("hArb0ur", "r3m0v3d", "p1cture"),
}
_TITLE = "The harbour at dawn"
_WHEN = "2023-11-14T22:13:20Z"


def _media(number: str, title: str) -> dict[str, Any]:
    extension, _ = _FILES[number]
    kind = "video" if extension == "mp4" else "image"
    return {
        "id": number,
        "account_id": 7,
        "mime_type": f"{kind}/{extension}",
        "type": kind,
        "name": "",
        "basename": "",
        "url": f"https://i.imgur.com/{number}.{extension}",
        "ext": extension,
        "width": 320,
        "height": 240,
        "size": 24000,
        "metadata": {
            "title": title,
            "description": "",
            "is_animated": extension in ("gif", "mp4"),
            "is_looping": extension == "gif",
            "duration": 2 if extension in ("gif", "mp4") else 0,
            "has_sound": extension == "mp4",
        },
        "created_at": _WHEN,
        "updated_at": None,
    }


def _post(number: str, *media: str, album: bool) -> dict[str, Any]:
    return {
        "id": number,
        "account_id": 7,
        "title": _TITLE,
        "description": "",
        "view_count": 42,
        "image_count": len(media),
        "is_album": album,
        "is_mature": False,
        "cover_id": media[0],
        "created_at": _WHEN,
        "updated_at": None,
        "url": f"https://imgur.com/{'a/' if album else ''}{number}",
        "privacy": "public",
        "account": {"id": 7, "username": "harbour_watch"},
        "media": [_media(one, "" if album else _TITLE) for one in media],
        "tags": [],
        "display": [],
        "ad_type": 0,
        "ad_url": "",
    }


def _refused(status: int, detail: str) -> web.Response:
    told = {"id": "0", "code": str(status), "status": "Refused", "detail": detail}
    return web.json_response({"errors": [told]}, status=status)


async def _image(visit: Visit) -> web.StreamResponse:
    number = visit["id"]
    if number not in _FILES:
        return _refused(404, "media not found")
    return web.json_response(_post(number, number, album=False))


async def _album(visit: Visit) -> web.StreamResponse:
    number = visit["id"]
    if number == "0verCap":
        return _refused(429, "Imgur is temporarily over capacity")
    if number not in _ALBUMS:
        return _refused(404, "album not found")
    return web.json_response(_post(number, *_ALBUMS[number], album=True))


async def _file(visit: Visit) -> web.StreamResponse:
    _, name = _FILES.get(visit["id"], ("", None))
    if visit["id"] == "removed":
        return await send_file(visit, await sample("picture.png"))
    if name is None:
        home = "https://i.imgur.com/removed.png"
        return web.Response(status=302, headers={"Location": home})
    return await send_file(visit, await sample(name))


def play(sites: Sites) -> None:
    """Add the routes."""
    number = r"(?P<id>\w+)"
    sites.route("api.imgur.com", rf"/post/v1/media/{number}")(_image)
    sites.route("api.imgur.com", rf"/post/v1/(?:albums|posts)/{number}")(_album)
    sites.route("i.imgur.com", rf"/{number}\.(?:jpe?g|png|mp4)")(_file)
