"""Which status messages there are, and which downloads each of them shows."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from bossbot.bot.status.content import Content
from bossbot.models import Delivery

ENDS_REMEMBERED: Final = 1000

GONE: Final = -1
"""In place of the generation whose end was told: the message is deleted."""


@dataclass(slots=True, kw_only=True, eq=False)
class Status:
    """One status message: that of a command.

    Attributes:
        command: The id of the message or interaction that asked.
        downloads: Under the ids that the requester was given, in the order of links.
        user: Who asked.
        request: The message that asked, which is replied to; None for an interaction.
        message: Its id; None until it was sent.
        content: What it shows, or is about to; None where that isn't known.
        looks: How often the ledger was asked for it: an older answer is not shown.
        changed: When it last was sent or given something new to show (monotonic).
        places: Places in the queue, each with the one before.
        direct: Its channel takes no message: only the end is told, to the requester.
    """

    channel: str
    command: str
    downloads: list[str] = field(default_factory=list)
    user: str = ""
    request: str | None = None
    message: str | None = None
    content: Content | None = None
    looks: int = 0
    changed: float = float("-inf")
    places: dict[str, tuple[int, int | None]] = field(default_factory=dict)
    direct: bool = False
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Statuses:
    """The messages whose downloads aren't all over, and who was told an end of late."""

    def __init__(self) -> None:
        self._by_command: dict[tuple[str, str], Status] = {}
        self._by_download: dict[str, Status] = {}
        self._told: dict[str, int] = {}  # the generation whose end was told

    def is_done_with(self, delivery: Delivery, *, over: bool) -> bool:
        """Whether nothing is left to tell this requester; a retry begins anew.

        Args:
            delivery: Which.
            over: Whether it has ended.
        """
        told = self._told.get(delivery.id)
        return told == GONE or (over and told == delivery.generation)

    def of(self, download_id: str) -> Status | None:
        """The status message that shows a download."""
        return self._by_download.get(download_id)

    def showing(self, message: str) -> Status | None:
        """The one that stands in this message."""
        every = self._by_command.values()
        return next((status for status in every if status.message == message), None)

    def open(self) -> list[Status]:
        """The messages whose downloads aren't all over."""
        return list(self._by_command.values())

    def is_open(self, status: Status) -> bool:
        """Whether its end wasn't told yet."""
        return self._by_command.get((status.channel, status.command)) is status

    def add(self, channel: str, command: str, downloads: Iterable[str]) -> Status:
        """Show these downloads too in the message of a command."""
        status = self._by_command.setdefault(
            (channel, command), Status(channel=channel, command=command)
        )
        for download_id in downloads:
            if download_id not in status.downloads:
                status.downloads.append(download_id)
            self._by_download[download_id] = status
        return status

    def forget(self, status: Status, told: Mapping[str, int]) -> None:
        """It is done with; `told` is the generation per download, or `GONE`."""
        if not self.is_open(status):
            return
        del self._by_command[status.channel, status.command]
        for download_id in status.downloads:
            self._by_download.pop(download_id, None)
        self._told |= told
        while len(self._told) > ENDS_REMEMBERED:
            del self._told[next(iter(self._told))]
