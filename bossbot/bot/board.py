"""The status messages there are, and which downloads each of them shows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field

import structlog

from bossbot.bot.editor import REMEMBERED, Editor, Gone, Undone, Urgency
from bossbot.bot.ports import Queue
from bossbot.messages.status import View, status_text
from bossbot.models import ENDED, WAITING, DownloadRecord

log = structlog.get_logger(__name__)

type Send = Callable[[str, str, str], Awaitable[tuple[str, str]]]
"""Replies to `(channel, request message)` with a text; gives the message's id and what
it says, which is something older where an earlier try had arrived after all. Raises
`Gone` where that can't be, and `Undone` where it can later."""


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
        self._ended: dict[str, None] = {}

    def has_ended(self, download_id: str) -> bool:
        """Whether a message told the end of this download, of late."""
        return download_id in self._ended

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
            views = [view for view in await self._views(status) if view is not None]
            if not views:
                self._forget(status)
                return
            text = status_text(views, support_url=self._support_url)
            over = all(view.record.state in ENDED for view in views)
            urgency = Urgency.TERMINAL if over else urgency
            try:
                await self._show(status, views, text, urgency)
            except Gone:
                over = True
            except Undone as reason:
                log.warning(
                    "status not sent", request=status.request, reason=str(reason)
                )
                return
            if over:
                self._forget(status)

    async def _show(
        self, status: Status, views: list[View], text: str, urgency: Urgency
    ) -> None:
        records = [view.record for view in views]
        known = [record.status_message for record in records if record.status_message]
        if status.message is None and known:
            status.message = known[0]
        if status.message is None:
            sent = await self._send(status.channel, status.request, text)
            status.message, status.text = sent
        if text != status.text:
            status.text = text
            self._editor.submit(status.channel, status.message, text, urgency)
        for record in records:
            if record.status_message != status.message:
                await self._queue.set_status_message(record.id, status.message)

    async def _views(self, status: Status) -> list[View | None]:
        return [await self._view(download_id) for download_id in status.downloads]

    async def _view(self, download_id: str) -> View | None:
        record = await self._queue.record(download_id)
        if record is None:
            return None
        return View(
            record=record,
            progress=await self._queue.progress(download_id) if _runs(record) else None,
            position=await self._queue.position(download_id)
            if record.state in WAITING
            else None,
        )

    def _forget(self, status: Status) -> None:
        self._by_request.pop((status.channel, status.request), None)
        for download_id in status.downloads:
            self._by_download.pop(download_id, None)
            self._ended[download_id] = None
        while len(self._ended) > REMEMBERED:
            del self._ended[next(iter(self._ended))]


def _runs(record: DownloadRecord) -> bool:
    return record.state not in WAITING | ENDED
