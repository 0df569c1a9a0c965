"""What a member may, by level."""

from __future__ import annotations

import pytest

from bossbot.access.levels import LevelLimits, limits_of
from bossbot.models import Level, Priority
from bossbot.settings import MB, Settings

pytestmark = pytest.mark.unit


def of(level: Level, **settings: object) -> LevelLimits:
    return limits_of(level, Settings.load(_env_file=None, **settings))


def test_the_defaults_by_level() -> None:
    """Two and ten, four and fifty, no limit; `high` is not for everybody."""
    normal, premium, admin = (of(level) for level in Level)
    assert (normal.at_once, normal.per_day, normal.high) == (2, 10, False)
    assert (premium.at_once, premium.per_day, premium.high) == (4, 50, True)
    assert (admin.at_once, admin.per_day, admin.high) == (0, 0, True)


def test_every_number_is_a_setting() -> None:
    """Those of one level leave the other alone."""
    changed = {"normal_at_once": 1, "normal_per_day": 3, "normal_max_mb": 7}
    normal = of(Level.NORMAL, **changed)
    assert normal == LevelLimits(
        at_once=1,
        per_day=3,
        most_bytes=7 * MB,
        raises=False,
        highest=Priority.NORMAL,
    )
    assert of(Level.PREMIUM, **changed) == of(Level.PREMIUM)
    changed = {"premium_at_once": 0, "premium_per_day": 0, "premium_max_mb": 9}
    assert of(Level.PREMIUM, **changed) == LevelLimits(most_bytes=9 * MB)


@pytest.mark.parametrize(
    ("level", "video"), [(Level.NORMAL, 50), (Level.PREMIUM, 100), (Level.ADMIN, 500)]
)
def test_the_largest_video(level: Level, video: int) -> None:
    """A level's own; an administrator's is what the server takes, cut later."""
    limits = Settings.load(_env_file=None).limits
    posted = of(level).posted(limits)
    assert posted.video == video * MB
    assert (posted.image, posted.audio, posted.source) == (
        limits.image,
        limits.audio,
        limits.source,
    )


def test_the_smaller_of_level_and_kind_holds_for_a_normal_member() -> None:
    """Either setting can make it less; a small level also cuts images and audio."""
    settings = Settings.load(_env_file=None, max_file_size_mb=8)
    assert limits_of(Level.NORMAL, settings).posted(settings.limits).video == 8 * MB
    small = of(Level.NORMAL, normal_max_mb=3).posted(settings.limits)
    assert (small.video, small.image, small.audio) == (3 * MB, 3 * MB, 3 * MB)


@pytest.mark.parametrize(
    ("level", "wanted", "given"),
    [
        (Level.NORMAL, Priority.HIGH, Priority.NORMAL),
        (Level.NORMAL, Priority.LOW, Priority.LOW),
        (Level.PREMIUM, Priority.HIGH, Priority.HIGH),
        (Level.ADMIN, Priority.LOW, Priority.LOW),
    ],
)
def test_a_priority_is_granted_or_lowered(
    level: Level, wanted: Priority, given: Priority
) -> None:
    """Nobody is made more urgent than they asked for."""
    assert of(level).priority(wanted) is given
