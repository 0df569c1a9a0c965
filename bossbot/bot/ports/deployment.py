"""What the bot needs of the queue as a whole."""

from __future__ import annotations

from typing import Protocol

from bossbot.models import HostView, IntakeStop, Level, Listed, QueueLoad, SiteView


class Deployment(Protocol):
    """The queue as a whole, and what the owner does to it."""

    async def listing(self, guild: str | None = None) -> tuple[Listed, ...]:
        """All that has not ended, of one server or of all."""
        ...

    async def clear(self, guild: str, *, by: str) -> tuple[str, ...]:
        """End all that waits in a server; the ids that ended."""
        ...

    async def level(self, user: str) -> Level:
        """What a user may."""
        ...

    async def set_level(self, user: str, level: Level) -> None:
        """Grant a user a level."""
        ...

    async def used_today(self, user: str) -> int:
        """How many downloads a user asked for today (UTC)."""
        ...

    async def sites(self) -> tuple[SiteView, ...]:
        """The sites that are left alone just now."""
        ...

    async def intake(self) -> IntakeStop | None:
        """Why nothing is taken in; None where it is."""
        ...

    async def stop_intake(self, *, by: str, reason: str) -> None:
        """Take nothing in from now on; what was taken goes on."""
        ...

    async def start_intake(self) -> None:
        """Take downloads in again."""
        ...

    async def load(self) -> QueueLoad:
        """How much there is to do in the whole deployment."""
        ...

    async def hosts(self) -> tuple[HostView, ...]:
        """The worker hosts that live."""
        ...

    async def server(self) -> str | None:
        """What keeps the ledger, with its version; None where it won't tell."""
        ...

    async def clean_up(self, *, by: str) -> int:
        """Have every live host run its temp and main cleanups; how many there are."""
        ...
