"""One end of a connection: bounded reads, whole writes, two ways to end it.

Plain sockets instead of asyncio's streams: a stream may buffer several hundred
kilobytes a connection, a socket left unread buffers in the kernel alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct
from collections.abc import Callable
from typing import Final

from bossbot.adapters.egress.meter import BUFFER, Meter

MAX_HEAD: Final = 64 * 1024
_RESET: Final = struct.pack("ii", 1, 0)


class WireError(Exception):
    """The other side broke the protocol or left in the middle."""


class Wire:
    """A connected non-blocking TCP socket.

    Args:
        sock: Owned from here on.
        meter: Counts what is received, on the side of the sites.
    """

    def __init__(self, sock: socket.socket, meter: Meter | None = None) -> None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._sock = sock
        self._meter = meter
        self._pending = b""
        self.on_activity: Callable[[], None] = lambda: None

    async def receive(self, size: int = BUFFER) -> bytes:
        """Some bytes, at most `size`; none at the end.

        Raises:
            CapExceeded: The meter is full.
        """
        if self._pending:
            data, self._pending = self._pending[:size], self._pending[size:]
            return data
        if self._meter is None:
            data = await self._read(size)
            await asyncio.sleep(0)  # a socket that is always ready starves the rest
        else:
            data = await self._meter.count(await self._read(self._meter.room(size)))
        self.on_activity()
        return data

    async def send(self, data: bytes) -> None:
        """All of `data`, as fast as the other side takes it."""
        await self._write(data)
        self.on_activity()

    def unread(self, data: bytes) -> None:
        """Give back what belongs to the next message."""
        self._pending = data + self._pending

    async def read_head(self) -> bytes:
        """The lines up to an empty one, without it; nothing at a clean end.

        Raises:
            WireError: Too long, or cut off.
        """
        head = bytearray()
        while True:
            data = await self.receive()
            if not data and not head:
                return b""
            if not data:
                raise WireError("cut off in the head")
            start = max(len(head) - 3, 0)
            head += data
            found = [
                end + len(mark)
                for mark in (b"\r\n\r\n", b"\n\n", b"\n\r\n")
                if (end := head.find(mark, start)) >= 0
            ]
            if found:
                self.unread(bytes(head[min(found) :]))
                head = head[: min(found)]
            if len(head) > MAX_HEAD:
                raise WireError("a head without end")
            if found:
                return bytes(head)

    async def _read(self, size: int) -> bytes:
        return await asyncio.get_running_loop().sock_recv(self._sock, size)

    async def _write(self, data: bytes) -> None:
        await asyncio.get_running_loop().sock_sendall(self._sock, data)

    def finish(self) -> None:
        """Say that nothing more comes; the other direction stays open."""
        with contextlib.suppress(OSError):
            self._sock.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """End it in order."""
        self._sock.close()

    def abort(self) -> None:
        """End it with a reset, so that nobody takes what came for the whole."""
        with contextlib.suppress(OSError):
            self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self.close()


class TlsWire(Wire):
    """The same over TLS, to an upstream proxy that wants it."""

    def __init__(
        self,
        sock: socket.socket,
        meter: Meter,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        super().__init__(sock, meter)
        self._reader = reader
        self._writer = writer

    @classmethod
    async def open(
        cls, sock: socket.socket, meter: Meter, *, context: ssl.SSLContext, name: str
    ) -> TlsWire:
        """Shake hands over a connected socket, which is closed if that fails."""
        try:
            reader, writer = await asyncio.open_connection(
                sock=sock, ssl=context, server_hostname=name, limit=BUFFER
            )
        except BaseException:
            sock.close()
            raise
        return cls(sock, meter, reader, writer)

    async def _read(self, size: int) -> bytes:
        return await self._reader.read(size)

    async def _write(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    def finish(self) -> None:
        """TLS has no half-closed state that peers agree on: nothing to do."""

    def close(self) -> None:
        """End it at once: what was written has been drained already."""
        self._writer.transport.abort()
