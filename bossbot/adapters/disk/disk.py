"""The storage of one host behind one object."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bossbot.adapters.disk import borrowing, keeping, locks, root
from bossbot.adapters.disk.durable import disk_errors
from bossbot.adapters.disk.trash import Trash
from bossbot.models import DownloadRecord
from bossbot.pipeline.ports import Borrowed
from bossbot.storage.kept import place_of
from bossbot.storage.layout import Layout, Place

_LONGEST_REMOVAL = 20.0
"""Seconds a stage may spend on deleting; the temp cleanup finishes the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """The room on the disk, in bytes (what this user may still write is `free`)."""

    total: int
    free: int

    @property
    def used(self) -> float:
        """How full it is, from 0 to 1."""
        return 1 - self.free / self.total if self.total else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """Implements `pipeline.ports.KeptFiles`; blocking, short calls, no state.

    Attributes:
        layout: The paths below STORAGE_ROOT.
        disk_id: Names the disk; host of the queue `host.{disk_id}`.
        now: The clock, epoch seconds.
    """

    layout: Layout
    disk_id: str
    now: Callable[[], float] = time.time

    @classmethod
    def open(cls, path: Path, *, now: Callable[[], float] = time.time) -> Self:
        """The storage at `path`, made where it is missing.

        Raises:
            SettingsError: STORAGE_ROOT can't be used.
        """
        layout = Layout(path.expanduser().absolute())
        return cls(layout=layout, disk_id=root.prepare(layout), now=now)

    @property
    def temp_trash(self) -> Trash:
        """Where temp directories end."""
        return Trash(self.layout.temps / ".trash")

    @property
    def kept_trash(self) -> Trash:
        """Where kept downloads end."""
        return Trash(self.layout.downloads / ".trash")

    def temp(self, download_id: str) -> Path:
        """The temp directory of a download (it may not exist yet)."""
        return self.layout.temp(download_id)

    def lock_temp(
        self, download_id: str, *, timeout: float
    ) -> AbstractAsyncContextManager[Path]:
        """Make the temp directory and hold it: nobody else writes or deletes there.

        Raises:
            LockedError: It stayed taken for `timeout` seconds.
        """
        return locks.directory(self.temp(download_id), timeout=timeout)

    def lock_one_of(
        self, names: tuple[str, ...], *, timeout: float
    ) -> AbstractAsyncContextManager[int | None]:
        """Hold one of several host-wide locks; its index, or None after `timeout`."""
        paths = [self.layout.lock(name) for name in names]
        return locks.one_of(paths, timeout=timeout)

    def place(self, record: DownloadRecord) -> Place:
        """Where its files are kept; decided by the record alone."""
        return place_of(record)

    def borrow(self, place: Place, directory: Path) -> Borrowed | None:
        """Put a kept download's files into a directory as well; see `KeptFiles`."""
        with disk_errors():
            return borrowing.borrow(
                place, layout=self.layout, directory=directory, now=self.now()
            )

    def keep(self, record: DownloadRecord) -> Path | None:
        """Move a finished download's files to storage; idempotent.

        The caller holds the temp directory.

        Raises:
            DiskFullError: There is no room; nothing is lost, do it again later.
            CleanupError: The disk refused.
        """
        with disk_errors():
            return keeping.keep(
                record,
                temp=self.temp(record.id),
                directory=self.layout.kept(self.place(record)),
                now=self.now,
            )

    def drop_temp(self, download_id: str) -> int:
        """Delete a temp directory that the caller holds; bytes freed. Idempotent."""
        with disk_errors():
            if not self.temp_trash.throw(self.temp(download_id)):
                return 0
            return self.temp_trash.empty(seconds=_LONGEST_REMOVAL).freed

    def space(self) -> Space:
        """The room on this disk now."""
        with disk_errors():
            usage = shutil.disk_usage(self.layout.root)
        return Space(total=usage.used + usage.free, free=usage.free)
