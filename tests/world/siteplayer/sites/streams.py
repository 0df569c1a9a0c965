"""HLS streams, honest and hostile, and a page that a video is embedded in."""

from __future__ import annotations

import asyncio

from aiohttp import web

from tests.world import media
from tests.world.cache import made
from tests.world.siteplayer.content import send_file, type_of
from tests.world.siteplayer.registry import Sites, Visit

HOST = "stream.playedback.org"
ROOT = f"https://{HOST}"
HLS = f"{ROOT}/hls/master.m3u8"
LIVE = f"{ROOT}/live/live.m3u8"
PAGE = f"{ROOT}/watch/harbour"
HOSTILE = f"{ROOT}/hostile/index.m3u8"
"""Its segments are a local file and an internal address."""

_LIVE = """#EXTM3U
#EXT-X-VERSION:3
#EXT-X-TARGETDURATION:2
#EXT-X-MEDIA-SEQUENCE:0
#EXTINF:2.0,
../hls/seg000.ts
"""
_HOSTILE = """#EXTM3U
#EXT-X-VERSION:3
#EXT-X-TARGETDURATION:2
#EXT-X-MEDIA-SEQUENCE:0
#EXTINF:2.0,
file:///etc/passwd
#EXTINF:2.0,
http://169.254.169.254/latest/meta-data/
#EXT-X-ENDLIST
"""
_PAGE = """<!doctype html><html><head><title>Harbour at dawn</title>
<meta property="og:title" content="Harbour at dawn">
</head><body><video src="/hls/master.m3u8" controls></video></body></html>"""


async def _hls(visit: Visit) -> web.StreamResponse:
    folder = await asyncio.to_thread(made, "hls", media.hls)
    path = folder / visit["name"]
    if not path.is_file():
        return web.Response(status=404)
    return await send_file(visit, path)


async def _text(visit: Visit) -> web.StreamResponse:
    text = _LIVE if visit["which"] == "live" else _HOSTILE
    return web.Response(text=text, content_type=type_of(visit.request.path))


async def _page(_: Visit) -> web.StreamResponse:
    return web.Response(text=_PAGE, content_type="text/html")


def play(sites: Sites) -> None:
    """Add the routes."""
    sites.route(HOST, r"/hls/(?P<name>\w+\.(?:m3u8|ts))")(_hls)
    sites.route(HOST, r"/(?P<which>live|hostile)/\w+\.m3u8")(_text)
    sites.route(HOST, r"/watch/harbour")(_page)
