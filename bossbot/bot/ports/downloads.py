"""What the bot needs of single downloads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from bossbot.models import (
    Change,
    DownloadRecord,
    Look,
    Outlook,
    Progress,
    Request,
    Taken,
)


class Downloads(Protocol):
    """Single downloads: asked for, looked at, controlled."""

    async def enqueue(self, download_id: str, request: Request) -> Taken:
        """Put a download among the waiting, or join one that is under way.

        Raises:
            BossBotError: It was not taken (queue full, …).
        """
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

    async def looks(self, download_ids: Iterable[str]) -> Mapping[str, Look]:
        """What there is to show of downloads, by the id each was asked for under."""
        ...

    async def download_of(self, message_id: str) -> str | None:
        """The id of a download that a message of the bot shows, or brought."""
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

    async def set_status_message(self, download_id: str, message_id: str) -> None:
        """Remember the message that shows it to who was given this id."""
        ...
