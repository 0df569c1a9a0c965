"""Which host plays what: routes by host and path, and what was asked for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import web
from multidict import CIMultiDict

from tests.world.siteplayer.line import Line

type Handler = Callable[[Visit], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One request as it reached the sites."""

    method: str
    host: str
    path: str
    query: dict[str, str]
    headers: CIMultiDict[str]


@dataclass(slots=True, kw_only=True)
class Record:
    """What the sites remember; one per player.

    Attributes:
        rate: Most bytes a second of every file, where the request names no `rate`.
        visits: How often a path of the sites that count was asked for.
        lines: By bytes a second, what all files that name this `line` share.
        moods: Hosts that answer everything with a status (200: an empty page) for now.
    """

    rate: float | None = None
    seen: list[Seen] = field(default_factory=list)
    visits: Counter[str] = field(default_factory=Counter)
    lines: dict[float, Line] = field(default_factory=dict)
    moods: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A request, with what its route's pattern matched."""

    request: web.BaseRequest
    match: re.Match[str]
    record: Record

    def __getitem__(self, group: str) -> str:
        return self.match[group]

    def count(self) -> int:
        """How many times this path was visited before (HEAD does not count)."""
        before = self.record.visits[self.request.path]
        if self.request.method != "HEAD":
            self.record.visits[self.request.path] += 1
        return before


class Sites:
    """Routes by host. A host's first fitting route answers."""

    def __init__(self) -> None:
        self._routes: dict[str, list[tuple[re.Pattern[str], Handler]]] = {}

    def route(self, hosts: str, pattern: str) -> Callable[[Handler], Handler]:
        """Let a handler answer for some hosts (separated by spaces), all methods.

        The pattern must fit the whole path, percent-decoded.
        """

        def add(handler: Handler) -> Handler:
            for host in hosts.split():
                routes = self._routes.setdefault(host, [])
                routes.append((re.compile(pattern), handler))
            return handler

        return add

    async def answer(
        self, request: web.BaseRequest, record: Record
    ) -> web.StreamResponse:
        """Write down the request and let its route answer."""
        host = request.host.partition(":")[0].lower()
        seen = Seen(
            method=request.method,
            host=host,
            path=request.path,
            query=dict(request.query),
            headers=CIMultiDict(request.headers),
        )
        record.seen.append(seen)
        if (status := record.moods.get(host)) is not None:
            return web.Response(status=status, text="", content_type="text/html")
        for pattern, handler in self._routes.get(host, ()):
            if match := pattern.fullmatch(request.path):
                return await handler(Visit(request=request, match=match, record=record))
        text = "<html><title>Not here</title><h1>Not here</h1></html>"
        return web.Response(status=404, text=text, content_type="text/html")
