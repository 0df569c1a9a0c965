"""How little of a job's words gets into records, logs and messages."""

from __future__ import annotations

import math
from typing import Any

import pytest

from bossbot.adapters.sandbox.claims import (
    LONGEST_WAIT,
    claimed_error,
    claimed_progress,
)
from bossbot.errors import NotFoundError, RateLimitedError, UnknownError

pytestmark = pytest.mark.unit


def test_an_honest_error_is_the_same_here() -> None:
    """Type, data and wait survive the way."""
    told = RateLimitedError(platform="reddit", retry_after=7.5)
    found = claimed_error(told.to_dict())
    assert type(found) is RateLimitedError
    assert (found.data, found.retry_after) == ({"platform": "reddit"}, 7.5)


@pytest.mark.parametrize(
    ("wait", "kept"),
    [(None, None), (-5, 0.0), (1e300, LONGEST_WAIT), (math.inf, None), ("8", 8.0)],
)
def test_a_wait_is_one_that_can_be_waited(wait: Any, kept: float | None) -> None:
    """For ever, or backwards, no download waits."""
    value = RateLimitedError().to_dict() | {"retry_after": wait}
    assert claimed_error(value).retry_after == kept


def test_data_is_few_and_short() -> None:
    """No structure, no megabytes, no number that Redis or JSON chokes on."""
    data = {
        "text": "x" * 10_000,
        "nested": {"a": [1]},
        "huge": 10**30,
        "endless": math.inf,
        "self": 1,
        "retry_after": 2,
        **{f"n{number}": number for number in range(100)},
    }
    found = claimed_error(NotFoundError().to_dict() | {"data": data})
    assert len(found.data) < 10
    assert len(found.data["text"]) == 200
    assert set(found.data) < {"text", *data} - {"nested", "huge", "endless", "self"}


def test_an_unknown_code_is_an_unknown_error() -> None:
    """Whatever it calls itself."""
    assert type(claimed_error({"code": "hurrah", "data": None})) is UnknownError


@pytest.mark.parametrize("value", [None, [], {"code": 1, "data": [1]}, "error"])
def test_no_error_at_all(value: Any) -> None:
    """What isn't one is nonsense, not an error of its own."""
    with pytest.raises((AttributeError, TypeError, ValueError)):
        claimed_error(value)


def test_progress_is_made_of_numbers_one_can_reckon_with() -> None:
    """Neither negative, nor endless, nor longer than a number gets."""
    event = {"done": -3, "total": 10**40, "speed": math.nan, "name": "n" * 5000}
    found = claimed_progress({**event, "file_number": 1, "file_count": 2})
    assert (found.done, found.total, found.speed) == (0, 1 << 53, None)
    assert len(found.name or "") == 300
