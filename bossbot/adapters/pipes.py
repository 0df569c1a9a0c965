"""Reading what a sandboxed program writes, without trusting it to stop."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

_CHUNK = 8192

type Hear = Callable[[bytes], None]


class Tail:
    """The last bytes of a stream, for the log."""

    def __init__(self, size: int = 2000) -> None:
        self._size = size
        self.text = b""

    def __call__(self, chunk: bytes) -> None:
        """Keep the end of it."""
        self.text = (self.text + chunk)[-self._size :]


class Lines:
    """Cuts a stream into lines; one without end is dropped."""

    _LONGEST = 4096

    def __init__(self, hear: Hear) -> None:
        self._hear = hear
        self._rest = b""

    def __call__(self, chunk: bytes) -> None:
        """Pass the whole lines on."""
        *lines, rest = (self._rest + chunk).split(b"\n")
        self._rest = rest[-self._LONGEST :]
        for line in lines:
            self._hear(line)


@dataclass(frozen=True, slots=True)
class WritingEnd:
    """The end of a pipe that a program is to get."""

    end: int
    close: Callable[[], None]
    """Closes our copy of it: to be called once the program has its own."""


@asynccontextmanager
async def drained(hear: Hear) -> AsyncIterator[WritingEnd]:
    """A pipe whose every byte goes to `hear`.

    On leaving, what is still in it is heard; by then the program must have ended.
    """
    reading, writing = os.pipe()  # not inherited: Python's default
    open_ends = [writing]

    def close() -> None:
        while open_ends:
            os.close(open_ends.pop())

    reader = asyncio.StreamReader()
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(reading, "rb", 0)
    )
    hearing = asyncio.ensure_future(_listen(reader, hear))
    try:
        yield WritingEnd(writing, close)
    finally:
        close()
        await asyncio.wait({hearing}, timeout=1)
        hearing.cancel()
        transport.close()


async def _listen(reader: asyncio.StreamReader, hear: Hear) -> None:
    while chunk := await reader.read(_CHUNK):
        hear(chunk)
