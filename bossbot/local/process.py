"""One process of a deployment, tied to us, in a session of its own."""

from __future__ import annotations

import asyncio
import os
import signal
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from bossbot.adapters.embedded.tether import tied
from bossbot.local.environment import DIRECTORY
from bossbot.local.programs import Program

type Output = Callable[[str, str], None]
"""Takes a program's name and one line of what it wrote."""

_LINES_KEPT: Final = 20
_LONGEST_LINE: Final = 64 * 1024


class Process:
    """A running program; dies with us, whatever ends us.

    Ctrl-C in the terminal doesn't reach it: we stop it when its turn comes. Make it in
    the main thread, whose end Linux takes for ours.
    """

    def __init__(
        self, program: Program, process: asyncio.subprocess.Process, output: Output
    ) -> None:
        self.program = program
        self.pid = process.pid
        self._process = process
        self._last: deque[str] = deque(maxlen=_LINES_KEPT)
        self._reading = asyncio.create_task(self._read(output))

    @classmethod
    async def start(cls, program: Program, output: Output) -> Process:
        """Start it; what it writes goes to `output`, line by line.

        Raises:
            OSError: The machine has no room for another process.
        """
        command, by_pipe = tied(list(program.command), signal.SIGKILL)
        pipe, null = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=DIRECTORY,
            env=dict(program.environment),
            stdin=pipe if by_pipe else null,
            stdout=pipe,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
        )
        return cls(program, process, output)

    @property
    def last_words(self) -> str:
        """The last line it wrote."""
        return next((line for line in reversed(self._last) if line.strip()), "")

    @property
    def tail(self) -> str:
        """The last lines it wrote."""
        return "\n".join(self._last)

    async def wait(self) -> int:
        """Wait for its end; its exit code, negative for a signal."""
        code = await self._process.wait()
        # A grandchild may hold the pipe open.
        await asyncio.wait({self._reading}, timeout=0.5)
        self._reading.cancel()
        return code

    async def stop(self, patience: float) -> None:
        """SIGTERM, and SIGKILL for it and its group where that takes too long."""
        with suppress(ProcessLookupError):
            self._process.terminate()
        try:
            async with asyncio.timeout(patience):
                await self._process.wait()
        except TimeoutError:
            self.kill()
        await self.wait()

    def kill(self) -> None:
        """SIGKILL for it and its group."""
        with suppress(ProcessLookupError):
            if self._process.returncode is None:
                os.killpg(self.pid, signal.SIGKILL)

    async def _read(self, output: Output) -> None:
        assert self._process.stdout is not None
        rest = b""
        while chunk := await self._process.stdout.read(_LONGEST_LINE):
            *lines, rest = (rest + chunk).split(b"\n")
            if len(rest) > _LONGEST_LINE:
                lines, rest = [*lines, rest], b""
            for line in lines:
                self._take(line, output)
        if rest:
            self._take(rest, output)

    def _take(self, line: bytes, output: Output) -> None:
        text = line.decode("utf-8", "replace").rstrip("\r")
        self._last.append(text)
        output(self.program.name, text)
