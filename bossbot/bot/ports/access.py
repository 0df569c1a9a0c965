"""What people may and want, as the bot sees it."""

from __future__ import annotations

from typing import Protocol

from bossbot.messages.command import Rate
from bossbot.models import Ban, Refusal, ServerSettings, UserSettings


class Preferences(Protocol):
    """What users and servers set for themselves; all raise `LedgerAwayError`."""

    async def user(self, user: str) -> UserSettings:
        """A user's settings; the defaults where nothing was set."""
        ...

    async def set_user(self, user: str, name: str, value: object) -> None:
        """Set one; the value is valid, and JSON can say it."""
        ...

    async def reset_user(self, user: str, name: str | None = None) -> None:
        """Go back to the default of one, or of all."""
        ...

    async def server(self, guild: str) -> ServerSettings:
        """A server's settings."""
        ...

    async def set_server(self, guild: str, name: str, value: object) -> None:
        """Set one; a role's are called `role:{id}:{what}`."""
        ...

    async def reset_server(self, guild: str, name: str | None = None) -> None:
        """Go back to the default of one, or of all."""
        ...


class Grants(Protocol):
    """What the bot's owner gives and takes; all raise `LedgerAwayError`."""

    async def ban(self, user: str, *, by: str, reason: str) -> None:
        """Keep a user out, in every server."""
        ...

    async def unban(self, user: str) -> bool:
        """Let them in again; whether they were out."""
        ...

    async def banned(self, user: str) -> Ban | None:
        """Why a user is kept out."""
        ...

    async def premium(self, guild: str) -> bool:
        """Whether a server is a premium one."""
        ...

    async def set_premium(self, guild: str, *, on: bool, by: str) -> None:
        """Make it one, or no longer."""
        ...


class Limiter(Protocol):
    """Rate limits and cooldowns, exact over processes and restarts."""

    async def take(self, user: str, rate: Rate, *, use: str = "") -> Refusal | None:
        """Count one use; None where it is allowed, else nothing was used up.

        Args:
            user: Whose.
            rate: Of what.
            use: The same for the same use, which is counted once; empty for one that
                can't be told from others.
        """
        ...

    async def forgive(self, user: str, rate: Rate) -> None:
        """End the cooldown: the command was not understood."""
        ...

    async def first(self, user: str, what: str) -> bool:
        """Whether this is the first of its kind within a minute: it is answered."""
        ...
