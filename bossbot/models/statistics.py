"""What has come of a server's downloads, and of one user's in it."""

from __future__ import annotations

from datetime import date
from typing import Final, Self

from pydantic import Field

from bossbot.models.words import Value

DAYS: Final = 30
"""That statistics tell of one by one, today included (UTC)."""


class Tally(Value):
    """Ends of downloads, counted; whoever joins one counts as well.

    Attributes:
        bytes: Posted.
        timed: How many of the completed ones `seconds` is made of: retried ones
            aren't.
        seconds: From asked to posted, all together.
        platforms: How many of the completed ones came from each.
        since: When the first one was counted (epoch seconds).
    """

    completed: int = 0
    failed: int = 0
    cancelled: int = 0
    bytes: int = 0
    timed: int = 0
    seconds: float = 0.0
    platforms: dict[str, int] = Field(default_factory=dict)
    since: float | None = None

    @property
    def downloads(self) -> int:
        """All that ended."""
        return self.completed + self.failed + self.cancelled

    @property
    def tried(self) -> int:
        """Those that nobody cancelled."""
        return self.completed + self.failed

    @property
    def success(self) -> float | None:
        """The share of those tried; None where there are none."""
        return self.completed / self.tried if self.tried else None

    @property
    def average(self) -> float | None:
        """Seconds that one took; None where none was timed."""
        return self.seconds / self.timed if self.timed else None

    def __add__(self, other: Self) -> Self:
        platforms = dict(self.platforms)
        for name, count in other.platforms.items():
            platforms[name] = platforms.get(name, 0) + count
        known = [since for since in (self.since, other.since) if since is not None]
        return self.model_copy(
            update={
                "completed": self.completed + other.completed,
                "failed": self.failed + other.failed,
                "cancelled": self.cancelled + other.cancelled,
                "bytes": self.bytes + other.bytes,
                "timed": self.timed + other.timed,
                "seconds": self.seconds + other.seconds,
                "platforms": platforms,
                "since": min(known, default=None),
            }
        )


class Day(Value):
    """What ended on one day (UTC)."""

    day: date
    tally: Tally = Tally()


class ServerStatistics(Value):
    """A server's downloads.

    Attributes:
        days: The last 30, oldest first; also those without any.
        total: All there ever were.
    """

    days: tuple[Day, ...]
    total: Tally = Tally()

    @property
    def recent(self) -> Tally:
        """Of all these days."""
        return sum((one.tally for one in self.days), Tally())

    @property
    def busiest(self) -> Day | None:
        """The day with the most tried, the newest of several."""
        busy = [one for one in self.days if one.tally.tried]
        return max(busy, key=lambda one: (one.tally.tried, one.day), default=None)


class UserStatistics(Value):
    """A user's downloads in one server.

    Attributes:
        total: All since they came; forgotten 100 days after the last one.
    """

    total: Tally = Tally()
