"""Axes of round numbers."""

from __future__ import annotations

import pytest

from bossbot.charts.scale import short, ticks

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        (0, (0, 1)),
        (1, (0, 1)),
        (4, (0, 1, 2, 3, 4)),
        (5, (0, 2, 4, 6)),
        (30, (0, 10, 20, 30)),
        (41, (0, 20, 40, 60)),
        (3_000_000_001, (0, 10**9, 2 * 10**9, 3 * 10**9, 4 * 10**9)),
    ],
)
def test_ticks_are_few_round_and_reach_the_top(
    most: int, expected: tuple[int, ...]
) -> None:
    """From 0, in steps of 1, 2 or 5 of some ten."""
    assert ticks(most) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1k"),
        (1234, "1.23k"),
        (99_960, "100k"),
        (999_400, "999k"),
        (999_999, "1M"),
        (55_100_000_000, "55.1B"),
        (10**15, "1000T"),
    ],
)
def test_large_numbers_are_short(number: int, expected: str) -> None:
    """Three digits, never in the exponent's way, and never `1000k`."""
    assert short(number) == expected
