"""Files as a good web server sends them: ranges, validators, a bound on the speed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from email.utils import formatdate
from pathlib import Path

from aiohttp import web

from tests.world.siteplayer.line import Line
from tests.world.siteplayer.registry import Visit

TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "ts": "video/mp2t",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "m3u8": "application/vnd.apple.mpegurl",
    "mpd": "application/dash+xml",
    "html": "text/html",
}
CHUNK = 64 * 1024


def type_of(name: str) -> str:
    """The content type that goes with a name's extension."""
    return TYPES.get(name.rpartition(".")[2], "application/octet-stream")


async def send_file(
    visit: Visit, path: Path, *, name: str = "", breaks_at: int | None = None
) -> web.StreamResponse:
    """Answer with a file, or the part of it that was asked for.

    Args:
        visit: The request; its `rate` parameter bounds the bytes a second, its
            `line` those of all requests with the same `line` together.
        path: The file.
        name: What its type goes by; the file's own name by default.
        breaks_at: Close the connection at this offset of the file.
    """
    request = visit.request
    status = path.stat()
    size = status.st_size
    etag = f'"{status.st_mtime_ns:x}-{size:x}"'
    modified = formatdate(status.st_mtime, usegmt=True)
    headers = {
        "Content-Type": type_of(name or path.name),
        "Accept-Ranges": "bytes",
        "ETag": etag,
        "Last-Modified": modified,
    }
    start, stop, partial = 0, size, False
    if request.headers.get("If-Range", etag) in (etag, modified):
        start, stop, partial = _range(request, size)
    if partial and start >= size:
        headers["Content-Range"] = f"bytes */{size}"
        return web.Response(status=416, headers=headers)
    if partial:
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    response = web.StreamResponse(status=206 if partial else 200, headers=headers)
    response.content_length = stop - start
    await response.prepare(request)
    if request.method != "HEAD":
        end = stop if breaks_at is None else min(stop, breaks_at)
        line = _line(visit)
        async for data in _paced(path, start, end, _rate(visit)):
            if line is not None:
                await line.carry(len(data))
            await response.write(data)
        if end < stop:
            cut(request)
    return response


def cut(request: web.BaseRequest) -> None:
    """Close the connection in the middle of the answer."""
    if request.transport is not None:
        request.transport.close()


def _range(request: web.BaseRequest, size: int) -> tuple[int, int, bool]:
    try:
        wanted = request.http_range
    except ValueError:
        return 0, size, False
    if wanted.start is None and wanted.stop is None:
        return 0, size, False
    if wanted.start is not None and wanted.start < 0:
        return max(0, size + wanted.start), size, True
    stop = size if wanted.stop is None else min(size, wanted.stop)
    return wanted.start or 0, stop, True


def _rate(visit: Visit) -> float | None:
    asked = visit.request.query.get("rate")
    return float(asked) if asked else visit.record.rate


def _line(visit: Visit) -> Line | None:
    asked = visit.request.query.get("line")
    if not asked:
        return None
    rate = float(asked)
    return visit.record.lines.setdefault(rate, Line(rate))


async def _paced(
    path: Path, start: int, stop: int, rate: float | None
) -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    began, sent = loop.time(), 0
    step = CHUNK if rate is None else max(1, min(CHUNK, int(rate / 20)))
    with path.open("rb") as file:
        file.seek(start)
        while data := file.read(min(step, stop - start - sent)):
            yield data
            sent += len(data)
            if rate is not None:
                await asyncio.sleep(began + sent / rate - loop.time())
