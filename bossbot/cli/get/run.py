"""Runs an order on a private deployment, until all has ended or someone stops it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from bossbot.cli.get.display import Display
from bossbot.cli.get.follow import Following
from bossbot.cli.get.order import Order
from bossbot.cli.get.result import Emit
from bossbot.errors import NotPossibleError
from bossbot.local.private import PrivateDeployment, private_deployment
from bossbot.local.process import Output
from bossbot.local.signals import stop_signals
from bossbot.pipeline.ports import LedgerAwayError
from bossbot.settings import Settings

if TYPE_CHECKING:
    from bossbot.bootstrap import QueueClient

_MOST_SLOTS: Final = 5
_CANCEL_PATIENCE: Final = 3.0
"""Seconds a cancelled download gets to stop and clean up."""
_READY_POLL: Final = 0.05


class Interrupted(Exception):
    """Someone stopped it; what was under way has been cancelled."""


async def run(
    order: Order, settings: Settings, *, display: Display, emit: Emit, output: Output
) -> None:
    """Carry the order out.

    Args:
        order: What is wanted.
        settings: Of this process.
        display: Shown how it is getting on.
        emit: Gets each result, as it is known.
        output: Takes what the worker writes.

    Raises:
        Interrupted: By Ctrl-C or its like; all results were emitted.
        EnvironmentProblem: Server or worker can't be kept running.
        SettingsError: The same, found at the start.
    """
    slots = min(_MOST_SLOTS, len(order.wanted), settings.worker_slots)
    with stop_signals() as stop:
        async with private_deployment(settings, slots=slots, output=output) as ours:
            ours.home.note_delivery(order.directory, [w.id for w in order.wanted])
            # Late: the worker starts meanwhile.
            from bossbot.bootstrap.client import connected

            async with connected(ours.settings) as queue:
                carrying = _Carrying(order, ours, queue, display, emit)
                await carrying.out(stop)


class _Carrying:
    def __init__(
        self,
        order: Order,
        ours: PrivateDeployment,
        queue: QueueClient,
        display: Display,
        emit: Emit,
    ) -> None:
        self._ours = ours
        self._queue = queue
        self._display = display
        self._emit = emit
        requests = {
            wanted: order.request(wanted, ours.settings, pin=ours.disk_id)
            for wanted in order.wanted
        }
        self._following = Following(queue, requests)

    async def out(self, stop: asyncio.Event) -> None:
        forgetting = asyncio.ensure_future(self._forget_abandoned())
        following = asyncio.ensure_future(self._follow())
        ready = asyncio.ensure_future(self._start_when_ready())
        stopped = asyncio.ensure_future(stop.wait())
        try:
            waiting: set[asyncio.Future[Any]] = {following, stopped, self._ours.keeping}
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            if following.done():
                following.result()
                return
            if self._ours.keeping.done():
                self._ours.keeping.result()
            await self._cancel(following)
            raise Interrupted
        finally:
            tasks = (following, ready, stopped, forgetting)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _follow(self) -> None:
        async for result in self._following.results(self._display):
            self._display.end(result)
            self._emit(result)

    async def _forget_abandoned(self) -> None:
        """Nobody is left who would run what a killed one had put into the queue."""
        for download_id in self._ours.home.abandoned:
            with suppress(NotPossibleError):
                await self._queue.cancel(download_id, by="operator")

    async def _start_when_ready(self) -> None:
        """Don't wait for the reconciler's next tick once the worker is there."""
        from bossbot.adapters.ledger import live_hosts

        while True:
            await asyncio.sleep(_READY_POLL)
            hosts = await live_hosts(self._queue.client)
            if any(host.disk_id == self._ours.disk_id for host in hosts):
                return await self._queue.admit()

    async def _cancel(self, following: Awaitable[None]) -> None:
        try:
            async with asyncio.timeout(_CANCEL_PATIENCE):
                await self._following.cancel(by="user")
                await following
        except (TimeoutError, LedgerAwayError):
            for result in self._following.abandon():
                self._emit(result)
