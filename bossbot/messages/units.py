"""Sizes, durations and bars as members read them; MB means MiB."""

from __future__ import annotations

from typing import Final

from bossbot.models import BarStyle

CELLS: Final = 20
MOMENT: Final = 10.0
"""Seconds below which an estimate names no number."""


def size(count: float) -> str:
    """Bytes as `312 bytes`, `45 kB`, `1.2 MB`."""
    if count < 1024:
        return f"{count:.0f} bytes"
    if count < 1024**2:
        return f"{count / 1024:.0f} kB"
    if count < 1024**3:
        return f"{count / 1024**2:.1f} MB"
    return f"{count / 1024**3:.2f} GB"


def duration(seconds: float) -> str:
    """Seconds as `12s`, `2m 5s`, `1h 2m`."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole}s"
    if whole < 3600:
        return f"{whole // 60}m {whole % 60}s"
    return f"{whole // 3600}h {whole % 3600 // 60}m"


def about(seconds: float) -> str:
    """An estimate, no more exact than it is: `30 seconds`, `2 minutes`, `1.5 hours`."""
    if seconds < MOMENT:
        return "a moment"
    if seconds < 55:
        return f"{round(seconds / 10) * 10} seconds"
    if seconds < 90 * 60:
        return _counted(max(1, round(seconds / 60)), "minute")
    return _counted(round(seconds / 1800) / 2, "hour")


def _counted(count: float, unit: str) -> str:
    return f"{count:g} {unit}" if count == 1 else f"{count:g} {unit}s"


def bar(done: float, total: float, style: BarStyle = BarStyle.STANDARD) -> str:
    """`[===========         ] 55%`; full only when it is.

    The other styles are `▰▰▰▰▰▰▰▰▰▰▰▱▱▱▱▱▱▱▱▱ 55%`, and `55%` alone.
    """
    share = min(1.0, max(0.0, done / total)) if total > 0 else 0.0
    filled, percent = int(share * CELLS), f"{int(share * 100)}%"
    match style:
        case BarStyle.MINIMAL:
            return percent
        case BarStyle.BLOCKS:
            return f"{'▰' * filled}{'▱' * (CELLS - filled)} {percent}"
    return f"[{'=' * filled}{' ' * (CELLS - filled)}] {percent}"
