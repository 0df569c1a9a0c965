"""The disk as the cleanups see it: implements the ports of `pipeline.housekeeping`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    nullcontext,
    suppress,
)
from dataclasses import dataclass
from pathlib import Path

from bossbot.adapters.disk import locks
from bossbot.adapters.disk.disk import Disk
from bossbot.adapters.disk.durable import disk_errors, make_directory, write
from bossbot.adapters.disk.inspection import inspect, last_change, subdirectories
from bossbot.adapters.disk.keeping import read_document
from bossbot.models import DownloadRecord
from bossbot.pipeline.housekeeping import CleanupReport, Emptied, Integrity
from bossbot.storage.document import StoredDownload
from bossbot.storage.layout import CONTENT, Place, day_of, valid_id
from bossbot.storage.statistics import guild_statistics

_TRASH = ".trash"
_DAY_NOTE = ".cleanup"
_STATISTICS = ".stats"


@dataclass(frozen=True, slots=True)
class _Area:
    disk: Disk

    def lock_cleanup(
        self, *, timeout: float
    ) -> AbstractAsyncContextManager[int | None]:
        """One cleanup at a time on this host, whatever its kind.

        Only two processes are left for such work beside the slots.
        """
        return self.disk.lock_one_of(("cleanup",), timeout=timeout)

    def empty_trash(self, *, seconds: float) -> Emptied:
        """Delete for good what any cleanup or stage threw away."""
        with disk_errors():
            temp = self.disk.temp_trash.empty(seconds=seconds / 2)
            kept = self.disk.kept_trash.empty(seconds=seconds / 2)
        return Emptied(
            freed=temp.freed + kept.freed,
            errors=temp.errors + kept.errors,
            done=temp.done and kept.done,
        )

    def write_report(self, report: CleanupReport) -> None:
        """Into `downloads/.maintenance/{kind}.json`."""
        with disk_errors():
            make_directory(self.disk.layout.maintenance)
            path = self.disk.layout.maintenance / f"{report.kind}.json"
            write(path, report.model_dump_json(indent=1).encode())


@dataclass(frozen=True, slots=True)
class TempDisk(_Area):
    """The temp directories of a disk."""

    @property
    def disk_id(self) -> str:
        """The host as records name it."""
        return self.disk.disk_id

    def names(self) -> list[str]:
        """Whatever lies in `temp/`."""
        with disk_errors():
            return sorted({path.name for path in self._temps.iterdir()} - {_TRASH})

    def touched(self, name: str) -> float:
        """When something in it last changed; now, if it has just gone."""
        with disk_errors(), suppress(FileNotFoundError):
            return last_change(self._temps / name)
        return self.disk.now()

    @property
    def _temps(self) -> Path:
        return self.disk.layout.temps

    def lock_if_free(self, download_id: str) -> AbstractContextManager[bool]:
        """Hold it unless somebody works in it; what can't be worked in is free."""
        path = self._temps / download_id
        if path.is_dir() and not path.is_symlink():
            return locks.if_free(path)
        return nullcontext(enter_result=True)

    def keep(self, record: DownloadRecord) -> Path | None:
        """Move its files to organised storage."""
        return self.disk.keep(record)

    def drop(self, name: str) -> int:
        """Delete it; what is not a download's directory goes as well."""
        if valid_id(name):
            return self.disk.drop_temp(name)
        with disk_errors():
            self.disk.temp_trash.throw(self._temps / name)
        return 0  # counted when the trash is emptied


@dataclass(frozen=True, slots=True)
class KeptDisk(_Area):
    """The organised storage of a disk."""

    def guilds(self) -> list[str]:
        """The servers something is kept for, sorted."""
        with disk_errors():
            return list(filter(valid_id, subdirectories(self.disk.layout.downloads)))

    def places(self, guild: str) -> Iterator[Place]:
        """What is kept for a server, in order; what isn't named by us is no place."""
        root = self.disk.layout.guild(guild)
        with disk_errors():
            for day in subdirectories(root):
                for download in subdirectories(root / day):
                    with suppress(ValueError):
                        yield Place(guild, day, download)

    def read(self, place: Place) -> StoredDownload | None:
        """Its `metadata.json`; None where it is missing or unreadable."""
        with disk_errors():
            return read_document(self.disk.layout.kept(place))

    def inspect(self, place: Place, document: StoredDownload | None) -> Integrity:
        """Compare the files with the document, checksums included."""
        with disk_errors():
            return inspect(self.disk.layout.kept(place), document)

    def remove(self, place: Place) -> bool:
        """Throw it away, unless a reader holds its directory."""
        directory = self.disk.layout.kept(place)
        with locks.if_free(directory) as free, disk_errors():
            return free and self.disk.kept_trash.throw(directory)

    def remove_file(self, place: Place, name: str) -> None:
        """Throw one entry of `content/` away."""
        with disk_errors():
            self.disk.kept_trash.throw(self.disk.layout.kept(place) / CONTENT / name)

    def tidy(self, guild: str, *, removed: dict[str, int]) -> None:
        """Note removals by day, remove what is empty, write the statistics."""
        with disk_errors():
            root = self.disk.layout.guild(guild)
            for day, number in removed.items():
                self._note(root / day / _DAY_NOTE, number)
            for day in subdirectories(root):
                if day < day_of(self.disk.now()):  # today's may be about to be filled
                    _remove_if_empty(root / day, but_for=_DAY_NOTE)
            kept = filter(None, map(self.read, self.places(guild)))
            statistics = guild_statistics(kept, at=self.disk.now())
            if statistics.downloads or subdirectories(root):
                write(root / _STATISTICS, statistics.model_dump_json().encode())
            else:
                _remove_if_empty(root, but_for=_STATISTICS)

    def _note(self, path: Path, removed: int) -> None:
        try:
            before = int(json.loads(path.read_bytes())["removed"])
        except (OSError, ValueError, KeyError, TypeError):
            before = 0
        note = {"at": self.disk.now(), "removed": before + removed}
        write(path, json.dumps(note).encode())


def _remove_if_empty(directory: Path, *, but_for: str) -> None:
    if {path.name for path in directory.iterdir()} <= {but_for}:
        (directory / but_for).unlink(missing_ok=True)
        with suppress(OSError):  # filled in the meantime
            directory.rmdir()
