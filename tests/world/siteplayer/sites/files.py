"""Direct links on a host that no extractor knows, and files of any wanted size."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from aiohttp import web

from tests.world import media
from tests.world.cache import made
from tests.world.siteplayer.content import send_file
from tests.world.siteplayer.registry import Sites, Visit

HOST = "files.playedback.org"
ROOT = f"https://{HOST}"
MAKERS: dict[str, Callable[..., Path]] = {
    "photo.jpg": media.jpeg,
    "gps.jpg": media.jpeg_with_gps,
    "picture.png": media.png,
    "loop.gif": media.gif,
    "clip.mp4": media.h264_mp4,
    "clip.webm": media.vp9_webm,
    "tone.mp3": media.mp3,
    "tone.ogg": media.ogg,
}
INDEX = """<!doctype html><html><head><title>Index of /</title></head><body>
<h1>Index of /</h1><ul><li><a href="photo.jpg">photo.jpg</a></ul></body></html>"""


def url(name: str) -> str:
    """The direct link to one of `MAKERS`."""
    return f"{ROOT}/{name}"


def h264_url(mb: int, *, width: int, height: int, seconds: int, name: str = "v") -> str:
    """A direct link to an H.264 MP4 of about `mb` MiB; made when first asked for."""
    return f"{ROOT}/h264/{width}x{height}/{seconds}s/{mb}mb/{name}.mp4"


def jpeg_url(width: int, height: int, name: str = "p") -> str:
    """A direct link to a JPEG of noise; `name` makes links differ, the bytes not."""
    return f"{ROOT}/jpeg/{width}x{height}/{name}.jpg"


async def sample(name: str) -> Path:
    """The file of that name, made if it is not there yet."""
    return await asyncio.to_thread(made, name, MAKERS[name])


async def _file(visit: Visit) -> web.StreamResponse:
    return await send_file(visit, await sample(visit["name"]))


async def _h264(visit: Visit) -> web.StreamResponse:
    width, height, seconds = (int(visit[at]) for at in ("width", "height", "seconds"))
    path = await asyncio.to_thread(
        made,
        f"h264-{width}x{height}-{seconds}s-{visit['mb']}mb.mp4",
        media.h264_mp4,
        seconds=seconds,
        width=width,
        height=height,
        size=int(visit["mb"]) * media.MB,
    )
    return await send_file(visit, path)


async def _jpeg(visit: Visit) -> web.StreamResponse:
    width, height = int(visit["width"]), int(visit["height"])
    path = await asyncio.to_thread(
        made, f"{width}x{height}.jpg", media.jpeg, width=width, height=height
    )
    return await send_file(visit, path)


async def _index(_: Visit) -> web.StreamResponse:
    return web.Response(text=INDEX, content_type="text/html")


def play(sites: Sites) -> None:
    """Add the routes."""
    names = "|".join(name.replace(".", r"\.") for name in MAKERS)
    sites.route(HOST, rf"/(?:\w+/)?(?P<name>{names})")(_file)
    size = r"(?P<width>\d+)x(?P<height>\d+)"
    sites.route(HOST, rf"/h264/{size}/(?P<seconds>\d+)s/(?P<mb>\d+)mb/\w+\.mp4")(_h264)
    sites.route(HOST, rf"/jpeg/{size}/\w+\.jpg")(_jpeg)
    sites.route(HOST, r"/(?:index\.html)?")(_index)
