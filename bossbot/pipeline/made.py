"""What each result was made from and for, kept beside the results.

Somebody may join after transcode: the record names only results by then, and these
notes tell which of them will do, and from what the others are made.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from bossbot.models import Change, Limits, Value

_NOTES: Final = "made.json"


class Made(Value):
    """How a result came about.

    Attributes:
        source: The path of what it was made from.
        number: The original's place among the download's, from 1.
        limits: What it had to fit.
        change: What was made instead of what was too large.
        parts: How many files the source was made into.
    """

    source: str
    number: int
    limits: Limits
    change: Change | None = None
    parts: int = 1


_CONTENT: Final = TypeAdapter(dict[str, Made])


def note(directory: Path, results: Mapping[str, Made]) -> None:
    """Write down how results came about, by their paths, beside what is noted."""
    draft = directory / f"{_NOTES}.tmp"
    draft.write_bytes(_CONTENT.dump_json({**noted(directory), **results}))
    draft.replace(directory / _NOTES)


def noted(directory: Path) -> dict[str, Made]:
    """What is known of the results, by their paths."""
    try:
        return _CONTENT.validate_json((directory / _NOTES).read_bytes())
    except (OSError, ValidationError):
        return {}
