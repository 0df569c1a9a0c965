"""What is known of a site by a link to it that is fetched from time to time."""

from __future__ import annotations

from bossbot.models.deliveries import ErrorRecord
from bossbot.models.words import Value


class Canary(Value):
    """What the looks at one site's link have come to.

    Attributes:
        site: A platform's name, or a host; as circuit breakers call it.
        link: Equal for the same link only; it can't be read back from this.
        works: The verdict; None as long as there is none.
        since: When that verdict began.
        at: When it was last looked at.
        host: The disk id of the host that did.
        worked: Whether this very link could ever be fetched.
        failures: How many looks have failed since the last that didn't.
        error: Of the last look, if it failed.
        told: Whether the owner was told of the verdict, as far as that is possible.
    """

    site: str
    link: str
    works: bool | None = None
    since: float
    at: float
    host: str = ""
    worked: bool = False
    failures: int = 0
    error: ErrorRecord | None = None
    told: bool = True
