"""One picture of a server's downloads: per day, and where they came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from bossbot.charts.canvas import Canvas
from bossbot.charts.colours import (
    COMPLETED,
    FAILED,
    FAINT,
    GRID,
    SHARE,
    TEXT,
    TRACK,
    Colour,
)
from bossbot.charts.scale import short, ticks
from bossbot.models import Day, ServerStatistics

WIDTH: Final = 800
HEIGHT: Final = 360

_LEFT, _RIGHT, _TOP, _FLOOR = 64, 516, 108, 304
_SHARES_LEFT, _SHARES_RIGHT = 558, 776
_ROWS: Final = 7
_TITLE, _LABEL, _SMALL = 18.0, 13.0, 12.0
_LEAST: Final = 4
_EVERY: Final = 7
"""Days between two dates below the columns, counted from the newest."""


def chart(statistics: ServerStatistics, names: Mapping[str, str]) -> bytes:
    """A PNG of 800 by 360. It takes some 20 ms: not for an event loop's thread.

    Args:
        statistics: What to show.
        names: What platforms are called; our words, in ASCII: the font has no more.
    """
    canvas = Canvas(WIDTH, HEIGHT)
    days = statistics.days
    _headings(canvas, statistics)
    _axis(canvas, days)
    _columns(canvas, days)
    _shares(canvas, statistics.recent.platforms, names)
    if not any(one.tally.tried for one in days):
        middle = (_LEFT + _RIGHT) / 2, (_TOP + _FLOOR) / 2
        said = "No downloads in these days"
        canvas.text(*middle, said, size=_TITLE, colour=FAINT, anchor="mm")
    return canvas.png()


def _headings(canvas: Canvas, statistics: ServerStatistics) -> None:
    count = len(statistics.days)
    title = f"Downloads per day, last {count} days"
    canvas.text(24, 32, title, size=_TITLE, colour=TEXT)
    canvas.text(_SHARES_LEFT, 32, "By platform", size=_TITLE, colour=TEXT)
    recent, x = statistics.recent, 24.0
    legend: tuple[tuple[str, int, Colour], ...] = (
        ("completed", recent.completed, COMPLETED),
        ("failed", recent.failed, FAILED),
    )
    for word, number, colour in legend:
        canvas.box(x, 54, 10, 10, colour, corner=2)
        said = f"{word} {short(number)}"
        x += 16 + canvas.text(x + 16, 59, said, size=_LABEL, colour=FAINT) + 20


def _axis(canvas: Canvas, days: Sequence[Day]) -> None:
    marks = _marks(days)
    canvas.text(24, _TOP - 20, "downloads", size=_SMALL, colour=FAINT)
    for mark in marks:
        y = _FLOOR - (_FLOOR - _TOP) * mark / marks[-1]
        canvas.box(_LEFT, y, _RIGHT - _LEFT, 1, GRID)
        said = short(mark)
        canvas.text(_LEFT - 10, y, said, size=_SMALL, colour=FAINT, anchor="rm")
    step = (_RIGHT - _LEFT) / max(1, len(days))
    for number, one in enumerate(days):
        if (len(days) - 1 - number) % _EVERY == 0:
            x = _LEFT + step * (number + 0.5)
            canvas.box(x - 0.5, _FLOOR + 1, 1, 5, GRID)
            said = _said(one.day)
            canvas.text(x, _FLOOR + 16, said, size=_SMALL, colour=FAINT, anchor="mm")
    middle = (_LEFT + _RIGHT) / 2
    canvas.text(
        middle, _FLOOR + 38, "day (UTC)", size=_SMALL, colour=FAINT, anchor="mm"
    )


def _marks(days: Sequence[Day]) -> tuple[int, ...]:
    """Of the axis; a single download is no tower."""
    return ticks(max((_LEAST, *(one.tally.tried for one in days))))


def _said(day: date) -> str:
    return f"{day:%b} {day.day}"


def _columns(canvas: Canvas, days: Sequence[Day]) -> None:
    top = _marks(days)[-1]
    step = (_RIGHT - _LEFT) / max(1, len(days))
    scale = (_FLOOR - _TOP) / top
    for number, one in enumerate(days):
        x, base = _LEFT + step * number + 1.5, float(_FLOOR)
        for count, colour in (
            (one.tally.completed, COMPLETED),
            (one.tally.failed, FAILED),
        ):
            # However large the others are: what there is can be seen.
            tall = max(1.5, count * scale) if count else 0.0
            base -= tall
            canvas.box(x, base, step - 3, tall, colour, corner=1.5)


def _shares(
    canvas: Canvas, platforms: Mapping[str, int], names: Mapping[str, str]
) -> None:
    rows, total = _rows(platforms, names), sum(platforms.values())
    if not rows:
        canvas.text(_SHARES_LEFT, 59, "nothing yet", size=_LABEL, colour=FAINT)
        return
    canvas.text(_SHARES_LEFT, 59, "share of completed ones", size=_LABEL, colour=FAINT)
    width = _SHARES_RIGHT - _SHARES_LEFT
    for number, (name, count) in enumerate(rows):
        y = 94.0 + number * 36
        share = f"{short(count)}  ·  {_percent(count, total)}"
        canvas.text(_SHARES_LEFT, y, name, size=_LABEL, colour=TEXT)
        canvas.text(_SHARES_RIGHT, y, share, size=_LABEL, colour=FAINT, anchor="rm")
        canvas.box(_SHARES_LEFT, y + 11, width, 7, TRACK, corner=3.5)
        long = max(7.0, width * count / total)
        canvas.box(_SHARES_LEFT, y + 11, long, 7, SHARE, corner=3.5)


def _percent(count: int, total: int) -> str:
    share = count / total * 100
    if 0 < share < 1:
        return "<1%"
    return ">99%" if 99 < share < 100 else f"{share:.0f}%"


def _rows(
    platforms: Mapping[str, int], names: Mapping[str, str]
) -> list[tuple[str, int]]:
    """The largest, by name; what is too many goes together as the last row."""
    found = [(name, count) for name, count in platforms.items() if count]
    found.sort(key=lambda one: (-one[1], one[0]))
    rows = [(names.get(name, name), count) for name, count in found]
    if len(rows) > _ROWS:
        rest = rows[_ROWS - 1 :]
        together = (f"{len(rest)} more", sum(count for _, count in rest))
        rows = [*rows[: _ROWS - 1], together]
    return rows
