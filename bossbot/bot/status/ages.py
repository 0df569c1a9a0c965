"""How old a message is: its id tells."""

from __future__ import annotations

import time
from typing import Final

_EPOCH: Final = 1_420_070_400.0
"""Discord's first second (2015)."""
OLD: Final = 3300.0
"""Discord takes only a few edits of messages older than an hour (its code 30046)."""


def age(message: str, now: float | None = None) -> float:
    """Seconds since a message was made; 0 for what isn't an id of Discord's."""
    if not message.isdigit():
        return 0.0
    made = (int(message) >> 22) / 1000 + _EPOCH
    return max(0.0, (time.time() if now is None else now) - made)


def is_old(message: str) -> bool:
    """Whether edits of it have to be few."""
    return age(message) > OLD
