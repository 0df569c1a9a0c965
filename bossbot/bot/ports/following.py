"""What the bot needs to show what changes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Protocol


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


class Following(Protocol):
    """What changes, for who shows it; it is read on after a restart."""

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
