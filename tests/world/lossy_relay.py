"""A TCP front of a server on a unix socket that breaks connections at random.

In the middle of a request or of an answer: the client can't know what was done.
"""

from __future__ import annotations

import asyncio
import random
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_RESET = struct.pack("ii", 1, 0)


@contextmanager
def lossy_relay(socket_path: Path, *, seed: int = 1) -> Iterator[LossyRelay]:
    """Relay connections from a port on 127.0.0.1, in a thread of its own."""
    relay = LossyRelay(socket_path, seed)
    thread = threading.Thread(target=lambda: asyncio.run(relay.run()))
    thread.start()
    assert relay.ready.wait(10)
    try:
        yield relay
    finally:
        relay.end()
        thread.join(10)


class LossyRelay:
    """The relay; lossless until `loss` is set.

    Attributes:
        loss: How likely a piece of traffic ends its connection, 0 to 1.
        broken: How many connections it has broken.
    """

    def __init__(self, path: Path, seed: int) -> None:
        self.ready = threading.Event()
        self.loss = 0.0
        self.broken = 0
        self._random = random.Random(seed)
        self._path = path
        self._port = 0
        self._loop: asyncio.AbstractEventLoop
        self._over: asyncio.Event

    @property
    def url(self) -> str:
        """For redis-py and kombu."""
        return f"redis://127.0.0.1:{self._port}/0"

    async def run(self) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self._port = server.sockets[0].getsockname()[1]
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
        try:
            behind, ahead = await asyncio.open_unix_connection(self._path)
        except OSError:
            writer.transport.abort()
            return
        both = [
            asyncio.create_task(self._copy(reader, ahead)),
            asyncio.create_task(self._copy(behind, writer)),
        ]
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in both:
                task.cancel()
            # Reset, not closed: what is under way is lost.
            front = writer.get_extra_info("socket")
            with suppress(OSError):
                front.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            for one in (writer, ahead):
                one.transport.abort()

    async def _copy(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        with suppress(OSError):
            while part := await reader.read(65536):
                if self._random.random() < self.loss:
                    self.broken += 1
                    writer.write(part[: self._random.randrange(len(part))])
                    return
                writer.write(part)
                await writer.drain()
