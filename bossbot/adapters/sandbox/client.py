"""Runs one job in the zygote's care and stays with it to its end."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import Any, Final

from bossbot.adapters.sandbox.channel import RESULT_LIMIT, OnProgress, Outcome, listen
from bossbot.adapters.sandbox.connection import Connection, OnStarted
from bossbot.adapters.sandbox.errors import JobCrashedError
from bossbot.errors import BossBotError
from bossbot.sandbox.protocol import EXEC, EXEC_FAILED, SETUP_FAILED, Exit, JobSpec

PATIENCE: Final = 10.0
"""Seconds for a zygote that was killed to be back: the worker looks every 2 s."""

type Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


def _unheard(_: object) -> None:
    pass


class Sandbox:
    """The client of one zygote; many jobs may run at once.

    Args:
        path: The zygote's socket.
        patience: Seconds to wait for a zygote that is just being restarted.
    """

    def __init__(self, path: Path, *, patience: float = PATIENCE) -> None:
        self._path = path
        self._patience = patience

    async def run(
        self,
        spec: JobSpec,
        *,
        on_progress: OnProgress = _unheard,
        on_started: OnStarted = _unheard,
    ) -> Any:
        """Run a job to its end; when this returns or raises, none of it is left.

        Cancelling kills the job's process group, grandchildren included, and lets
        the cancellation through once they are gone.

        Args:
            spec: What to run.
            on_progress: Told of the job's progress.
            on_started: Told the process, to be found again by a later supervisor;
                from then on the caller may close its copies of the descriptors.

        Returns:
            What the job's function returned; for `exec` the program's `Exit`.

        Raises:
            BossBotError: The job reported it.
            JobCrashedError: It died without a word.
            SandboxUnavailableError: There is no zygote, or it went away.
            Draining: This worker goes away; nothing new is run.
        """
        connection = await Connection.open(self._path, self._patience)
        try:
            if spec.kind == EXEC:
                await connection.send(spec.to_line(), [*spec.descriptors.values()])
                return _of_program(await connection.exit(on_started))
            return await _follow(connection, spec, on_started, on_progress)
        finally:
            await connection.end()


async def _follow(
    connection: Connection,
    spec: JobSpec,
    on_started: OnStarted,
    on_progress: OnProgress,
) -> Any:
    ours, theirs = socket.socketpair()
    with theirs:
        reader, writer = await _open(ours)
        try:
            descriptors = [*spec.descriptors.values(), theirs.fileno()]
            await connection.send(spec.to_line(), descriptors)
        except BaseException:
            writer.close()
            raise
    hearing = asyncio.ensure_future(listen(reader, on_progress))
    waiting = asyncio.ensure_future(connection.exit(on_started))
    try:
        outcome, ended = await asyncio.gather(hearing, waiting)
    finally:
        hearing.cancel()
        waiting.cancel()
        writer.close()
    return _of_job(outcome, ended)


async def _open(sock: socket.socket) -> Streams:
    try:
        return await asyncio.open_unix_connection(sock=sock, limit=RESULT_LIMIT)
    except BaseException:
        sock.close()
        raise


def _of_job(outcome: Outcome, ended: Exit) -> Any:
    match outcome:
        case BossBotError():
            raise outcome
        case (value,):
            return value
        case None:
            raise JobCrashedError.of(ended)


def _of_program(ended: Exit) -> Exit:
    if ended.code in {SETUP_FAILED, EXEC_FAILED}:
        raise JobCrashedError.of(ended)
    return ended
