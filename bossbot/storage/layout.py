"""Every path under the storage root, made only from validated parts.

temp/{download}/                              in progress only
downloads/{guild}/{day}/{download}/metadata.json
                                  /content/{timestamp}_{name}
                        .cleanup              what the main cleanup removed that day
                 .stats                       what is kept for the server
downloads/.maintenance/                       reports of the cleanups
cookies/{site}.txt                            renewed cookies, private copies
.locks/                                       lock files
.disk-id                                      names this disk
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Self

_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_SITE: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}(?:\.[a-z0-9_-]{1,63}){0,5}")

CONTENT: Final = "content"
METADATA: Final = "metadata.json"


def valid_id(value: str) -> bool:
    """Whether it may be a directory's name: download ids and guild ids alike."""
    return _ID.fullmatch(value) is not None


def _checked(value: str) -> str:
    if not valid_id(value):
        raise ValueError(f"not an id: {value!r}")
    return value


def day_of(instant: float) -> str:
    """The day directory (UTC) of an instant."""
    return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%d")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where one download is kept; sorts as its key does.

    Raises:
        ValueError: A part could lead out of the root.
    """

    guild: str
    day: str
    download: str

    def __post_init__(self) -> None:
        _checked(self.guild)
        _checked(self.download)
        if not _DAY.fullmatch(self.day):
            raise ValueError(f"not a day: {self.day!r}")

    @property
    def key(self) -> str:
        """The place as one word, for cursors and reports."""
        return f"{self.guild}/{self.day}/{self.download}"

    @classmethod
    def parse(cls, key: str) -> Self:
        """The place that `key` names."""
        guild, day, download = key.split("/")
        return cls(guild, day, download)


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths of one storage root.

    Every method raises ValueError for an id that isn't one.
    """

    root: Path

    @property
    def temps(self) -> Path:
        """The parent of all temp directories."""
        return self.root / "temp"

    @property
    def downloads(self) -> Path:
        """The organised storage."""
        return self.root / "downloads"

    @property
    def cookies(self) -> Path:
        """What sites renewed of the operator's cookies; no cleanup goes there."""
        return self.root / "cookies"

    @property
    def locks(self) -> Path:
        """Lock files; none is ever served."""
        return self.root / ".locks"

    @property
    def disk_id(self) -> Path:
        """The file that names this disk, and marks the root as ours."""
        return self.root / ".disk-id"

    @property
    def maintenance(self) -> Path:
        """The reports of the cleanups."""
        return self.downloads / ".maintenance"

    def temp(self, download_id: str) -> Path:
        """Where a download is worked on."""
        return self.temps / _checked(download_id)

    def lock(self, name: str) -> Path:
        """A host-wide lock file."""
        return self.locks / f"{_checked(name)}.lock"

    def jar(self, site: str) -> Path:
        """The private copy of a site's cookies, by its platform or domain."""
        if not _SITE.fullmatch(site):
            raise ValueError(f"not a site: {site!r}")
        return self.cookies / f"{site}.txt"

    def guild(self, guild_id: str) -> Path:
        """Everything kept for one server."""
        return self.downloads / _checked(guild_id)

    def statistics(self, guild_id: str) -> Path:
        """A server's storage statistics."""
        return self.guild(guild_id) / ".stats"

    def day(self, guild_id: str, day: str) -> Path:
        """One day of a server."""
        return self.kept(Place(guild_id, day, "x")).parent

    def kept(self, place: Place) -> Path:
        """Where a finished download is kept."""
        return self.downloads / place.guild / place.day / place.download
