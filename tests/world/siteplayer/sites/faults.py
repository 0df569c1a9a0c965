"""A site that misbehaves; the extension of a link's name says what it claims to be."""

from __future__ import annotations

import asyncio
import zlib
from functools import cache

from aiohttp import web

from tests.world.siteplayer.content import cut, send_file, type_of
from tests.world.siteplayer.registry import Sites, Visit
from tests.world.siteplayer.sites.files import INDEX, sample

HOST = "faults.playedback.org"
ROOT = f"https://{HOST}"
METADATA = "http://169.254.169.254/latest/meta-data/"
SAMPLES = {"jpg": "photo.jpg", "mp4": "clip.mp4", "mp3": "tone.mp3"}
BLOCK = bytes(64 * 1024)


def url(path: str) -> str:
    """`url("status/404/a.jpg")`, `url("truncated/a.mp4")` … (see `play`)."""
    return f"{ROOT}/{path}"


async def _start(
    visit: Visit, length: int | None = None, **headers: str
) -> web.StreamResponse:
    response = web.StreamResponse(headers=headers)
    response.content_type = type_of(visit.request.path)
    response.content_length = length
    await response.prepare(visit.request)
    return response


async def _status(visit: Visit) -> web.StreamResponse:
    """A refusal; the query's names are its headers (`?retry_after=7`)."""
    query = visit.request.query
    headers = {name.replace("_", "-"): value for name, value in query.items()}
    return web.Response(status=int(visit["code"]), headers=headers, text="No.")


async def _truncated(visit: Visit) -> web.StreamResponse:
    path = await sample(SAMPLES[visit["ext"]])
    return await send_file(visit, path, breaks_at=path.stat().st_size // 2)


async def _breaks(visit: Visit) -> web.StreamResponse:
    """Breaks off at an offset, for all who begin before: only resuming gets through."""
    path = await sample(SAMPLES[visit["ext"]])
    resumed = visit.request.headers.get("Range", "bytes=0-") != "bytes=0-"
    return await send_file(visit, path, breaks_at=None if resumed else int(visit["at"]))


async def _flaky(visit: Visit) -> web.StreamResponse:
    """Fails with a status the first few times."""
    if visit.count() < int(visit["times"]):
        return await _status(visit)
    return await send_file(visit, await sample(SAMPLES[visit["ext"]]))


async def _endless(visit: Visit) -> web.StreamResponse:
    """Never ends and tells no length; to HEAD it claims a small one (`lying`)."""
    if visit.request.method == "HEAD":
        return await _start(visit, 1000 if visit["how"] == "lying" else None)
    response = await _start(visit)
    photo = await sample(SAMPLES[visit["ext"]])
    await response.write(photo.read_bytes())
    while True:
        await response.write(BLOCK)


async def _drip(visit: Visit) -> web.StreamResponse:
    """A byte every half second, of a megabyte."""
    response = await _start(visit, 1024 * 1024)
    while True:
        await response.write(b"\0")
        await asyncio.sleep(0.5)


async def _silent(visit: Visit) -> web.StreamResponse:
    """Takes the request and never answers."""
    await asyncio.sleep(3600)
    cut(visit.request)
    return web.Response()


async def _html(visit: Visit) -> web.StreamResponse:
    """A web page that claims to be media by name and type."""
    return web.Response(body=INDEX.encode(), content_type=type_of(visit.request.path))


async def _page(_: Visit) -> web.StreamResponse:
    """A web page under a media file's name, honest in its type."""
    return web.Response(text=INDEX, content_type="text/html")


async def _empty(visit: Visit) -> web.StreamResponse:
    return web.Response(body=b"", content_type=type_of(visit.request.path))


@cache
def _bomb_body() -> bytes:
    squeeze = zlib.compressobj(wbits=31)  # 31: in gzip's wrapping
    return b"".join(squeeze.compress(BLOCK) for _ in range(3200)) + squeeze.flush()


async def _bomb(visit: Visit) -> web.StreamResponse:
    """200 kB that the client's own decoding makes 200 MB of."""
    body = await asyncio.to_thread(_bomb_body)
    headers = {"Content-Encoding": "gzip", "Content-Type": type_of(visit.request.path)}
    return web.Response(body=body, headers=headers)


async def _redirect(visit: Visit) -> web.StreamResponse:
    to = {
        "loop": visit.request.path,
        "metadata": METADATA + visit["name"],
        "file": "file:///etc/passwd",
        "loopback": f"http://127.0.0.1:6379/{visit['name']}",
    }[visit["how"]]
    return web.Response(status=302, headers={"Location": to})


async def _elsewhere(visit: Visit) -> web.StreamResponse:
    return web.Response(status=302, headers={"Location": visit.request.query["to"]})


def play(sites: Sites) -> None:
    """Add the routes; every link ends in a name whose extension matters."""
    name = r"(?P<name>\w+\.(?P<ext>\w+))"
    for pattern, handler in {
        r"status/(?P<code>\d+)": _status,
        r"truncated": _truncated,
        r"breaks/(?P<at>\d+)": _breaks,
        r"flaky/(?P<times>\d+)/(?P<code>\d+)": _flaky,
        r"(?P<how>endless|lying)": _endless,
        r"drip": _drip,
        r"silent": _silent,
        r"html": _html,
        r"page": _page,
        r"empty": _empty,
        r"bomb": _bomb,
        r"redirect/(?P<how>loop|metadata|file|loopback)": _redirect,
        r"redirect": _elsewhere,
    }.items():
        sites.route(HOST, rf"/{pattern}/{name}")(handler)
