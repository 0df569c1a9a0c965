"""A walk through what a site answers in JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def objects(answer: Any) -> Iterator[dict[str, Any]]:
    """Every object in an answer, however deep; each before those within it."""
    waiting = [answer]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one


def at(answer: Any, *keys: str) -> Any:
    """What stands at the end of a path of objects; None where it breaks off."""
    for key in keys:
        answer = answer.get(key) if isinstance(answer, dict) else None
    return answer
