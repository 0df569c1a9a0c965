"""What somebody is told alone, for it can't stand where it was asked for."""

from __future__ import annotations

from typing import Final

_MOST: Final = 2000


def directly(text: str, channel: str) -> str:
    """A status message's text, with where it belongs. `channel` is a snowflake."""
    note = f"\n-# You asked for this in <#{channel}>, where I can't write."
    return text[: _MOST - len(note)] + note
