"""The queue, for those who ask and watch: the bot and the command line."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import override

import structlog
from kombu.exceptions import OperationalError

from bossbot.adapters.ledger import Desk, Intake, Scripts, Sending, connect
from bossbot.dispatch import Dispatcher, sender
from bossbot.models import Request
from bossbot.pipeline.ports import LedgerAwayError
from bossbot.queue.timing import RECONCILE_EVERY
from bossbot.settings import Settings

log = structlog.get_logger(__name__)


class QueueClient(Intake):
    """The ledger's intake, and the messages that follow from what it takes in."""

    def __init__(self, scripts: Scripts, desk: Desk, dispatcher: Dispatcher) -> None:
        super().__init__(scripts)
        self.client = scripts.client
        self._desk = desk
        self._dispatcher = dispatcher

    @override
    async def enqueue(self, download_id: str, request: Request) -> bool:
        """Put a download among the waiting and let it start where there is room."""
        added = await super().enqueue(download_id, request)
        await self.admit()
        return added

    async def end(self, download_id: str, *, by: str) -> None:
        """Cancel a download and have its host clean up."""
        cleanup = await self.cancel(download_id, by=by)
        await self._send([cleanup] if cleanup else [])
        await self.admit()

    async def admit(self) -> None:
        """Hand out free slots."""
        await self._send(await self._desk.admit())

    async def reconcile(self) -> None:
        """One pass of the reconciler."""
        await self._send(await self._desk.reconcile())
        await self.admit()

    async def keep_reconciling(self) -> None:
        """Reconcile for as long as this runs; an absent Redis is waited for."""
        while True:
            try:
                await self.reconcile()
            except LedgerAwayError as error:
                log.warning("not reconciled", reason=str(error))
            except Exception:
                log.exception("not reconciled")
            await asyncio.sleep(RECONCILE_EVERY)

    async def _send(self, sendings: Sequence[Sending]) -> None:
        if not sendings:
            return
        try:
            await asyncio.to_thread(self._dispatcher.send, sendings)
        except OperationalError as error:
            # The ledger has it: begin deadlines pass, and the reconciler sends again.
            log.warning("not sent", reason=type(error).__name__)


@asynccontextmanager
async def connected(settings: Settings) -> AsyncIterator[QueueClient]:
    """The queue, with the reconciler ticking beside whoever uses it.

    Raises:
        SettingsError: No Redis is configured.
    """
    url = settings.require_redis_url()
    broker = settings.broker_url
    app = sender(broker.get_secret_value() if broker else url)
    scripts = Scripts(connect(url))
    desk = Desk(scripts, max_running=settings.max_concurrent_downloads)
    client = QueueClient(scripts, desk, Dispatcher(app))
    ticking = asyncio.create_task(client.keep_reconciling())
    try:
        yield client
    finally:
        ticking.cancel()
        with suppress(asyncio.CancelledError):
            await ticking
        await scripts.client.aclose()
        app.close()
