"""Runs the queue beside whoever uses it: slots handed out, what was lost sent again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from typing import Any

import structlog

from bossbot.adapters.ledger import Desk, Sending
from bossbot.dispatch import BrokerAwayError, Dispatcher
from bossbot.pipeline.ports import LedgerAwayError
from bossbot.queue.timing import RECONCILE_EVERY

log = structlog.get_logger(__name__)


class QueueRunner:
    """Turns what the ledger decides into messages.

    Args:
        desk: Decides.
        dispatcher: Sends.
        runs: Whether slots are handed out here; a bystander leaves that to others.
    """

    def __init__(self, desk: Desk, dispatcher: Dispatcher, *, runs: bool) -> None:
        self._desk = desk
        self._dispatcher = dispatcher
        self._runs = runs
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Something waits, or a slot is free: look soon, once for all who say so."""
        self._woken.set()

    async def run(self) -> None:
        """Hand out slots and reconcile for ever; an absent Redis is waited for."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._keep_admitting())
            group.create_task(self._keep_reconciling())

    async def admit(self) -> None:
        """Hand out free slots."""
        if self._runs:
            await self.send(await self._desk.admit())

    async def send(self, sendings: Sequence[Sending]) -> None:
        """Send what was decided; what isn't taken is sent again by the reconciler."""
        if not sendings:
            return
        try:
            await asyncio.to_thread(self._dispatcher.send, sendings)
        except BrokerAwayError as error:
            log.warning("not sent", reason=str(error))

    async def clean(self, hosts: Iterable[str], kinds: Iterable[str]) -> None:
        """Have hosts run cleanups now.

        Raises:
            BrokerAwayError: Nobody could be told.
        """
        await asyncio.to_thread(self._dispatcher.clean, hosts, kinds)

    async def _reconcile(self) -> None:
        await self.send(await self._desk.reconcile())
        await self.admit()

    async def _keep_admitting(self) -> None:
        while True:
            await self._woken.wait()
            self._woken.clear()
            await _survived("slots not handed out", self.admit)

    async def _keep_reconciling(self) -> None:
        while True:
            await _survived("not reconciled", self._reconcile)
            await asyncio.sleep(RECONCILE_EVERY)


async def _survived(what: str, act: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Nothing ends the running; an absent ledger is no accident."""
    try:
        await act()
    except LedgerAwayError as error:
        log.warning(what, reason=str(error))
    except Exception:
        log.exception(what)
