"""What the bot needs of the queue; `bossbot.bootstrap` hands it in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from typing import Protocol

from bossbot.messages.catalogue import Rate
from bossbot.messages.controls import Action
from bossbot.models import (
    Ban,
    Change,
    DownloadRecord,
    HostView,
    IntakeStop,
    Level,
    Listed,
    Look,
    Outlook,
    Progress,
    QueueLoad,
    Refusal,
    Request,
    ServerSettings,
    ServerStatistics,
    SiteView,
    Taken,
    UserSettings,
    UserStatistics,
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

    async def used_today(self, user: str) -> int:
        """How many downloads a user asked for today (UTC)."""
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

    async def listing(self, guild: str | None = None) -> tuple[Listed, ...]:
        """All that has not ended, of one server or of all."""
        ...

    async def sites(self) -> tuple[SiteView, ...]:
        """The sites that are left alone just now."""
        ...

    async def intake(self) -> IntakeStop | None:
        """Why nothing is taken in; None where it is."""
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

    async def cancel(self, download_id: str, *, by: str) -> None:
        """End what was asked for under this id."""
        ...

    async def pause(self, download_id: str, *, by: str) -> None:
        """Put it aside; raises `NotPossibleError` like all that follow."""
        ...

    async def resume(self, download_id: str, *, by: str) -> None:
        """Queue a paused one again."""
        ...

    async def retry(
        self, download_id: str, *, by: str, change: Change | None = None
    ) -> None:
        """Try a failed one again; with a change, where it was too large."""
        ...

    async def clear(self, guild: str, *, by: str) -> tuple[str, ...]:
        """End all that waits in a server; the ids that ended."""
        ...

    async def download_of(self, message_id: str) -> str | None:
        """The id of a download that a message of the bot shows, or brought."""
        ...

    async def looks(self, download_ids: Iterable[str]) -> Mapping[str, Look]:
        """What there is to show of downloads, by the id each was asked for under."""
        ...

    async def set_level(self, user: str, level: Level) -> None:
        """Grant a user a level."""
        ...

    async def stop_intake(self, *, by: str, reason: str) -> None:
        """Take nothing in from now on; what was taken goes on."""
        ...

    async def start_intake(self) -> None:
        """Take downloads in again."""
        ...

    async def clean_up(self, *, by: str) -> int:
        """Have every live host run its temp and main cleanups; how many there are."""
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


class Posts(Protocol):
    """What the bot and the workers have posted."""

    async def delete(self, channel: str, messages: Sequence[str]) -> bool:
        """Delete messages; whether none of them is there any more."""
        ...

    async def amend(
        self, channel: str, status: str, *, without: Collection[Action], note: str = ""
    ) -> None:
        """Take buttons from a status message and add a line to it; it may be gone."""
        ...


class Statistics(Protocol):
    """What has come of downloads; all raise `LedgerAwayError`."""

    async def server(self, guild: str) -> ServerStatistics:
        """A server's last 30 days, and all before."""
        ...

    async def user(self, guild: str, user: str) -> UserStatistics:
        """What a user had in a server."""
        ...
