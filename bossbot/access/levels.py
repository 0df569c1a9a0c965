"""What a member may, by level; the numbers are settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bossbot.models import Level, Limits, Priority
from bossbot.settings import MB, Settings

URGENCY: Final = (Priority.LOW, Priority.NORMAL, Priority.HIGH)
"""The priorities, the most urgent last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelLimits:
    """The limits of a level.

    Attributes:
        at_once: How many downloads of one user run together; 0: any number.
        per_day: How many a user may ask for in a day (UTC); 0: any number.
        most_bytes: The largest posted file; None: whatever the server takes.
        raises: Whether `most_bytes` holds for videos even where it is more than the
            setting for them, which is a normal member's.
        highest: The most urgent priority that is theirs.
    """

    at_once: int = 0
    per_day: int = 0
    most_bytes: int | None = None
    raises: bool = True
    highest: Priority = Priority.HIGH

    @property
    def high(self) -> bool:
        """Whether the priority `high` is theirs."""
        return self.highest is Priority.HIGH

    def priority(self, wanted: Priority) -> Priority:
        """What becomes of a priority that is asked for."""
        return min(wanted, self.highest, key=URGENCY.index)

    def posted(self, limits: Limits) -> Limits:
        """The settings' limits by kind, as they are for this level.

        Those of images and audio hold for everybody.
        """
        most = limits.source if self.most_bytes is None else self.most_bytes
        video = most if self.raises else limits.video
        return limits.model_copy(update={"video": video}).within(most)


def limits_of(level: Level, settings: Settings) -> LevelLimits:
    """The limits of a level, as they are set."""
    match level:
        case Level.NORMAL:
            return LevelLimits(
                at_once=settings.normal_at_once,
                per_day=settings.normal_per_day,
                most_bytes=settings.normal_max_mb * MB,
                raises=False,
                highest=Priority.NORMAL,
            )
        case Level.PREMIUM:
            return LevelLimits(
                at_once=settings.premium_at_once,
                per_day=settings.premium_per_day,
                most_bytes=settings.premium_max_mb * MB,
            )
        case Level.ADMIN:
            return LevelLimits()
