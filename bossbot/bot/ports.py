"""What the bot needs of the queue; `bossbot.bootstrap` hands it in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Protocol

from bossbot.models import DownloadRecord, Level, Outlook, Progress, Request, Taken


class Event(Protocol):
    """A change of a download's state or stage, from the ledger's stream."""

    @property
    def stream_id(self) -> str:
        """Where to go on reading."""
        ...

    @property
    def id(self) -> str:
        """Which download, by its own id, whoever shares it."""
        ...

    @property
    def state(self) -> str:
        """The state it is in since."""
        ...


class Queue(Protocol):
    """The ledger as members see it."""

    async def enqueue(self, download_id: str, request: Request) -> Taken:
        """Put a download among the waiting, or join one that is under way.

        Raises:
            BossBotError: It was not taken (queue full, …).
        """
        ...

    async def level(self, user: str) -> Level:
        """What a user may."""
        ...

    async def record(self, download_id: str) -> DownloadRecord | None:
        """The download as it stands for who was given this id.

        Its own id is another one where it was joined.
        """
        ...

    async def progress(self, download_id: str) -> Progress | None:
        """How its running stage is getting on."""
        ...

    async def outlook(self, download_id: str) -> Outlook:
        """How long it is going to wait."""
        ...

    async def set_status_message(self, download_id: str, message_id: str) -> None:
        """Remember the message that shows it to who was given this id."""
        ...

    async def unfinished(self) -> tuple[str, ...]:
        """The ids of all that waits or runs."""
        ...

    async def last_event(self) -> str:
        """Where the stream of events ends now."""
        ...

    async def bookmark(self) -> str | None:
        """How far the bot had read when it last said so."""
        ...

    async def set_bookmark(self, stream_id: str) -> None:
        """Remember how far the bot has read."""
        ...

    def events(self, after: str) -> AsyncIterator[Event]:
        """The changes after a stream id, for ever."""
        ...
