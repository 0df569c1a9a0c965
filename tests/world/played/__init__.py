"""Every link that is played back, and what must become of it: a module a platform.

`docs/sources.md` lists them with what the real tools made of them: the table is written
by `tests/integration/fetching/test_played.py`.
"""

from __future__ import annotations

from tests.world.played import (
    elsewhere,
    faults,
    instagram,
    reddit,
    short,
    streams,
    tiktok,
    twitter,
    youtube,
)
from tests.world.played.case import Case

__all__ = ["Case", "all_cases"]

_MODULES = (
    twitter,
    reddit,
    instagram,
    youtube,
    tiktok,
    elsewhere,
    streams,
    short,
    faults,
)


def all_cases() -> tuple[Case, ...]:
    """In the order of the table."""
    return tuple(case for module in _MODULES for case in module.CASES)
