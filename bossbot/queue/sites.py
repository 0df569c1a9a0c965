"""The circuit breaker of a site: what counts against it, and how long it is left alone.

Three downloads that fail, or two that are rate-limited, within two minutes and with no
success in between, pause a site: its downloads wait, others pass. Then one is let
through as a probe. While probes fail, the pause doubles; a success ends it.
"""

from __future__ import annotations

from typing import Final, Literal

from bossbot.errors import (
    BossBotError,
    FileTooLargeError,
    NetworkError,
    NotFoundError,
    RateLimitedError,
)

FAILING: Final = 3
"""So many downloads that could not reach it …"""
LIMITED: Final = 2
"""… or were asked to slow down …"""
WINDOW: Final = 120.0
"""… within so many seconds pause a site."""
FIRST_PAUSE: Final = 30.0
LONGEST_PAUSE: Final = 900.0
"""Also where the site itself asks for longer."""

type Heard = Literal["failing", "limited", "answers"]


def heard(error: BossBotError) -> Heard | None:
    """What a failed fetch says of its site; None where it says nothing."""
    if isinstance(error, RateLimitedError):
        return "limited"
    if isinstance(error, NetworkError):
        return "failing"
    if isinstance(error, (NotFoundError, FileTooLargeError)):
        return "answers"
    return None
