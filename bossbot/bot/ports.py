"""What the bot needs of the queue; `bossbot.bootstrap` hands it in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Protocol

from bossbot.messages.catalogue import Rate
from bossbot.models import (
    Ban,
    DownloadRecord,
    Level,
    Outlook,
    Progress,
    Refusal,
    Request,
    ServerSettings,
    Taken,
    UserSettings,
)


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

    async def take(self, user: str, rate: Rate) -> Refusal | None:
        """Count one use; None where it is allowed, else nothing was used up."""
        ...

    async def forgive(self, user: str, rate: Rate) -> None:
        """End the cooldown: the command was not understood."""
        ...

    async def first(self, user: str, what: str) -> bool:
        """Whether this is the first of its kind within a minute: it is answered."""
        ...
