"""HLS and DASH: one quality and several, live, encrypted and hostile; and a page."""

from __future__ import annotations

import asyncio
import re

from aiohttp import web

from tests.world import media
from tests.world.cache import made
from tests.world.siteplayer.content import send_file, type_of
from tests.world.siteplayer.registry import Sites, Visit

HOST = "stream.playedback.org"
ROOT = f"https://{HOST}"
HLS = f"{ROOT}/hls/master.m3u8"
HLS_LADDER = f"{ROOT}/ladder/master.m3u8"
"""In the three heights of `media.LADDER`."""
HLS_APART = f"{ROOT}/apart/master.m3u8"
"""The same, with the sound apart."""
DASH_LADDER = f"{ROOT}/dash/manifest.mpd"
"""Likewise."""
DASH_CODECS = f"{ROOT}/codecs/manifest.mpd"
"""The same in VP9 and Opus and in H.264 and AAC, see `media.dash_codecs`."""
PLAIN_LADDER = f"{ROOT}/watch/ladder"
"""A page with the same as whole files, of which it tells heights, but no sizes."""
LIVE = f"{ROOT}/live/live.m3u8"
LIVE_DASH = f"{ROOT}/live/live.mpd"
PAGE = f"{ROOT}/watch/harbour"
LADDER_PAGE = f"{ROOT}/watch/stream"
"""A page with the HLS ladder in it."""
LIVE_PAGE = f"{ROOT}/watch/live"
ENCRYPTED = f"{ROOT}/encrypted/media.m3u8"
"""Its key is given to everyone."""
FAIRPLAY = f"{ROOT}/protected/fairplay.m3u8"
SAMPLE_AES = f"{ROOT}/protected/sample.m3u8"
"""Only its one media playlist tells that it is encrypted, and how."""
WIDEVINE = f"{ROOT}/protected/widevine.mpd"
HOSTILE = f"{ROOT}/hostile/index.m3u8"
"""Its segments are a local file and an internal address."""

_FIRST = """#EXTM3U
#EXT-X-VERSION:5
#EXT-X-TARGETDURATION:2
#EXT-X-MEDIA-SEQUENCE:0
"""
_LIVE = f"""{_FIRST}#EXTINF:2.0,
../hls/seg000.ts
"""
_HOSTILE = f"""{_FIRST}#EXTINF:2.0,
file:///etc/passwd
#EXTINF:2.0,
http://169.254.169.254/latest/meta-data/
#EXT-X-ENDLIST
"""
_FAIRPLAY = """#EXTM3U
#EXT-X-VERSION:5
#EXT-X-SESSION-KEY:METHOD=SAMPLE-AES,URI="skd://harbour",\
KEYFORMAT="com.apple.streamingkeydelivery",KEYFORMATVERSIONS="1"
#EXT-X-STREAM-INF:BANDWIDTH=400000,RESOLUTION=320x180,CODECS="avc1.42c00d,mp4a.40.2"
sample.m3u8
""".replace("\\\n", "")
_SAMPLE_AES = f"""{_FIRST}#EXT-X-KEY:METHOD=SAMPLE-AES,URI="key.bin"
#EXTINF:2.0,
../hls/seg000.ts
#EXT-X-ENDLIST
"""
_SEGMENTS = """<SegmentTemplate timescale="1" startNumber="1"
 media="../dash/chunk-stream0-0000$Number$.m4s"
 initialization="../dash/init-stream0.m4s"><SegmentTimeline>
<S t="0" d="2" r="2"/></SegmentTimeline></SegmentTemplate>"""
_MPD = """<?xml version="1.0" encoding="UTF-8"?>
<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" {how} minBufferTime="PT4S"
 profiles="urn:mpeg:dash:profile:isoff-live:2011"><Period id="1" start="PT0S">
<AdaptationSet contentType="video" mimeType="video/mp4">{protection}
<Representation id="0" bandwidth="300000" codecs="avc1.42c01e" width="640" height="360">
{segments}</Representation></AdaptationSet></Period></MPD>
"""
_LIVE_DASH = _MPD.format(
    how='type="dynamic" availabilityStartTime="2026-01-01T00:00:00Z"'
    ' minimumUpdatePeriod="PT2S" publishTime="2026-01-01T00:00:06Z"',
    protection="",
    segments=_SEGMENTS,
)
_WIDEVINE = _MPD.format(
    how='type="static" mediaPresentationDuration="PT6S"',
    protection='<ContentProtection value="Widevine"'
    ' schemeIdUri="urn:uuid:edef8ba9-79d6-4ace-a3c8-27dcd51d21ed"/>',
    segments=_SEGMENTS,
)
_TEXTS = {
    "live/live.m3u8": _LIVE,
    "live/live.mpd": _LIVE_DASH,
    "hostile/index.m3u8": _HOSTILE,
    "protected/fairplay.m3u8": _FAIRPLAY,
    "protected/sample.m3u8": _SAMPLE_AES,
    "protected/widevine.mpd": _WIDEVINE,
}
_HEAD = """<!doctype html><html><head><title>Harbour at dawn</title>
<meta property="og:title" content="Harbour at dawn"></head><body>"""
_PAGES = {
    "harbour": '<video src="/hls/master.m3u8" controls></video>',
    "stream": '<video src="/ladder/master.m3u8" controls></video>',
    "live": '<video src="/live/live.m3u8" autoplay></video>',
    "ladder": "<video controls>{}</video>".format(
        "".join(
            f'<source src="/plain/{height}.mp4" type="video/mp4" label="{height}p">'
            for height in media.LADDER
        )
    ),
}
_FOLDERS = {
    "hls": media.hls,
    "ladder": media.hls_ladder,
    "apart": media.hls_apart,
    "dash": media.dash_ladder,
    "codecs": media.dash_codecs,
    "encrypted": media.encrypted_hls,
}


async def _part(visit: Visit) -> web.StreamResponse:
    kind = visit["kind"]
    name = kind if kind == "hls" else f"stream-{kind}"
    folder = await asyncio.to_thread(made, name, _FOLDERS[kind])
    path = folder / visit["name"]
    if not path.is_file():
        return web.Response(status=404)
    return await send_file(visit, path)


async def _plain(visit: Visit) -> web.StreamResponse:
    height = int(visit["height"])
    path = await asyncio.to_thread(
        made, f"rung-{height}.mp4", media.rung, height=height
    )
    return await send_file(visit, path)


async def _text(visit: Visit) -> web.StreamResponse:
    text = _TEXTS[visit["which"]]
    return web.Response(text=text, content_type=type_of(visit.request.path))


async def _page(visit: Visit) -> web.StreamResponse:
    text = f"{_HEAD}{_PAGES[visit['which']]}</body></html>"
    return web.Response(text=text, content_type="text/html")


def play(sites: Sites) -> None:
    """Add the routes."""
    part = r"(?P<name>(?:\w+/)?[\w-]+\.(?:m3u8|ts|mpd|m4s|key))"
    sites.route(HOST, rf"/(?P<kind>{'|'.join(_FOLDERS)})/{part}")(_part)
    heights = "|".join(map(str, media.LADDER))
    sites.route(HOST, rf"/plain/(?P<height>{heights})\.mp4")(_plain)
    texts = "|".join(map(re.escape, _TEXTS))
    sites.route(HOST, rf"/(?P<which>{texts})")(_text)
    sites.route(HOST, rf"/watch/(?P<which>{'|'.join(_PAGES)})")(_page)
