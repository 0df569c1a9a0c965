"""The queue, for those who ask and watch: the bot and the command line."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog

from bossbot.adapters.ledger import (
    Controls,
    Desk,
    Intake,
    Overview,
    Scripts,
    connect,
    live_hosts,
)
from bossbot.bootstrap.running import QueueRunner
from bossbot.dispatch import BrokerAwayError, Dispatcher, sender
from bossbot.errors import QueueFullError
from bossbot.models import Change, Request, Taken
from bossbot.pipeline.ports import LedgerAwayError
from bossbot.settings import Settings

log = structlog.get_logger(__name__)


class QueueClient(Overview):
    """The ledger as people use it, with the messages that follow from what they do.

    Controls raise `NotPossibleError`; without Redis everything raises
    `LedgerAwayError`.
    """

    def __init__(
        self, settings: Settings, scripts: Scripts, runner: QueueRunner
    ) -> None:
        self._runner = runner
        at_once = settings.max_concurrent_downloads
        waiting = settings.max_queue_size
        super().__init__(scripts, max_running=at_once)
        self.client = scripts.client
        self._intake = Intake(scripts, max_waiting=waiting)
        self._controls = Controls(scripts, max_waiting=waiting)
        # Small things that need no message.
        self.set_status_message = self._controls.set_status_message
        self.set_bookmark = self._controls.set_bookmark
        self.stop_intake = self._controls.stop_intake
        self.start_intake = self._controls.start_intake
        self.set_level = self._controls.set_level

    async def enqueue(self, download_id: str, request: Request) -> Taken:
        """Put a download among the waiting and let it start where there is room.

        Raises:
            QueueFullError: So many wait in this server already; says for how long.
            DailyLimitError: The user asked for all they may today.
            IntakeStoppedError: An operator takes nothing in for now.
        """
        try:
            taken = await self._intake.enqueue(download_id, request)
        except QueueFullError as full:
            raise await self._with_wait(full, request.guild) from None
        self._runner.wake()
        return taken

    async def cancel(self, download_id: str, *, by: str) -> None:
        """End what was asked for under this id, and have its host clean up."""
        cleanup = await self._controls.cancel(download_id, by=by)
        await self._runner.send([cleanup] if cleanup else [])
        log.info("cancelled", download=download_id, by=by)
        self._runner.wake()

    async def pause(self, download_id: str, *, by: str) -> None:
        """Put a download aside; what has its slot is told by its lease."""
        await self._controls.pause(download_id)
        log.info("paused", download=download_id, by=by)
        self._runner.wake()

    async def resume(self, download_id: str, *, by: str) -> None:
        """Queue a paused download again, at the age it has."""
        await self._controls.resume(download_id)
        log.info("resumed", download=download_id, by=by)
        self._runner.wake()

    async def retry(
        self, download_id: str, *, by: str, change: Change | None = None
    ) -> None:
        """Try a failed download again; with a change, where it was too large.

        Raises:
            QueueFullError: So many wait in its server already.
        """
        await self._controls.retry(download_id, change=change)
        log.info("to be tried again", download=download_id, by=by, change=change)
        self._runner.wake()

    async def clear(self, guild: str, *, by: str) -> tuple[str, ...]:
        """End all that waits in a server; the ids that ended."""
        ids, cleanups = await self._controls.clear(guild, by=by)
        await self._runner.send(cleanups)
        log.info("queue cleared", guild=guild, by=by, count=len(ids))
        self._runner.wake()
        return ids

    async def clean_up(self, *, by: str) -> int:
        """Have every live host run its temp and main cleanups now; how many there are.

        Raises:
            LedgerAwayError: Nobody could be told.
        """
        hosts = [host.disk_id for host in await live_hosts(self.client)]
        try:
            await self._runner.clean(hosts, ("temp", "main"))
        except BrokerAwayError as error:
            raise LedgerAwayError(str(error)) from error
        log.info("cleanup asked for", by=by, hosts=len(hosts))
        return len(hosts)

    async def admit(self) -> None:
        """Hand out free slots now; a bystander leaves that to those who run it."""
        await self._runner.admit()

    async def _with_wait(self, full: QueueFullError, guild: str) -> QueueFullError:
        wait = await self.room_in(guild)
        known = {} if wait is None else {"wait_seconds": round(wait)}
        return QueueFullError(**full.data, **known)


@asynccontextmanager
async def connected(
    settings: Settings, *, runs: bool = True
) -> AsyncIterator[QueueClient]:
    """The queue.

    Args:
        settings: Of this process.
        runs: Whether this process helps to run it: a reconciler ticks beside whoever
            uses it, and slots are handed out. A shell doesn't, for it need not know
            how many downloads the deployment runs at once.

    Raises:
        SettingsError: No Redis is configured.
    """
    url = settings.require_redis_url()
    broker = settings.broker_url
    app = sender(broker.get_secret_value() if broker else url)
    scripts = Scripts(connect(url))
    desk = Desk(scripts, max_running=settings.max_concurrent_downloads)
    runner = QueueRunner(desk, Dispatcher(app), runs=runs)
    client = QueueClient(settings, scripts, runner)
    ticking = asyncio.create_task(runner.run()) if runs else None
    try:
        yield client
    finally:
        if ticking is not None:
            ticking.cancel()
            with suppress(asyncio.CancelledError):
                await ticking
        await scripts.client.aclose()
        app.close()
