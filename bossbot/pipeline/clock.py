"""The time that all conversions of a download may take together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_SHARE: Final = 0.6
_LEAST: Final = 5.0


@dataclass(slots=True)
class Clock:
    """The seconds left for conversions."""

    left: float

    def share(self, *, last: bool) -> float:
        """How long the next one may take.

        A plan that is not the last leaves time for its safer successor; even the last
        file of a long album gets a few seconds.
        """
        return max(self.left * (1.0 if last else _SHARE), _LEAST)

    def spend(self, seconds: float) -> None:
        """Take off what one took."""
        self.left -= seconds
