"""Round numbers for an axis, and large ones short."""

from __future__ import annotations

from typing import Final

_STEPS: Final = (1, 2, 5)
_UNITS: Final = ((10**12, "T"), (10**9, "B"), (10**6, "M"), (10**3, "k"))


def ticks(most: int, *, about: int = 4) -> tuple[int, ...]:
    """Whole, evenly spaced numbers from 0 to `most` or just above.

    Args:
        most: The largest value to show; 0 where there is none.
        about: How many steps there should be at most.
    """
    size = 1
    while True:
        for step in _STEPS:
            if step * size * about >= most:
                count = max(1, -(-most // (step * size)))
                return tuple(n * step * size for n in range(count + 1))
        size *= 10


def short(number: int) -> str:
    """A number as `950`, `1.2k`, `35M`."""
    for size, unit in _UNITS:
        # What would round up to a thousand of a unit is one of the next.
        if number >= size * 0.9995 and number >= 1000:
            shown = number / size
            return f"{shown:.0f}{unit}" if shown >= 99.95 else f"{shown:.3g}{unit}"
    return str(number)
