"""What all connections of one session go by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bossbot.adapters.egress.meter import Meter
from bossbot.adapters.egress.policy import Policy, Reason, Refusal
from bossbot.adapters.egress.routes import Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Seconds to wait before a connection is given up.

    Attributes:
        head: For a whole request head, once it began.
        connect: For resolving a name and connecting to the site.
        idle: Without a byte in any direction.
    """

    head: float = 10.0
    connect: float = 10.0
    idle: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The rules, the way out and the counters of one session.

    Attributes:
        over: Why nothing more is let through, once that is so.
        refuse: Takes note of what was not allowed.
    """

    token: str
    policy: Policy
    route: Route
    meter: Meter
    patience: Patience
    over: Callable[[], Reason | None]
    refuse: Callable[[Refusal], None]
