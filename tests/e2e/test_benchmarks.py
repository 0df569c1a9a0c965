"""The benchmarks run; what they measure is for people to judge."""

from __future__ import annotations

import pytest

from tests.benchmarks.__main__ import NAMES, measure
from tests.benchmarks.figures import Figure, table

QUICK = {"queue", "startup"}
"""The others kill workers or load the machine: they run with the tests that do."""

CASES = [
    pytest.param(name, marks=pytest.mark.e2e if name in QUICK else pytest.mark.chaos)
    for name in NAMES
]


@pytest.mark.timeout(400)
@pytest.mark.parametrize("name", CASES)
async def test_gives_figures(name: str) -> None:
    """Each benchmark measures something, and prints it as one table."""
    figures = await measure(name, quick=True)
    assert figures
    assert all(figure.value >= 0 for figure in figures)
    assert any(figure.value > 0 for figure in figures)
    lines = table(figures).splitlines()
    assert len(lines) == len(figures) + 1


@pytest.mark.unit
@pytest.mark.parametrize(
    ("value", "baseline", "goal", "met"),
    [(11.0, 10.0, 1.1, True), (12.0, 10.0, 1.1, False), (1.0, None, 1.1, True)],
)
def test_goal(value: float, baseline: float | None, goal: float, met: bool) -> None:
    """A goal speaks of the ratio where there is a baseline, else of the value."""
    figure = Figure(name="x", value=value, unit="s", baseline=baseline, goal=goal)
    assert figure.met is met


@pytest.mark.unit
def test_goal_from_below() -> None:
    """Of some figures more is better."""
    half = Figure(name="rate", value=4, unit="/s", baseline=10, goal=0.5, better="more")
    assert half.met is False
    assert "NO" in table([half])
