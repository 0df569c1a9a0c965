"""The disk and the ledger as the cleanups see them.

All methods of the areas are short and blocking; each raises `CleanupError` (or
`DiskFullError`) where the disk refuses.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bossbot.models import DownloadRecord
from bossbot.pipeline.housekeeping.report import CleanupReport
from bossbot.storage.document import StoredDownload
from bossbot.storage.layout import Place


class Records(Protocol):
    """The ledger, to look things up in."""

    async def record(self, download_id: str) -> DownloadRecord | None:
        """The download, or None where it was never known or has been forgotten."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Emptied:
    """What emptying a trash did.

    Attributes:
        freed: Bytes, by the sizes of the files.
        errors: How many entries would not go.
        done: Whether the trash is empty now.
    """

    freed: int = 0
    errors: int = 0
    done: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Integrity:
    """How a kept download looks beside its `metadata.json`.

    Attributes:
        present: Names of listed files that are there.
        missing: Names of listed files that are not.
        corrupt: Names of listed files whose size or checksum differs.
        strays: Names in `content/` that are not listed.
        foreign: Whether something lies there that we never make.
        changed: When something was last added or removed.
    """

    present: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    corrupt: tuple[str, ...] = ()
    strays: tuple[str, ...] = ()
    foreign: bool = False
    changed: float


class Area(Protocol):
    """What every cleanup needs of the disk."""

    def lock_cleanup(
        self, *, timeout: float
    ) -> AbstractAsyncContextManager[int | None]:
        """Hold the right to clean up on this host; None where another one does."""
        ...

    def empty_trash(self, *, seconds: float) -> Emptied:
        """Delete for good what was thrown away, for so long."""
        ...

    def write_report(self, report: CleanupReport) -> None:
        """Keep the newest report of each kind."""
        ...


class TempArea(Area, Protocol):
    """The temp directories of this host."""

    @property
    def disk_id(self) -> str:
        """The host as records name it."""
        ...

    def names(self) -> list[str]:
        """Everything that lies there, sorted; not only what belongs there."""
        ...

    def touched(self, name: str) -> float:
        """When something in it last changed."""
        ...

    def lock_if_free(self, download_id: str) -> AbstractContextManager[bool]:
        """Hold a temp directory unless somebody works in it."""
        ...

    def keep(self, record: DownloadRecord) -> Path | None:
        """Move its files to organised storage."""
        ...

    def drop(self, name: str) -> int:
        """Delete what lies there under this name; bytes freed."""
        ...


class KeptArea(Area, Protocol):
    """The organised storage of this host."""

    def guilds(self) -> list[str]:
        """The servers something is kept for, sorted."""
        ...

    def places(self, guild: str) -> Iterator[Place]:
        """What is kept for a server, in order."""
        ...

    def read(self, place: Place) -> StoredDownload | None:
        """Its `metadata.json`; None where it is missing or unreadable."""
        ...

    def inspect(self, place: Place, document: StoredDownload | None) -> Integrity:
        """Compare the files with the document, checksums included."""
        ...

    def remove(self, place: Place) -> bool:
        """Throw a kept download away, unless somebody reads it just now."""
        ...

    def remove_file(self, place: Place, name: str) -> None:
        """Throw one entry of `content/` away."""
        ...

    def tidy(self, guild: str, *, removed: dict[str, int]) -> None:
        """Remove empty directories; note what was removed, by day; write `.stats`."""
        ...
