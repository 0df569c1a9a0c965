"""The status messages there are, and which downloads each of them shows.

A download has as many ids as requesters; each message shows it under the one that its
own requester was given, as it stands for them.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import structlog

from bossbot.bot.ports import Queue
from bossbot.bot.status.editor import REMEMBERED, Editor, Gone, Undone, Urgency
from bossbot.messages.status import status_text
from bossbot.messages.view import View
from bossbot.models import ENDED, WAITING, Delivery, DownloadRecord, State

log = structlog.get_logger(__name__)

type Send = Callable[[str, str, str], Awaitable[tuple[str, str]]]
"""Replies to `(channel, request message)` with a text; gives the message's id and what
it says, which is something older where an earlier try had arrived after all. Raises
`Gone` where that can't be, and `Undone` where it can later."""

GONE: Final = -1
"""In place of the generation whose end was told: the message is deleted or refused."""

type Views = dict[str, View]
"""By the id that the requester was given, in the order of the command's links."""


@dataclass(slots=True, kw_only=True)
class Status:
    """One status message: that of the command in `request`.

    Attributes:
        message: Its id; None until it was sent.
        text: What it says, or is about to say.
    """

    channel: str
    request: str
    downloads: list[str] = field(default_factory=list)
    message: str | None = None
    text: str = ""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Board:
    """Renders status messages from the ledger and has them sent and edited."""

    def __init__(
        self, *, queue: Queue, editor: Editor, send: Send, support_url: str | None
    ) -> None:
        self._queue = queue
        self._editor = editor
        self._send = send
        self._support_url = support_url
        self._by_request: dict[tuple[str, str], Status] = {}
        self._by_download: dict[str, Status] = {}
        self._ended: dict[str, int] = {}  # the generation whose end was told

    def has_ended(self, download_id: str) -> bool:
        """Whether a message told the end of this download, of late, or is gone."""
        return download_id in self._ended

    def is_done_with(self, delivery: Delivery, *, over: bool) -> bool:
        """Whether nothing is left to tell this requester; a retry begins anew.

        Args:
            delivery: Which.
            over: Whether it has ended.
        """
        told = self._ended.get(delivery.id)
        return told == GONE or (over and told == delivery.generation)

    def of(self, download_id: str) -> Status | None:
        """The status message that shows a download."""
        return self._by_download.get(download_id)

    def open(self) -> list[Status]:
        """The messages whose downloads aren't all over."""
        return list(self._by_request.values())

    def add(self, channel: str, request: str, downloads: Iterable[str]) -> Status:
        """Show these downloads too in the message of a command."""
        status = self._by_request.setdefault(
            (channel, request), Status(channel=channel, request=request)
        )
        for download_id in downloads:
            self._ended.pop(download_id, None)
            if download_id not in status.downloads:
                status.downloads.append(download_id)
            self._by_download[download_id] = status
        return status

    async def refresh(self, status: Status, urgency: Urgency) -> None:
        """Bring a message up to date: the first time by sending it."""
        async with status.lock:
            if self._by_request.get((status.channel, status.request)) is not status:
                return  # its end was told while this waited
            views = await self._views(status)
            if not views:
                self._forget(status, {})
                return
            text = status_text([*views.values()], support_url=self._support_url)
            over = all(view.record.state in ENDED for view in views.values())
            urgency = Urgency.TERMINAL if over else urgency
            try:
                await self._show(status, views, text, urgency)
            except Gone:
                self._forget(status, dict.fromkeys(views, GONE))
            except Undone as reason:
                log.warning(
                    "status not sent", request=status.request, reason=str(reason)
                )
            else:
                if over:
                    self._forget(status, _generations(views))

    async def _show(
        self, status: Status, views: Views, text: str, urgency: Urgency
    ) -> None:
        shown_in = {name: view.record.status_message for name, view in views.items()}
        if status.message is None:
            status.message = next(filter(None, shown_in.values()), None)
        if status.message is None:
            sent = await self._send(status.channel, status.request, text)
            status.message, status.text = sent
        if text != status.text:
            status.text = text
            self._editor.submit(status.channel, status.message, text, urgency)
        for download_id, message in shown_in.items():
            if message != status.message:
                await self._queue.set_status_message(download_id, status.message)

    async def _views(self, status: Status) -> Views:
        found = [(name, await self._view(name)) for name in status.downloads]
        return {name: view for name, view in found if view is not None}

    async def _view(self, download_id: str) -> View | None:
        record = await self._queue.record(download_id)
        if record is None:
            return None
        queued = record.state is State.QUEUED
        return View(
            record=record,
            progress=await self._queue.progress(record.id) if _runs(record) else None,
            outlook=await self._queue.outlook(download_id) if queued else None,
            now=time.time(),
        )

    def _forget(self, status: Status, told: Mapping[str, int]) -> None:
        self._by_request.pop((status.channel, status.request), None)
        for download_id in status.downloads:
            self._by_download.pop(download_id, None)
        self._ended |= told
        while len(self._ended) > REMEMBERED:
            del self._ended[next(iter(self._ended))]


def _runs(record: DownloadRecord) -> bool:
    return record.state not in WAITING | ENDED


def _generations(views: Views) -> dict[str, int]:
    return {
        delivery.id: delivery.generation
        for view in views.values()
        for delivery in view.record.deliveries
        if delivery.id in views
    }
