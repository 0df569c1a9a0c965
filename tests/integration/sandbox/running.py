"""A job that lingers with its grandchildren, and who works where."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bossbot.adapters.sandbox import JobSpec, Sandbox, Started
from bossbot.sandbox import procfs


def of_directory(directory: str) -> list[int]:
    """The processes at work in a directory."""
    found = []
    for process in procfs.everyone():
        try:
            if str(Path(f"/proc/{process.pid}/cwd").readlink()) == directory:
                found.append(process.pid)
        except OSError:
            continue
    return found


async def gone(directory: str) -> None:
    """Wait until nobody works in the directory."""
    async with asyncio.timeout(10):
        while of_directory(directory):
            await asyncio.sleep(0.02)


class Running:
    """A job that lingers, seen to have started its grandchildren."""

    def __init__(self, sandbox: Sandbox, spec: JobSpec) -> None:
        self.directory = spec.directory
        self.started: list[Started] = []
        self._busy = asyncio.Event()
        self.task = asyncio.ensure_future(
            sandbox.run(
                spec,
                on_progress=lambda _: self._busy.set(),
                on_started=self.started.append,
            )
        )

    async def busy(self) -> None:
        """Wait for the job and both of its children to be at work."""
        async with asyncio.timeout(20):
            await self._busy.wait()
            while len(of_directory(self.directory)) < 3:
                await asyncio.sleep(0.02)
