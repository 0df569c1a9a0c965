"""Everything on one machine: server, worker, beat, Flower and bot."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final

from bossbot.adapters.embedded import EmbeddedServer, data_directory
from bossbot.local import programs
from bossbot.local.descendants import Descendants
from bossbot.local.environment import environment
from bossbot.local.flower import FlowerPlace
from bossbot.local.keeping import Keeper
from bossbot.local.process import Output
from bossbot.local.server import keep_server
from bossbot.settings import Settings

_MOST_SECONDS: Final = 8.5
"""For stopping all but the server; within 10 s nothing is left."""
_SERVER_PATIENCE: Final = 1.0
_LAST_PATIENCE: Final = 0.2


def embedded_server(settings: Settings) -> EmbeddedServer | None:
    """The server on the storage root; None where `REDIS_URL` names another."""
    if settings.redis_url is not None:
        return None
    data = data_directory(settings.storage_root.expanduser().absolute())
    return EmbeddedServer(data_dir=data)


def all_programs(
    settings: Settings, flower: FlowerPlace, *, with_bot: bool, **changes: object
) -> list[programs.Program]:
    """What runs beside the server, in the order in which it is stopped.

    Args:
        settings: Of this process.
        flower: Where Flower goes.
        with_bot: Whether the bot belongs to it.
        changes: Settings that are others for them.
    """
    told = environment(settings, storage_root=settings.storage_root, **changes)
    schedule = settings.storage_root.expanduser().absolute() / "beat-schedule"
    bot = [programs.bot(told, patience=2.0)] if with_bot else []
    return [
        *bot,
        programs.beat(told, schedule=schedule, patience=1.5),
        programs.flower({**told, **flower.variables}, patience=1.5),
        # It gives back what it does: that goes on after the next start.
        programs.worker(told, patience=8.0),
    ]


async def run_whole(
    server: EmbeddedServer | None,
    wanted: Sequence[programs.Program],
    *,
    output: Output,
    stop: asyncio.Event,
) -> None:
    """Keep everything running until `stop` is set; then nothing is left.

    Args:
        server: Started; it is stopped last.
        wanted: In the order in which they are to be stopped.
        output: Takes what they write.
        stop: Says when.

    Raises:
        EnvironmentProblem: One of them can't run here; everything was stopped.
    """
    descendants = Descendants()
    keepers = [Keeper(program, output) for program in wanted]
    # Started the other way round: who is asked first stands last.
    runs = [asyncio.ensure_future(keeper.run()) for keeper in reversed(keepers)]
    if server is not None:
        runs.append(asyncio.ensure_future(keep_server(server)))
    stopping: asyncio.Future[Any] = asyncio.ensure_future(stop.wait())
    try:
        ended, _ = await asyncio.wait(
            {*runs, stopping}, return_when=asyncio.FIRST_COMPLETED
        )
        for one in ended:
            one.result()
    finally:
        await _stop(keepers)
        for run in (*runs, stopping):
            run.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await run
        if server is not None:
            server.stop(timeout=_SERVER_PATIENCE)
        await descendants.end(_LAST_PATIENCE)


async def _stop(keepers: Sequence[Keeper]) -> None:
    """One after the other, each with what time is left for it."""
    now = asyncio.get_running_loop().time
    deadline = now() + _MOST_SECONDS
    for keeper in keepers:
        await keeper.stop(max(0.0, deadline - now()))
