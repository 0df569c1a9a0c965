"""A small web site with everything that can go right or wrong with a file."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

JPEG = b"\xff\xd8\xff\xe0" + b"picture" * 2000
HTML = "<!doctype html><html><head><title>Index</title></head><body>Hi</body></html>"

type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Site:
    """What it serves, and which ranges it was asked for, by path."""

    media: Path
    url: str = ""
    breaks: dict[str, list[int]] = field(default_factory=dict)
    """Paths whose next answers each break off after so many bytes."""
    ranges: dict[str, list[str | None]] = field(default_factory=dict)
    members: set[str] = field(default_factory=set)
    """Paths that only visitors with the cookie `session` get."""
    pages: dict[str, Callable[[], web.Response]] = field(default_factory=dict)

    def asked(self, path: str) -> list[str | None]:
        """The `Range` headers of all requests for a path."""
        return self.ranges.get(path, [])

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        path = request.path
        self.ranges.setdefault(path, []).append(request.headers.get("Range"))
        if path in self.pages:
            return self.pages[path]()
        if path in self.members and "session" not in request.cookies:
            return web.Response(status=403)
        file = self.media / path.lstrip("/")
        if not file.is_file():
            return web.Response(status=404, text="gone")
        if self.breaks.get(path):
            return await self._broken(request, file, self.breaks[path].pop(0))
        return web.FileResponse(file)

    async def _broken(
        self, request: web.Request, file: Path, after: int
    ) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Accept-Ranges": "bytes"})
        answer.content_length = file.stat().st_size
        answer.content_type = "video/mp4"
        await answer.prepare(request)
        await answer.write(file.read_bytes()[:after])
        if request.transport is not None:
            request.transport.close()
        return answer


async def started(site: Site) -> web.AppRunner:
    """Listen on loopback; sets the site's URL."""
    app = web.Application()
    app.router.add_get("/{path:.*}", site.serve)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    tcp = web.TCPSite(runner, "127.0.0.1", 0)
    await tcp.start()
    host, port = runner.addresses[0][:2]
    site.url = f"http://{host}:{port}"
    return runner


def refusal(status: int, **headers: str) -> Callable[[], web.Response]:
    """A page that answers with an error status."""
    named = {re.sub("_", "-", name): value for name, value in headers.items()}
    return lambda: web.Response(status=status, headers=named, text="no")


def html(text: str = HTML) -> Callable[[], web.Response]:
    """A page of HTML."""
    return lambda: web.Response(text=text, content_type="text/html")
