"""A proxy that asks for a password, before another one: who comes through knows it."""

from __future__ import annotations

import asyncio
import base64
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_CHALLENGE = (
    b"HTTP/1.1 407 Proxy Authentication Required\r\n"
    b'Proxy-Authenticate: Basic realm="harbour"\r\nContent-Length: 0\r\n\r\n'
)


@dataclass
class Doorkeeper:
    """Use it as an async context manager, within the loop of the test.

    Attributes:
        behind: The URL of the proxy that it leads to.
        password: Without it nobody passes.
        refused: How many came without.
        targets: What the others asked for: `host:port`, or a whole URL without TLS.
    """

    behind: str
    password: str = "hunter2-at-the-door"
    refused: int = 0
    targets: list[str] = field(default_factory=list)
    _server: asyncio.Server | None = None
    _serving: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def url(self) -> str:
        """For the code under test, with the password in it."""
        assert self._server is not None
        port = self._server.sockets[0].getsockname()[1]
        return f"http://guard:{self.password}@127.0.0.1:{port}"

    async def __aenter__(self) -> Doorkeeper:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)

    def _accept(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        task = asyncio.ensure_future(self._serve(reader, writer))
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            secret = base64.b64encode(f"guard:{self.password}".encode())
            if b"Proxy-Authorization: Basic " + secret not in head:
                self.refused += 1
                writer.write(_CHALLENGE)
                await writer.drain()
                return
            self.targets.append(head.split(b" ", 2)[1].decode())
            where = urlsplit(self.behind)
            inner = await asyncio.open_connection(where.hostname, where.port)
            try:
                inner[1].write(head)
                await _between((reader, writer), inner)
            finally:
                inner[1].close()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


type Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _between(one: Ends, other: Ends) -> None:
    pumps = [
        asyncio.ensure_future(_pump(one[0], other[1])),
        asyncio.ensure_future(_pump(other[0], one[1])),
    ]
    try:
        await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for pump in pumps:
            pump.cancel()
        await asyncio.gather(*pumps, return_exceptions=True)


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
