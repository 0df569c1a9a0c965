"""A worker for one command alone, and a server unless `REDIS_URL` names one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final

from pydantic import SecretStr

from bossbot.adapters.disk import Disk
from bossbot.adapters.embedded import EmbeddedServer
from bossbot.local import programs
from bossbot.local.descendants import Descendants
from bossbot.local.environment import environment
from bossbot.local.home import Home, temporary_home
from bossbot.local.keeping import Keeper
from bossbot.local.process import Output
from bossbot.local.server import keep_server
from bossbot.local.shared import require_answer
from bossbot.settings import Settings

_MOST_STARTS: Final = 5
_GOODBYE: Final = 6.0
"""Seconds a worker gets to take its leave of a shared server."""
_LAST_PATIENCE: Final = 7.0
"""Seconds the zygote gets to end its jobs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateDeployment:
    """What runs for us.

    Attributes:
        settings: With the server's URL.
        disk_id: The host that downloads have to be pinned to.
        keeping: Ends only when it can't be kept running, with the reason.
    """

    settings: Settings
    disk_id: str
    home: Home
    keeping: asyncio.Future[list[None]]


@asynccontextmanager
async def private_deployment(
    settings: Settings, *, slots: int, output: Output
) -> AsyncIterator[PrivateDeployment]:
    """Run a worker, and a server for it unless one is configured.

    Args:
        settings: Of the command.
        slots: How many downloads it runs at once.
        output: Takes what the worker writes.

    Raises:
        SettingsError: There is no server (program), or no room to work in.
    """
    require_answer(settings)
    descendants = Descendants()
    with temporary_home(settings) as home:
        server = None if settings.redis_url else _start_server(home)
        try:
            ours = _pointed_at(settings, server)
            shared = server is None
            program = _worker(ours, home, slots=slots, shared=shared)
            worker = Keeper(program, output, most_starts=_MOST_STARTS)
            keepers = [worker.run()] + ([keep_server(server)] if server else [])
            keeping = asyncio.gather(*keepers)
            try:
                await _until_either(worker.started.wait(), keeping)
                disk_id = Disk.open(home.storage).disk_id
                yield PrivateDeployment(
                    settings=ours, disk_id=disk_id, home=home, keeping=keeping
                )
            finally:
                # A private server goes too, so there is nobody to take leave of.
                await worker.stop(_GOODBYE if shared else 0.0)
                keeping.cancel()
                with suppress(asyncio.CancelledError, Exception):
                    await keeping
        finally:
            if server is not None:
                server.stop(timeout=2.0)
            await descendants.end(_LAST_PATIENCE)


def _start_server(home: Home) -> EmbeddedServer:
    server = EmbeddedServer(data_dir=home.data, runtime_dir=home.runtime)
    server.start()
    return server


def _pointed_at(settings: Settings, server: EmbeddedServer | None) -> Settings:
    if server is None:
        return settings
    changes = {"redis_url": SecretStr(server.url), "broker_url": None}
    return settings.model_copy(update=changes)


def _worker(
    settings: Settings, home: Home, *, slots: int, shared: bool
) -> programs.Program:
    # On a shared server the deployment's own bound goes on to hold.
    most = settings.max_concurrent_downloads if shared else slots
    told = environment(
        settings,
        redis_url=settings.redis_url,
        broker_url=settings.broker_url,
        storage_root=home.storage,
        worker_slots=slots,
        max_concurrent_downloads=most,
        canary_urls=(),  # what it sees says nothing of the deployment's hosts
    )
    # The socket of its zygote goes with everything else, whatever kills it.
    told["TMPDIR"] = str(home.scratch)
    return programs.worker(told, patience=_GOODBYE, node=home.path.name)


async def _until_either(
    started: Coroutine[Any, Any, object], keeping: asyncio.Future[list[None]]
) -> None:
    """What the caller imports next would hold up the start."""
    waiting = asyncio.ensure_future(started)
    both: set[asyncio.Future[Any]] = {waiting, keeping}
    await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
