"""How long a download is going to wait."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bossbot.queue.estimate import (
    UNMEASURED,
    Running,
    average,
    lasts,
    starts_before,
    wait_for_slot,
)

pytestmark = pytest.mark.unit

PACES = {"reddit:fetch": 8.0, "reddit:transcode": 2.0, "tiktok:fetch": 40.0}


def wait(slots: int, running: list[Running], ahead: int) -> float | None:
    return wait_for_slot(
        slots=slots, running=running, ahead=ahead, each=10, paces=PACES
    )


def test_a_download_lasts_as_long_as_its_stages() -> None:
    """What was measured of its platform; unmeasured ones have one guess for all."""
    assert lasts("reddit", PACES) == 10
    assert lasts("youtube", PACES) == UNMEASURED
    assert average({"reddit": 2, "tiktok": 1}, PACES) == 20
    assert average({}, PACES) == UNMEASURED


@pytest.mark.parametrize(
    ("slots", "running", "ahead", "expected"),
    [
        (2, [], 0, 0.0),
        (2, [Running("reddit", 4)], 0, 0.0),
        (1, [Running("reddit", 4)], 0, 6.0),
        (1, [Running("reddit", 99)], 0, 0.0),
        (2, [Running("reddit", 4), Running("reddit", 1)], 1, 9.0),
        (1, [], 3, 30.0),
        (1, [Running("reddit", 8), Running("reddit", 0)], 0, 10.0),
        (0, [], 0, None),
    ],
    ids=[
        *("free", "one of two free", "what is left", "overdue", "second to end"),
        *("behind three", "a slot fewer than run", "no slots"),
    ],
)
def test_the_first_slot_that_gets_free(
    slots: int, running: list[Running], ahead: int, expected: float | None
) -> None:
    """After those ahead have had theirs."""
    assert wait(slots, running, ahead) == expected


@given(st.integers(1, 8), st.integers(0, 5000))
def test_more_ahead_never_means_sooner(slots: int, ahead: int) -> None:
    """Also where only the first thousands are played through one by one."""
    one, next_ = wait(slots, [], ahead), wait(slots, [], ahead + 1)
    assert one is not None
    assert next_ is not None
    assert one <= next_ <= one + 10


def test_other_servers_start_about_as_many_as_ours() -> None:
    """Not more than they have, and none where ours is alone."""
    assert starts_before(position=1, waiting=5, guilds=1, total=5) == 0
    assert starts_before(position=3, waiting=5, guilds=3, total=100) == 8
    assert starts_before(position=3, waiting=5, guilds=3, total=6) == 3
