"""How old the download libraries are; nobody has to import them for that.

The version of yt-dlp is its date. No file of gallery-dl tells when it was released: for
the version that `uv.lock` names, `releases.txt` does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import Final

LIBRARIES: Final = ("yt-dlp", "gallery-dl")
OLD: Final = 30
"""Days after which a library is old: sites change, and both follow within weeks."""

_DATE: Final = re.compile(r"(\d{4})\.(\d{1,2})\.(\d{1,2})(?:\.|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """An installed download library.

    Attributes:
        version: As its own metadata has it; None where it isn't installed.
        released: None where that isn't known here: another version than the locked
            one was installed by hand.
    """

    name: str
    version: str | None
    released: date | None = None

    def age(self, today: date) -> int | None:
        """Days since its release; None where that isn't known."""
        return None if self.released is None else (today - self.released).days

    def old(self, today: date) -> bool:
        """Whether it is known to be older than `OLD` days."""
        age = self.age(today)
        return age is not None and age > OLD


def library(name: str) -> Library:
    """One of `LIBRARIES`, as it is installed."""
    try:
        installed = version(name)
    except PackageNotFoundError:
        return Library(name=name, version=None)
    released = release_date(name, installed, releases())
    return Library(name=name, version=installed, released=released)


def release_date(
    name: str, number: str, known: Mapping[tuple[str, str], date]
) -> date | None:
    """When a version was released: from the version itself, or from what is known."""
    if name == "yt-dlp" and (match := _DATE.match(number)):
        return date(*map(int, match.groups()))
    return known.get((name, number))


@cache
def releases() -> Mapping[tuple[str, str], date]:
    """The release dates that `releases.txt` tells, by library and version."""
    text = files("bossbot.adapters").joinpath("releases.txt").read_text("ascii")
    rows = (line.split() for line in text.splitlines())
    return {(name, number): date.fromisoformat(day) for name, number, day in rows}
