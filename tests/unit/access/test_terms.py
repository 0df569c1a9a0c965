"""What a member may in one server."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bossbot.access.levels import URGENCY
from bossbot.access.terms import Terms, terms_of
from bossbot.models import Level, Priority, RoleSettings, ServerSettings
from bossbot.settings import MB, Settings

pytestmark = pytest.mark.unit

SETTINGS = Settings.load(_env_file=None)
NORMAL, PREMIUM, ADMIN = Level


def terms(
    level: Level = NORMAL,
    *mine: RoleSettings,
    premium: bool = False,
    settings: Settings = SETTINGS,
) -> Terms:
    roles = {str(number): role for number, role in enumerate(mine)}
    server = ServerSettings(roles={**roles, "others": RoleSettings(max_mb=99)})
    return terms_of(level, [*roles, "bare"], server, settings, premium=premium)


def test_without_roles_it_is_the_level() -> None:
    """Another's role changes nothing."""
    mine = terms()
    assert (mine.level, mine.at_once, mine.per_day) == (NORMAL, 2, 10)
    assert (mine.most_bytes, mine.highest) == (50 * MB, Priority.NORMAL)
    assert mine.retention == 24 * 3600


def test_a_premium_server_makes_everybody_premium() -> None:
    """At least; its files are kept for longer, but never for less than others'."""
    mine = terms(premium=True)
    assert (mine.level, mine.at_once, mine.highest) == (PREMIUM, 4, Priority.HIGH)
    assert mine.retention == 72 * 3600
    assert terms(ADMIN, premium=True).level is ADMIN
    weeks = Settings.load(_env_file=None, retention_hours=336)
    assert terms(premium=True, settings=weeks).retention == 336 * 3600


@pytest.mark.parametrize(
    ("level", "sizes", "most"),
    [
        (NORMAL, [80], 80),
        (NORMAL, [10, 30], 30),
        (NORMAL, [10], 10),
        (NORMAL, [4000], 100),
        (PREMIUM, [10], 10),
    ],
)
def test_the_largest_of_the_roles_replaces_the_levels(
    level: Level, sizes: list[int], most: int
) -> None:
    """More or less than it, never more than premium members have; videos follow."""
    mine = terms(level, *(RoleSettings(max_mb=size) for size in sizes))
    assert mine.most_bytes == most * MB
    assert mine.posted(SETTINGS.limits).video == most * MB


def test_administrators_are_above_roles() -> None:
    """Neither size nor priority is taken from them."""
    mine = terms(ADMIN, RoleSettings(max_mb=1, priority=Priority.LOW))
    assert (mine.most_bytes, mine.highest) == (None, Priority.HIGH)


@pytest.mark.parametrize(
    ("level", "lent", "highest"),
    [
        (NORMAL, ["high"], "high"),
        (NORMAL, ["low"], "low"),
        (NORMAL, ["low", "normal"], "normal"),
        (NORMAL, ["low", "high"], "high"),
        (PREMIUM, ["low"], "high"),
    ],
)
def test_the_most_urgent_of_the_roles_holds(
    level: Level, lent: list[str], highest: str
) -> None:
    """A role lends `high` or takes away `normal`; premium members keep theirs."""
    mine = terms(level, *(RoleSettings(priority=Priority(word)) for word in lent))
    assert mine.highest == highest


ROLES = st.builds(
    RoleSettings,
    max_mb=st.none() | st.integers(1, 5000),
    priority=st.none() | st.sampled_from(Priority),
)


@given(st.sampled_from(Level), st.lists(ROLES, min_size=1, max_size=4), st.booleans())
def test_one_role_more_that_says_nothing_changes_nothing(
    level: Level, mine: list[RoleSettings], premium: bool
) -> None:
    """And one that says the same as another neither; their order is no matter."""
    found = terms(level, *mine, premium=premium)
    assert terms(level, *mine, RoleSettings(), premium=premium) == found
    assert terms(level, *mine, mine[0], premium=premium) == found
    assert terms(level, *reversed(mine), premium=premium) == found


@given(st.lists(ROLES, min_size=1, max_size=4), ROLES)
def test_a_further_generous_role_never_takes_away(
    mine: list[RoleSettings], further: RoleSettings
) -> None:
    """Once a role has spoken, another one can only give more."""
    spoken = RoleSettings(max_mb=10, priority=Priority.LOW)
    before = terms(NORMAL, spoken, *mine)
    after = terms(NORMAL, spoken, *mine, further)
    assert before.most_bytes is not None
    assert after.most_bytes is not None
    assert after.most_bytes >= before.most_bytes
    assert URGENCY.index(after.highest) >= URGENCY.index(before.highest)
