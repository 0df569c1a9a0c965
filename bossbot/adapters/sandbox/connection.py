"""One connection to the zygote: hand a job over, hear of its start and its end."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, Self

from bossbot.adapters.sandbox.errors import SandboxUnavailableError
from bossbot.adapters.sandbox.groups import end_group
from bossbot.pipeline.ports import Draining
from bossbot.sandbox.protocol import Exit, Started

EXIT_PATIENCE: Final = 15.0
"""Seconds to wait for the end of a killed group before giving up on it."""
_RETRY: Final = 0.1

type OnStarted = Callable[[Started], None]


class Connection:
    """Carries the zygote's words on one job; see `bossbot.sandbox.protocol`."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._started: Started | None = None
        self._ended = False

    @classmethod
    async def open(cls, path: Path, patience: float) -> Self:
        """Connect; while the zygote is being restarted, wait.

        Raises:
            SandboxUnavailableError: None came up in so many seconds.
        """
        clock = asyncio.get_running_loop().time
        deadline = clock() + patience
        while True:
            try:
                return cls(*await asyncio.open_unix_connection(path))
            except (FileNotFoundError, ConnectionError, BlockingIOError):
                if clock() > deadline:
                    raise SandboxUnavailableError(reason="no zygote") from None
            await asyncio.sleep(_RETRY)

    async def send(self, line: bytes, descriptors: Sequence[int]) -> None:
        """Send a request; the descriptors travel with its first bytes."""
        sent = 0
        with suppress(OSError):  # why, the zygote says itself, or is gone
            if descriptors:
                # The transport can't send them; its buffer is empty, so these
                # bytes come first.
                with self._writer.get_extra_info("socket").dup() as plain:
                    sent = socket.send_fds(plain, [line], descriptors)
            self._writer.write(line[sent:])
            await self._writer.drain()

    async def exit(self, on_started: OnStarted) -> Exit:
        """Wait for the end of the job's whole process group.

        Raises:
            Draining: The zygote takes no more jobs: its worker is going away.
            SandboxUnavailableError: It refused it for another reason, or is gone.
        """
        with suppress(ConnectionError):
            while line := await self._reader.readline():
                event = json.loads(line)
                match event.pop("event"):
                    case "started":
                        self._started = Started(**event)
                        on_started(self._started)
                    case "exit":
                        self._ended = True
                        return Exit(**event)
                    case "refused":
                        self._ended = True
                        if event["reason"] == "draining":
                            raise Draining
                        raise SandboxUnavailableError(reason=event["reason"])
        raise SandboxUnavailableError(reason="lost")

    async def end(self) -> None:
        """Have the job killed, if it still runs, and wait until it is gone.

        Being cancelled meanwhile changes nothing: whoever releases the lock on the
        job's directory next relies on nobody writing there any more.
        """
        waiting = asyncio.ensure_future(self._end())
        cancelled = False
        while not waiting.done():
            try:
                await asyncio.wait({waiting})
            except asyncio.CancelledError:
                cancelled = True
        waiting.result()
        if cancelled:
            raise asyncio.CancelledError

    async def _end(self) -> None:
        try:
            if not self._ended:
                with suppress(OSError, RuntimeError):
                    self._writer.write_eof()
                with suppress(SandboxUnavailableError, Draining, TimeoutError):
                    async with asyncio.timeout(EXIT_PATIENCE):
                        await self.exit(lambda _: None)
            if not self._ended and self._started is not None:
                # The zygote was killed: its jobs died with it, not what they started.
                pid, start_time = self._started.pid, self._started.start_time
                await end_group(pid, start_time, EXIT_PATIENCE)
        finally:
            self._writer.close()
            with suppress(OSError):
                await self._writer.wait_closed()
