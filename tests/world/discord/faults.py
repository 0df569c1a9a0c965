"""What can go wrong between a client and Discord, ordered up by tests."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from tests.world.discord.replies import failure, reply

type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
type Act = Callable[[web.Request, Handler], Awaitable[web.StreamResponse]]


@dataclass
class _Order:
    act: Act
    method: str
    path: str
    times: int


class Faults:
    """Orders wait in line; the first that fits a request is served and used up."""

    def __init__(self) -> None:
        self._orders: list[_Order] = []

    def clear(self) -> None:
        """Forget what is still to go wrong."""
        self._orders.clear()

    def _order(self, act: Act, *, method: str, path: str, times: int) -> None:
        self._orders.append(_Order(act, method, path, times))

    def status(
        self,
        status: int,
        *,
        code: int = 0,
        method: str = "POST",
        path: str = "/messages",
        times: int = 1,
    ) -> None:
        """Answer with a status and Discord's JSON error."""

        async def act(request: web.Request, _: Handler) -> web.StreamResponse:
            await request.read()
            return failure(status, code, "ordered by a test")

        self._order(act, method=method, path=path, times=times)

    def rate_limit(
        self,
        retry_after: float,
        *,
        method: str = "POST",
        path: str = "/messages",
        times: int = 1,
    ) -> None:
        """Answer 429 as Discord's edge does."""

        async def act(request: web.Request, _: Handler) -> web.StreamResponse:
            await request.read()
            body = {"message": "You are being rate limited.", "global": False}
            return reply(
                body | {"retry_after": retry_after},
                status=429,
                headers={"Via": "1.1 google", "Retry-After": str(int(retry_after))},
            )

        self._order(act, method=method, path=path, times=times)

    def drop_before(
        self, *, method: str = "POST", path: str = "/messages", times: int = 1
    ) -> None:
        """Break the connection before anything was done."""

        async def act(request: web.Request, _: Handler) -> web.StreamResponse:
            await request.read()
            return _hang_up(request)

        self._order(act, method=method, path=path, times=times)

    def drop_after(
        self, *, method: str = "POST", path: str = "/messages", times: int = 1
    ) -> None:
        """Do what was asked, then break the connection without an answer."""

        async def act(request: web.Request, handler: Handler) -> web.StreamResponse:
            await handler(request)
            return _hang_up(request)

        self._order(act, method=method, path=path, times=times)

    def interrupt(
        self,
        act: Callable[[], Awaitable[None]],
        *,
        done: bool,
        method: str = "POST",
        path: str = "/messages",
    ) -> None:
        """Let something happen in the middle, then break the connection.

        Args:
            act: Awaited on this server's loop.
            done: Whether what was asked is done before.
            method: Of the request.
            path: A part of its path.
        """

        async def broken(request: web.Request, handler: Handler) -> web.StreamResponse:
            await (handler(request) if done else request.read())
            await act()
            return _hang_up(request)

        self._order(broken, method=method, path=path, times=1)

    @web.middleware
    async def middleware(
        self, request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        """Serve the first order that fits, else the request."""
        for order in self._orders:
            if order.method == request.method and order.path in request.path:
                order.times -= 1
                if not order.times:
                    self._orders.remove(order)
                return await order.act(request, handler)
        return await handler(request)


def _hang_up(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
