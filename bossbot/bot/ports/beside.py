"""What the bot needs beside the queue: statistics, posts, what it has learnt."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from bossbot.messages.controls import Action
from bossbot.models import ServerStatistics, UserStatistics


class Statistics(Protocol):
    """What has come of downloads; all raise `LedgerAwayError`."""

    async def server(self, guild: str) -> ServerStatistics:
        """A server's last 30 days, and all before."""
        ...

    async def user(self, guild: str, user: str) -> UserStatistics:
        """What a user had in a server."""
        ...


class Posts(Protocol):
    """What the bot and the workers have posted."""

    async def delete(self, channel: str, messages: Sequence[str]) -> bool:
        """Delete messages; whether none of them is there any more."""
        ...

    async def amend(
        self,
        channel: str,
        status: str,
        *,
        without: Collection[Action],
        note: str = "",
        unlinked: str | None = None,
    ) -> None:
        """Change a status message; it may be gone.

        Args:
            channel: Where it stands.
            status: Its id.
            without: The buttons that it loses.
            note: A line that it gets.
            unlinked: A post's address that leads nowhere any more.
        """
        ...


class Uploads(Protocol):
    """What Discord said of the size of uploads."""

    async def learned(self, guild: str) -> int | None:
        """The most bytes of a file that a server took lately; None as it should."""
        ...


class Memory(Protocol):
    """Small things that a restart must not lose."""

    async def recalled(self, name: str) -> str | None:
        """What was remembered under a name."""
        ...

    async def remember(self, name: str, value: str, *, seconds: int) -> None:
        """Remember it for a while."""
        ...
