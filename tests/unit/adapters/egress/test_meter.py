"""The cap and the bandwidth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bossbot.adapters.egress.meter import BUFFER, CapExceeded, Meter, Throttle

pytestmark = pytest.mark.unit


@given(st.integers(0, 200), st.lists(st.integers(1, 100), max_size=20))
async def test_exactly_the_cap_is_passed_on(cap: int, arrivals: list[int]) -> None:
    """However the bytes come, the job gets the first `cap` of them."""
    meter, passed, cut = Meter(max_bytes=cap, throttle=Throttle(0)), 0, False
    for waiting in arrivals:
        try:
            size = min(meter.room(BUFFER), waiting)
            passed += len(await meter.count(b"x" * size))
        except CapExceeded:
            cut = True
            break
    assert passed == meter.received <= cap
    assert not cut or (passed == cap and meter.exceeded)


async def test_the_end_of_a_connection_is_no_excess() -> None:
    """A job at its cap may still see that there is nothing more."""
    meter = Meter(max_bytes=5, throttle=Throttle(0))
    await meter.count(b"hello")
    assert await meter.count(b"") == b""
    assert not meter.exceeded


def test_takers_share_the_bandwidth_one_after_the_other() -> None:
    """Two who take at the same moment wait twice as long in all."""
    throttle = Throttle(1000)
    assert throttle.reserve(500, now=0.0) == pytest.approx(0.5)
    assert throttle.reserve(500, now=0.0) == pytest.approx(1.0)
    assert throttle.reserve(500, now=1.0) == pytest.approx(0.5)


def test_a_pause_is_not_saved_up() -> None:
    """After an hour of nothing the bandwidth is what it was."""
    throttle = Throttle(1000)
    throttle.reserve(1000, now=0.0)
    assert throttle.reserve(1000, now=3600.0) == pytest.approx(1.0)


def test_slow_lines_move_in_small_pieces() -> None:
    """No read takes longer than a fraction of a second, so idle time-outs hold."""
    assert Throttle(8000).slice == 1000
    assert Throttle(1).slice == 1
    assert Throttle(10**9).slice == Throttle(0).slice == BUFFER
    assert Throttle(0).reserve(10**9, now=0.0) == 0.0
