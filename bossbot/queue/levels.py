"""What a member may, by level; the numbers are settings."""

from __future__ import annotations

from dataclasses import dataclass

from bossbot.models import Level, Limits
from bossbot.settings import MB, Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelLimits:
    """The limits of a level.

    Attributes:
        at_once: How many downloads of one user run together; 0: any number.
        per_day: How many a user may ask for in a day (UTC); 0: any number.
        most_bytes: The largest posted file; None: whatever the server takes.
        high: Whether the priority `high` is theirs.
    """

    at_once: int = 0
    per_day: int = 0
    most_bytes: int | None = None
    high: bool = True

    def posted(self, limits: Limits) -> Limits:
        """The settings' limits by kind, as they are for this level.

        Those of images and audio hold for everybody. That of videos is a normal
        member's: it gives way to a higher level's own.
        """
        most = limits.source if self.most_bytes is None else self.most_bytes
        video = most if self.high else limits.video
        return limits.model_copy(update={"video": video}).within(most)


def limits_of(level: Level, settings: Settings) -> LevelLimits:
    """The limits of a level, as they are set."""
    match level:
        case Level.NORMAL:
            return LevelLimits(
                at_once=settings.normal_at_once,
                per_day=settings.normal_per_day,
                most_bytes=settings.normal_max_mb * MB,
                high=False,
            )
        case Level.PREMIUM:
            return LevelLimits(
                at_once=settings.premium_at_once,
                per_day=settings.premium_per_day,
                most_bytes=settings.premium_max_mb * MB,
            )
        case Level.ADMIN:
            return LevelLimits()
