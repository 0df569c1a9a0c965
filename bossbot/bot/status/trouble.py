"""What may become of a request to Discord, as far as status messages care."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

REMEMBERED: Final = 1000
CHANNEL_REST: Final = 300.0
"""Seconds that a channel is left alone after it refused us: 10,000 refusals in ten
minutes ban our address."""
MESSAGE_REST: Final = 60.0
"""Likewise a message that takes no edits for now."""


class Trouble(Exception):
    """A status message was not sent or edited."""


class Gone(Trouble):
    """The message is deleted."""


class Refused(Trouble):
    """The channel is gone, or not ours to write in."""


class Shut(Trouble):
    """The message takes no edits for now, though a new one may be sent.

    It stands in an archived thread, or is old and was edited too often.
    """


class Undone(Trouble):
    """It failed, but may succeed later."""


class Resting:
    """What isn't asked for a while, by its id.

    Args:
        clock: Monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: dict[str, float] = {}

    def rest(self, name: str, seconds: float) -> None:
        """Leave it alone for so long."""
        self._until.pop(name, None)
        self._until[name] = self._clock() + seconds
        while len(self._until) > REMEMBERED:
            del self._until[next(iter(self._until))]

    def wake(self, name: str) -> None:
        """Leave it alone no longer."""
        self._until.pop(name, None)

    def __contains__(self, name: object) -> bool:
        """Whether it is left alone now."""
        return self._until.get(str(name), 0.0) > self._clock()
