"""Sites and names for the guard's tests: raw sockets on loopback."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any

from bossbot.adapters.egress import EgressGuard, EgressSession
from bossbot.links.addresses import Address

type Handler = Callable[
    [bytes, asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]
]

MB = 1024 * 1024
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"


@dataclass
class Site:
    """A server that does just what a test says.

    Attributes:
        heads: Every request head it got.
        gone: Set when a connection has ended.
    """

    port: int
    heads: list[bytes] = field(default_factory=list)
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def pair(self) -> str:
        """For EGRESS_ALLOW."""
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """Its plain address."""
        return f"http://{self.pair}"


def answering(raw: bytes) -> Handler:
    """Send these bytes whatever was asked, then close."""

    async def handle(
        _head: bytes, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        writer.write(raw)
        await writer.drain()

    return handle


async def endless(
    _head: bytes, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    """A body that never ends, as fast as it is taken."""
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        writer.write(b"x" * 65536)
        await writer.drain()


async def silent(
    _head: bytes, reader: asyncio.StreamReader, _writer: asyncio.StreamWriter
) -> None:
    """Take everything, say nothing."""
    while await reader.read(65536):
        pass


@contextlib.asynccontextmanager
async def a_site(
    handler: Handler, *, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Site]:
    """A site on a free port of 127.0.0.1."""
    tasks: set[asyncio.Task[None]] = set()
    writers: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            site.heads.append(head)
            await handler(head, reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            site.gone.set()
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        task = asyncio.create_task(serve(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(accept, "127.0.0.1", 0, ssl=tls)
    site = Site(port=server.sockets[0].getsockname()[1])
    try:
        yield site
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for writer in writers:
            writer.transport.abort()
        await asyncio.sleep(0.01)  # transports close in the loop's next rounds


@contextlib.asynccontextmanager
async def guarded(
    handler: Handler,
    *,
    tls: ssl.SSLContext | None = None,
    max_bytes: int = MB,
    deadline: float | None = None,
    **guard: Any,
) -> AsyncIterator[tuple[Site, EgressSession]]:
    """A site that the guard exempts, and a session to reach it by."""
    async with a_site(handler, tls=tls) as site:
        allowed = EgressGuard(allow=[site.pair], **guard)
        async with allowed.session(max_bytes=max_bytes, deadline=deadline) as session:
            yield site, session


class Names:
    """A resolver that answers each name with one list after the other.

    Attributes:
        asked: The names in the order they were asked for.
    """

    def __init__(self, **answers: Sequence[str]) -> None:
        self._answers = {
            name.replace("_", "."): [
                [ip_address(text) for text in answer.split()] for answer in rows
            ]
            for name, rows in answers.items()
        }
        self.asked: list[str] = []

    async def __call__(self, name: str) -> Sequence[Address]:
        self.asked.append(name)
        rows = self._answers.get(name)
        if not rows:
            raise OSError("no such name")
        return rows.pop(0) if len(rows) > 1 else rows[0]
