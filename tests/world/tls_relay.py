"""A TLS front of a server on a unix socket, its certificate signed by nobody known."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import trustme


@contextmanager
def tls_relay(socket: Path) -> Iterator[int]:
    """Relay TLS connections to a socket; gives the port on 127.0.0.1."""
    relay = _Relay(socket)
    thread = threading.Thread(target=lambda: asyncio.run(relay.run()))
    thread.start()
    assert relay.ready.wait(10)
    try:
        yield relay.port
    finally:
        relay.end()
        thread.join(10)


class _Relay:
    def __init__(self, socket: Path) -> None:
        self.ready = threading.Event()
        self.port = 0
        self._socket = socket
        self._loop: asyncio.AbstractEventLoop
        self._over: asyncio.Event

    async def run(self) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        trustme.CA().issue_cert("redis.example").configure_cert(context)
        server = await asyncio.start_server(
            self._connected, "127.0.0.1", 0, ssl=context
        )
        self.port = server.sockets[0].getsockname()[1]
        self.ready.set()
        await self._over.wait()
        server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.sleep(0.05)  # transports are closed by the loop's next turns

    def end(self) -> None:
        self._loop.call_soon_threadsafe(self._over.set)

    async def _connected(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        behind, ahead = await asyncio.open_unix_connection(self._socket)
        both = [
            asyncio.create_task(_copy(reader, ahead)),
            asyncio.create_task(_copy(behind, writer)),
        ]
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in both:
                task.cancel()
            for one in (writer, ahead):
                one.transport.abort()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while part := await reader.read(65536):
            writer.write(part)
            await writer.drain()
