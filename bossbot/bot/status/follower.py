"""Follows the ledger's events, so that every status message tells the truth.

Nothing is kept here that a restart would lose: the messages are rebuilt from the
records, and the stream is read on from where the bot last was.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import structlog

from bossbot.bot.ports import Event, Queue
from bossbot.bot.status.board import Board
from bossbot.bot.status.editor import Urgency
from bossbot.bot.status.trouble import Resting
from bossbot.models import ENDED, Delivery, DiscordTarget, DownloadRecord
from bossbot.pipeline.ports import LedgerAwayError
from bossbot.queue.names import download_ids

log = structlog.get_logger(__name__)

PROGRESS_EVERY: Final = 5.0
PAUSE: Final = 1.0
"""After an accident: the ledger may be away for a moment."""
_CALM: Final = 0.8
"""A message that changed in less than this share of the interval waits for the next."""
_TOLD_EVERY: Final = 60.0
"""Seconds between two lines in the log about an absent ledger."""


class Follower:
    """Runs as long as the bot; the ledger may come and go meanwhile."""

    def __init__(
        self,
        *,
        queue: Queue,
        board: Board,
        every: float = PROGRESS_EVERY,
    ) -> None:
        self._queue = queue
        self._board = board
        self._every = every
        self._read: str | None = None
        self._saved: str | None = None
        self._told = Resting()

    async def run(self) -> None:
        """Follow for ever."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._follow())
            group.create_task(self._tick())

    async def _follow(self) -> None:
        caught_up = False
        while True:
            with self._survived("downloads not followed"):
                if not caught_up:
                    await self._catch_up()
                    caught_up = True
                async for event in self._queue.events(self._read or "0-0"):
                    await self._happened(event)
            await asyncio.sleep(PAUSE)

    async def _catch_up(self) -> None:
        """Take over the messages of the bot that ran before, in a few looks."""
        last = await self._queue.last_event()
        self._read = await self._queue.bookmark() or last
        found = await self._queue.looks(await self._queue.unfinished())
        owed = [
            delivery
            for look in found.values()
            for delivery in look.record.owed
            if self._board.of(delivery.id) is None
        ]
        await self._adopt(owed)
        await self._board.refresh_all(Urgency.STAGE)

    async def _happened(self, event: Event) -> None:
        with _noted(event.id):
            record = await self._queue.record(event.id)
            if record is not None:
                for delivery in record.deliveries:
                    with _noted(delivery.id):  # the others are told all the same
                        await self._show(record, delivery)
        self._read = event.stream_id

    async def _show(self, record: DownloadRecord, delivery: Delivery) -> None:
        """Bring the message of one requester up to date; there may be none yet."""
        over = (delivery.state or record.state) in ENDED
        status = self._board.of(delivery.id)
        if status is None and not self._board.is_done_with(delivery, over=over):
            await self._adopt([delivery])
            status = self._board.of(delivery.id)
        if status is not None:
            await self._board.refresh(status, Urgency.STAGE)

    async def _adopt(self, deliveries: Sequence[Delivery]) -> None:
        """Take in downloads that nobody shows, with the others of their commands."""
        commands: dict[tuple[str, str], set[str]] = {}
        for delivery in deliveries:
            if (place := _asked_in(delivery)) is not None:
                commands.setdefault(place, set()).add(delivery.id)
        possible = {name for _, command in commands for name in download_ids(command)}
        known = await self._queue.looks(possible) if possible else {}
        for (channel, command), names in commands.items():
            siblings = [name for name in download_ids(command) if name in known]
            others = sorted(names.difference(siblings))
            self._board.add(channel, command, [*others, *siblings])

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(self._every)
            with self._survived("status messages not refreshed"):
                await self._board.refresh_all(calm=self._every * _CALM)
            await self._save()

    async def _save(self) -> None:
        """Not before every end was told: the next bot would not hear of it again."""
        if self._read in {None, self._saved} or self._board.owes_an_end():
            return
        with self._survived("bookmark not saved"):
            await self._queue.set_bookmark(self._read)
            self._saved = self._read

    @contextmanager
    def _survived(self, what: str) -> Iterator[None]:
        """Nothing that goes wrong ends the following; an absent ledger is no accident.

        It is told once a minute.
        """
        try:
            yield
        except LedgerAwayError as error:
            if what not in self._told:
                log.warning(what, reason=str(error))
                self._told.rest(what, _TOLD_EVERY)
        except Exception:
            log.exception(what)


def _asked_in(delivery: Delivery) -> tuple[str, str] | None:
    """The channel and the command; None for what no status message shows."""
    target = delivery.target
    if not isinstance(target, DiscordTarget):
        return None
    command = target.command or target.request_message_id
    return (target.channel_id, command) if command else None


@contextmanager
def _noted(download_id: str) -> Iterator[None]:
    """An accident is logged; what happens while the ledger is away is read again."""
    try:
        yield
    except LedgerAwayError:
        raise
    except Exception:
        log.exception("status message not refreshed", download=download_id)
