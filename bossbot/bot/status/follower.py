"""Follows the ledger's events, so that every status message tells the truth.

Nothing is kept here that a restart would lose: the messages are rebuilt from the
records, and the stream is read on from where the bot last was.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import structlog

from bossbot.bot.ports import Event, Queue
from bossbot.bot.services.taking import download_ids
from bossbot.bot.status.board import Board
from bossbot.bot.status.editor import Editor, Urgency
from bossbot.models import ENDED, Delivery, DiscordTarget, DownloadRecord, State
from bossbot.pipeline.ports import LedgerAwayError

log = structlog.get_logger(__name__)

PROGRESS_EVERY: Final = 5.0
PAUSE: Final = 1.0
"""After an accident: the ledger may be away for a moment."""


class Follower:
    """Runs as long as the bot; the ledger may come and go meanwhile."""

    def __init__(
        self,
        *,
        queue: Queue,
        board: Board,
        editor: Editor,
        every: float = PROGRESS_EVERY,
    ) -> None:
        self._queue = queue
        self._board = board
        self._editor = editor
        self._every = every
        self._read: str | None = None
        self._saved: str | None = None

    async def run(self) -> None:
        """Follow for ever."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._follow())
            group.create_task(self._tick())

    async def _follow(self) -> None:
        caught_up = False
        while True:
            with _survived("downloads not followed"):
                if not caught_up:
                    await self._catch_up()
                    caught_up = True
                async for event in self._queue.events(self._read or "0-0"):
                    await self._happened(event)
            await asyncio.sleep(PAUSE)

    async def _catch_up(self) -> None:
        """Take over the messages of the bot that ran before."""
        last = await self._queue.last_event()
        self._read = await self._queue.bookmark() or last
        for download_id in await self._queue.unfinished():
            record = await self._queue.record(download_id)
            for delivery in record.owed if record else ():
                if self._board.of(delivery.id) is None:
                    await self._adopt(delivery, Urgency.STAGE)

    async def _happened(self, event: Event) -> None:
        urgency = Urgency.POSITION if event.state == State.QUEUED else Urgency.STAGE
        with _noted(event.id):
            record = await self._queue.record(event.id)
            if record is not None:
                for delivery in record.deliveries:
                    with _noted(delivery.id):  # the others are told all the same
                        await self._show(record, delivery, urgency)
        self._read = event.stream_id

    async def _show(
        self, record: DownloadRecord, delivery: Delivery, urgency: Urgency
    ) -> None:
        """Bring the message of one requester up to date; there may be none yet."""
        over = (delivery.state or record.state) in ENDED
        status = self._board.of(delivery.id)
        if status is not None:
            await self._board.refresh(status, urgency)
        elif not self._board.is_done_with(delivery, over=over):
            await self._adopt(delivery, urgency)

    async def _adopt(self, delivery: Delivery, urgency: Urgency) -> None:
        """Show a download that nobody showed, with the others of its command."""
        target = delivery.target
        if not isinstance(target, DiscordTarget) or target.request_message_id is None:
            return
        request = target.request_message_id
        status = self._board.add(
            target.channel_id, request, await self._siblings(request, delivery.id)
        )
        await self._board.refresh(status, urgency)

    async def _siblings(self, request: str, download_id: str) -> list[str]:
        found = [
            name
            for name in download_ids(request)
            if name != download_id and await self._queue.record(name) is not None
        ]
        order = {name: number for number, name in enumerate(download_ids(request))}
        return sorted([*found, download_id], key=lambda name: order.get(name, -1))

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(self._every)
            for status in self._board.open():
                with _survived("status message not refreshed"):
                    await self._board.refresh(status, Urgency.PROGRESS)
            await self._save()

    async def _save(self) -> None:
        """Not before every end was told: the next bot would not hear of it again."""
        if self._read in {None, self._saved} or self._editor.owes_an_end():
            return
        with _survived("bookmark not saved"):
            await self._queue.set_bookmark(self._read)
            self._saved = self._read


@contextmanager
def _noted(download_id: str) -> Iterator[None]:
    """An accident is logged; what happens while the ledger is away is read again."""
    try:
        yield
    except LedgerAwayError:
        raise
    except Exception:
        log.exception("status message not refreshed", download=download_id)


@contextmanager
def _survived(what: str) -> Iterator[None]:
    """Nothing that goes wrong ends the following; an absent ledger is no accident."""
    try:
        yield
    except LedgerAwayError as error:
        log.warning(what, reason=str(error))
    except Exception:
        log.exception(what)
