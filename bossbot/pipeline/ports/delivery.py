"""Putting files before people and keeping them, as the stages see it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bossbot.models import Delivery, DownloadRecord, MediaFile, Metadata
from bossbot.storage.layout import Place


class Poster(Protocol):
    """Puts files before people; one per kind of target."""

    async def find(
        self, record: DownloadRecord, delivery: Delivery, batch: int, since: float
    ) -> tuple[str, ...] | None:
        """The messages (or paths) of a batch whose posting may have happened.

        Args:
            record: The download.
            delivery: Whom it is for.
            batch: The batch's number.
            since: When the posting was intended (epoch seconds).

        Returns:
            Their ids; an empty tuple if it certainly was not posted, or if posting
            again is harmless; None where nobody can tell.
        """
        ...

    async def post(
        self,
        record: DownloadRecord,
        delivery: Delivery,
        batch: int,
        files: Sequence[tuple[Path, MediaFile]],
    ) -> tuple[str, ...]:
        """Post one batch and return the message ids (or paths written).

        Raises:
            FileTooLargeError: The other side refused the size.
            DiscordError: It refused or failed; `permanent` tells which.
            NetworkError: The connection broke; it may or may not have been posted.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Borrowed:
    """A kept download's files, once more at hand.

    Attributes:
        files: At least one; paths relative to the directory they were put into.
        canonical: The link they came from, by which downloads are the same.
        private: Fetched with cookies: nothing for other servers.
    """

    files: tuple[MediaFile, ...]
    metadata: Metadata
    tool: str | None
    canonical: str
    format: str
    private: bool


class KeptFiles(Protocol):
    """The organised storage of this host, and its temp directories."""

    def borrow(self, place: Place, directory: Path) -> Borrowed | None:
        """Put what is kept there into a directory as well, proved to be unchanged.

        The files may be the very same bytes: whoever gets them moves or deletes them,
        and never writes into them.

        Returns:
            None where anything is missing, expired, or not what it was.

        Raises:
            DiskFullError: There is no room for copies.
        """
        ...

    def keep(self, record: DownloadRecord) -> Path | None:
        """Move a finished download's files to storage; idempotent."""
        ...

    def drop_temp(self, download_id: str) -> int:
        """Delete a download's temp directory; bytes freed. Idempotent."""
        ...


class TempLock(Protocol):
    """Gives a download's temp directory to one execution at a time."""

    def __call__(
        self, download_id: str, *, timeout: float
    ) -> AbstractAsyncContextManager[Path]:
        """Hold the directory; it exists meanwhile.

        Raises:
            LockedError: Somebody else held it all the time.
        """
        ...
