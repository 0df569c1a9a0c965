"""Which state of a download may follow which; the scripts are held to it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

_AFTER: Final = {
    "queued": ("dispatched", "cancelled"),
    "dispatched": ("running", "queued", "failed", "cancelled"),
    "running": ("queued", "delayed", "completed", "failed", "cancelled"),
    "delayed": ("queued", "cancelled"),
}

MOVES: Final = frozenset((one, next_) for one in _AFTER for next_ in _AFTER[one])
"""From no end state leads any move: they aren't here."""


def moves(events: Iterable[dict[str, str]]) -> set[tuple[str, str]]:
    """The moves that a stream of events tells of, downloads apart."""
    states: dict[str, list[str]] = {}
    for event in events:
        states.setdefault(event["id"], []).append(event["state"])
    pairs = (pair for told in states.values() for pair in pairwise(told))
    return {(before, after) for before, after in pairs if before != after}
