"""One connection of a job: authorise, judge, then tunnel or forward."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final

import structlog

from bossbot.adapters.egress.forward import forward, request_head
from bossbot.adapters.egress.heads import (
    BadHead,
    Headers,
    Request,
    parse_request,
    write_head,
)
from bossbot.adapters.egress.meter import CapExceeded, Meter
from bossbot.adapters.egress.policy import Refusal, Refused, Target
from bossbot.adapters.egress.routes import Unreachable
from bossbot.adapters.egress.targets import connect_target, is_authorised, plain_target
from bossbot.adapters.egress.terms import Terms
from bossbot.adapters.egress.tunnel import tunnel
from bossbot.adapters.egress.wire import Wire, WireError

_LINGER_SECONDS: Final = 1.0
_CHALLENGE: Final = [("Proxy-Authenticate", 'Basic realm="egress"')]

_log = structlog.get_logger("bossbot.egress")


class Connection:
    """Serves one accepted connection until either side ends it."""

    def __init__(self, job: Wire, terms: Terms) -> None:
        self._job = job
        self._terms = terms

    async def serve(self) -> None:
        """Serve requests; never raises but when cancelled. Closes the connection."""
        try:
            while await self._serve_one():
                pass
        except (OSError, WireError, CapExceeded):
            self._job.abort()
        except asyncio.CancelledError:
            self._job.abort()
            raise
        except Exception as defect:  # noqa: BLE001 - costs this one connection only
            _log.error("egress connection failed", error=type(defect).__name__)
            self._job.abort()
        finally:
            self._job.close()

    async def _serve_one(self) -> bool:
        """Serve one request; whether another may follow on this connection."""
        head = await self._read_head()
        if not head:
            return False
        try:
            request = parse_request(head)
            authorised = is_authorised(request, self._terms.token)
            if authorised:
                return await self._serve_request(request)
            if authorised is False:  # none at all is how some tools begin
                self._terms.refuse(Refusal(host="", port=0, reason="token"))
            return await self._reply(407, "Token required", _CHALLENGE)
        except Refused as refused:
            self._terms.refuse(refused.refusal)
            return await self._reply(403, f"Refused ({refused.refusal.reason})")
        except BadHead as bad:
            return await self._reply(400, f"Bad {bad}")
        except Unreachable as failure:
            return await self._reply(502, f"Unreachable ({failure})")

    async def _read_head(self) -> bytes:
        async with asyncio.timeout(self._terms.patience.idle):
            begin = await self._job.receive()
        if not begin:
            return b""
        self._job.unread(begin)
        async with asyncio.timeout(self._terms.patience.head):
            return await self._job.read_head()

    async def _serve_request(self, request: Request) -> bool:
        if request.method == "CONNECT":
            target = connect_target(request, self._terms.policy)
            async with self._site(target, self._terms.route.tunnel) as site:
                await self._job.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
                await tunnel(self._job, site)
            return False
        target, path = plain_target(request, self._terms.policy)
        proxy_headers = self._terms.route.proxy_headers
        head, body = request_head(request, target, path, proxy_headers)
        async with self._site(target, self._terms.route.forward) as site:
            return await forward(self._job, site, request, head, body)

    @contextlib.asynccontextmanager
    async def _site(
        self, target: Target, reach: Callable[[Target, Meter], Awaitable[Wire]]
    ) -> AsyncIterator[Wire]:
        """A connection to the site while it is in use; given up when nothing moves."""
        terms = self._terms
        if (reason := terms.over()) is not None:
            raise target.refuse(reason)
        try:
            async with asyncio.timeout(terms.patience.connect):
                site = await reach(target, terms.meter)
        except TimeoutError:
            raise Unreachable("no connection in time") from None
        try:
            async with _while_moving(terms.patience.idle, self._job, site):
                yield site
        except BaseException as error:
            site.abort()
            if isinstance(error, CapExceeded):
                terms.refuse(target.refuse("cap").refusal)
            raise
        site.close()

    async def _reply(
        self, status: int, reason: str, more: Headers | None = None
    ) -> bool:
        """Answer in the site's stead, and end the connection after it."""
        text = f"{reason}\n".encode()
        headers = [
            ("Content-Type", "text/plain"),
            ("Content-Length", str(len(text))),
            ("Connection", "close"),
            *(more or []),
        ]
        await self._job.send(write_head(f"HTTP/1.1 {status} {reason}", headers) + text)
        self._job.finish()
        with contextlib.suppress(TimeoutError):  # unread bytes would reset the answer
            async with asyncio.timeout(_LINGER_SECONDS):
                while await self._job.receive():
                    pass
        return False


@contextlib.asynccontextmanager
async def _while_moving(seconds: float, *wires: Wire) -> AsyncIterator[None]:
    """End with TimeoutError when no byte has moved on any of the wires for a while."""
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(seconds) as timer:
        latest = loop.time()

        def moved() -> None:
            nonlocal latest
            now = loop.time()
            # not at every buffer: a timer costs as much as passing one on
            if now - latest > seconds / 20 and not timer.expired():
                latest = now
                timer.reschedule(now + seconds)

        for wire in wires:
            wire.on_activity = moved
        try:
            yield
        finally:
            for wire in wires:
                wire.on_activity = _nothing


def _nothing() -> None:
    pass
