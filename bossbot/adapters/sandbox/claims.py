"""What a job claims, cut down to what a record may hold: any of it may be hostile."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from bossbot.errors import BossBotError
from bossbot.sandbox.protocol import JobProgress

LONGEST_WAIT: Final = 6 * 3600.0
"""Seconds; no site makes a download wait for longer."""
_LARGEST: Final = 1 << 53
_NAME_LENGTH: Final = 300
_FACTS: Final = 8
_FACT_LENGTH: Final = 200


def claimed_progress(event: Mapping[str, Any]) -> JobProgress:
    """The progress an event tells.

    Raises:
        ValueError, KeyError, TypeError, OverflowError: It is none.
    """
    total, speed, name = event.get("total"), event.get("speed"), event.get("name")
    return JobProgress(
        done=_count(event["done"]),
        total=None if total is None else _count(total),
        speed=None if speed is None else _amount(speed),
        name=None if name is None else str(name)[:_NAME_LENGTH],
        file_number=_count(event["file_number"]),
        file_count=_count(event["file_count"]),
    )


def claimed_error(value: Mapping[str, Any]) -> BossBotError:
    """The error that `BossBotError.to_dict` wrote in the job, or something else did.

    Raises:
        ValueError, TypeError, AttributeError: It is none.
    """
    error = BossBotError.from_dict(
        {
            "code": value.get("code"),
            "permanent": value.get("permanent"),
            "data": dict(_facts(value.get("data") or {})),
        }
    )
    wait = value.get("retry_after")
    seconds = None if wait is None else _amount(wait)
    error.retry_after = None if seconds is None else min(seconds, LONGEST_WAIT)
    return error


def _facts(data: Mapping[str, Any]) -> list[tuple[str, Any]]:
    plain = str | int | float | None
    found = [(n, fact) for n, fact in data.items() if isinstance(fact, plain)]
    return [
        (name[:_FACT_LENGTH], fact[:_FACT_LENGTH] if isinstance(fact, str) else fact)
        for name, fact in found[:_FACTS]
        if name not in {"self", "retry_after"} and not _is_monstrous(fact)
    ]


def _is_monstrous(fact: object) -> bool:
    """Numbers that no other program would read back."""
    if isinstance(fact, float):
        return not math.isfinite(fact)
    return isinstance(fact, int) and abs(fact) > _LARGEST


def _count(value: Any) -> int:
    return min(max(0, int(value)), _LARGEST)


def _amount(value: Any) -> float | None:
    """Seconds, or bytes a second; None where it is no number to reckon with."""
    number = float(value)
    return min(max(0.0, number), float(_LARGEST)) if math.isfinite(number) else None
