"""How long a download is going to wait, from how long stages took of late."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bossbot.models import FETCH, TRANSCODE, UPLOAD, VALIDATE

UNMEASURED: Final = 30.0
"""Seconds a download is taken to last before one was measured."""
_MOST_PLAYED: Final = 2000
"""Downloads ahead that are played through one by one; the rest go by the average."""

type Paces = Mapping[str, float]
"""Seconds a stage takes, by `{platform}:{stage}`."""


@dataclass(frozen=True, slots=True)
class Running:
    """A download that holds a slot, and since how many seconds."""

    platform: str
    elapsed: float


def lasts(platform: str, paces: Paces) -> float:
    """Seconds a download of a platform holds its slot."""
    stages = (FETCH, VALIDATE, TRANSCODE, UPLOAD)
    found = [paces.get(f"{platform}:{stage}") for stage in stages]
    known = [seconds for seconds in found if seconds is not None]
    return sum(known) if known else UNMEASURED


def average(mix: Mapping[str, int], paces: Paces) -> float:
    """Seconds a download lasts, over those that wait (their number, by platform)."""
    count = sum(mix.values())
    if not count:
        return UNMEASURED
    return sum(lasts(name, paces) * n for name, n in mix.items()) / count


def wait_for_slot(
    *, slots: int, running: Sequence[Running], ahead: int, each: float, paces: Paces
) -> float | None:
    """Seconds until a slot is free for the one behind `ahead` others.

    Args:
        slots: How many may run at once.
        running: Those that do.
        ahead: How many start before.
        each: Seconds one of these lasts.
        paces: For what is left of the running ones.

    Returns:
        None where there are no slots.
    """
    if slots <= 0:
        return None
    left = sorted(max(0.0, lasts(r.platform, paces) - r.elapsed) for r in running)
    free = [0.0] * max(0, slots - len(left)) + left
    heapq.heapify(free)
    # With fewer slots than are taken, the first that end free none.
    for _ in range(len(free) - slots):
        heapq.heappop(free)
    played = min(ahead, _MOST_PLAYED)
    for _ in range(played):
        heapq.heappush(free, heapq.heappop(free) + each)
    return free[0] + (ahead - played) * each / slots


def starts_before(*, position: int, waiting: int, guilds: int, total: int) -> int:
    """How many start before the one at this place of its server's queue.

    Servers take turns, so each other one starts about as many as ours does.

    Args:
        position: From 1.
        waiting: How many wait in its server.
        guilds: How many servers have somebody to start, its own included.
        total: How many wait in all.
    """
    own = position - 1
    others = min(max(0, total - waiting), position * max(0, guilds - 1))
    return own + others
