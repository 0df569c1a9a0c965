"""Pages and streams whose videos have subtitles, good ones and bad ones."""

from __future__ import annotations

import asyncio
from typing import Final

from aiohttp import web

from tests.world import media
from tests.world.cache import made
from tests.world.siteplayer.content import send_file
from tests.world.siteplayer.registry import Sites, Visit

HOST: Final = "words.playedback.org"
ROOT: Final = f"https://{HOST}"
STREAM: Final = f"{ROOT}/stream/master.m3u8"


def page(*tracks: str) -> str:
    """A page with a video and these tracks, each `language=path`."""
    return f"{ROOT}/watch/{','.join(tracks)}"


def words(language: str) -> str:
    """What the good file of a language holds."""
    return (
        "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n"
        f"The harbour, said in {language}\n\n"
        "00:01.000 --> 00:02.000\nA boat 🚢\n"
    )


SUBRIP: Final = "1\r\n00:00:00,000 --> 00:00:01,000\r\nThe harbour\r\n"

_FILES: Final = {
    "subrip.srt": SUBRIP.encode(),
    "page.vtt": b"<!doctype html><title>Log in</title><!-- 00:00 --> Log in",
    "binary.vtt": b"WEBVTT\n\n00:00.000 --> 00:01.000\n\x00\x01\x02\n",
    "latin.vtt": "WEBVTT\n\n00:00.000 --> 00:01.000\nGrüße\n".encode("latin-1"),
    "nothing.vtt": b"",
    "large.vtt": words("en").encode() + b"x" * 1024 * 1024,
}
_MASTER: Final = """#EXTM3U
#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="Deutsch",LANGUAGE="de",URI="de.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=400000,RESOLUTION=320x240,SUBTITLES="s"
/hls/media.m3u8
"""
_MEDIA: Final = """#EXTM3U
#EXT-X-TARGETDURATION:2
#EXTINF:1.0,
part0.vtt
#EXTINF:1.0,
part1.vtt
#EXT-X-ENDLIST
"""
_PARTS: Final = (
    "WEBVTT\n\n00:00.000 --> 00:01.000\nDer Hafen\n",
    "WEBVTT\n\n00:01.000 --> 00:02.000\nEin Boot\n",
)


async def _page(visit: Visit) -> web.StreamResponse:
    tracks = []
    for track in visit["tracks"].split(","):
        language, path = track.split("=")
        tracks.append(f'<track kind="subtitles" srclang="{language}" src="{path}">')
    text = f"""<!doctype html><html><head><title>Harbour</title></head><body>
        <video src="/clip.mp4" controls>{"".join(tracks)}</video></body></html>"""
    return web.Response(text=text, content_type="text/html")


async def _clip(visit: Visit) -> web.StreamResponse:
    return await send_file(
        visit, await asyncio.to_thread(made, "clip.mp4", media.h264_mp4)
    )


async def _hls(visit: Visit) -> web.StreamResponse:
    folder = await asyncio.to_thread(made, "hls", media.hls)
    return await send_file(visit, folder / visit["name"])


async def _words(visit: Visit) -> web.StreamResponse:
    return web.Response(text=words(visit["language"]), content_type="text/vtt")


async def _file(visit: Visit) -> web.StreamResponse:
    body = _FILES.get(visit["name"])
    if body is None:
        return web.Response(status=500)
    return web.Response(body=body, content_type="text/vtt")


async def _drip(visit: Visit) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Type": "text/vtt"})
    await answer.prepare(visit.request)
    while True:
        await answer.write(b"W")
        await asyncio.sleep(0.2)


async def _playlist(visit: Visit) -> web.StreamResponse:
    text = _MASTER if visit["name"] == "master" else _MEDIA
    return web.Response(text=text, content_type="application/vnd.apple.mpegurl")


async def _part(visit: Visit) -> web.StreamResponse:
    return web.Response(text=_PARTS[int(visit["number"])], content_type="text/vtt")


def play(sites: Sites) -> None:
    """Add the routes."""
    sites.route(HOST, r"/watch/(?P<tracks>.+)")(_page)
    sites.route(HOST, r"/clip\.mp4")(_clip)
    sites.route(HOST, r"/hls/(?P<name>\w+\.(?:m3u8|ts))")(_hls)
    sites.route(HOST, r"/words/(?P<language>[\w-]+)\.vtt")(_words)
    sites.route(HOST, r"/bad/drip\.vtt")(_drip)
    sites.route(HOST, r"/bad/(?P<name>.+)")(_file)
    sites.route(HOST, r"/stream/(?P<name>master|de)\.m3u8")(_playlist)
    sites.route(HOST, r"/stream/part(?P<number>[01])\.vtt")(_part)
