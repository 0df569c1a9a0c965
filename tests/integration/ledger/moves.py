"""Which state of a download may follow which; the scripts are held to it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

_AFTER: Final = {
    "queued": ("dispatched", "paused", "completed", "failed", "cancelled"),
    "dispatched": (
        *("running", "queued", "paused", "completed", "failed", "cancelled"),
    ),
    "running": ("queued", "delayed", "paused", "completed", "failed", "cancelled"),
    "delayed": ("queued", "paused", "completed", "cancelled"),
    "paused": ("queued", "completed", "cancelled"),
    # A requester's retry, of a download that others may have got.
    "failed": ("queued",),
    "completed": ("queued",),
    "cancelled": ("queued",),
}

MOVES: Final = frozenset((one, next_) for one in _AFTER for next_ in _AFTER[one])
"""To completed from everywhere: when all have got it but one, and that one leaves."""


def moves(events: Iterable[dict[str, str]]) -> set[tuple[str, str]]:
    """The moves that a stream of events tells of, downloads apart."""
    states: dict[str, list[str]] = {}
    for event in events:
        states.setdefault(event["id"], []).append(event["state"])
    pairs = (pair for told in states.values() for pair in pairwise(told))
    return {(before, after) for before, after in pairs if before != after}
