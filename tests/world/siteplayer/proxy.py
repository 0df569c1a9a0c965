"""The way in: a proxy that leads every host and port to the player."""

from __future__ import annotations

import asyncio
import contextlib

UNREACHABLE = "dead.playedback.org"
"""The proxy says 502 for this host, as for one that doesn't answer."""


class Proxy:
    """CONNECT goes to the player's TLS port (80: the plain one), the rest to plain.

    Attributes:
        targets: Every `host:port` that was asked for by CONNECT, in order.
        sent: Bytes that went to visitors, TLS included.
    """

    def __init__(self, *, plain_port: int, tls_port: int) -> None:
        self._plain_port = plain_port
        self._tls_port = tls_port
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self.targets: list[str] = []
        self.sent = 0

    async def open(self, port: int = 0) -> int:
        """Listen on loopback; returns the port."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", port)
        return int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        """Stop listening and cut every connection."""
        if self._server is not None:
            self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        # Only `close` cancels, and asyncio logs a handler that lets that out.
        with contextlib.suppress(
            OSError, asyncio.IncompleteReadError, asyncio.CancelledError
        ):
            await self._lead(reader, writer)
        await _shut(writer)

    async def _lead(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        method, target, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
        if method != "CONNECT":
            await self._join(reader, writer, self._plain_port, head)
            return
        self.targets.append(target)
        host, _, port = target.rpartition(":")
        if host == UNREACHABLE:
            writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
            await writer.drain()
            return
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        inner = self._plain_port if port == "80" else self._tls_port
        await self._join(reader, writer, inner, b"")

    async def _join(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        port: int,
        head: bytes,
    ) -> None:
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", port)
        inner_writer.write(head)
        pumps = [
            asyncio.ensure_future(_pump(reader, inner_writer)),
            asyncio.ensure_future(self._answer(inner_reader, writer)),
        ]
        try:
            # Either end closing ends both: no site here half-closes.
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)
            await _shut(inner_writer)

    async def _answer(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        while data := await reader.read(65536):
            self.sent += len(data)
            writer.write(data)
            await writer.drain()


async def _shut(writer: asyncio.StreamWriter) -> None:
    writer.close()
    try:
        await asyncio.wait_for(writer.wait_closed(), 2)
    except OSError:  # TimeoutError is one: the peer reads no more
        writer.transport.abort()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
