"""Statistics in words: a server's, one's own, and the chart's for who can't see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from bossbot.messages.neutral import fact
from bossbot.messages.reasons import PLATFORMS
from bossbot.messages.units import duration, size
from bossbot.models import OTHER, Day, ServerStatistics, Tally, UserStatistics

CHART: Final = "downloads.png"
NAMES: Final = PLATFORMS | {OTHER: "Other sites"}
"""What platforms are called in a chart."""
_NAMED: Final = 4
_MOST: Final = 1000
"""Discord takes 1,024 characters as a description of an attachment."""


def statistics_text(server: ServerStatistics, user: UserStatistics) -> str:
    """The message that goes with the chart."""
    if not server.total.downloads:
        return "📊 Nothing was downloaded in this server yet."
    return "\n".join([*_server(server), *_user(user.total)])


def chart_text(server: ServerStatistics) -> str:
    """What the chart shows, for who can't see it."""
    recent, count = server.recent, len(server.days)
    if not recent.tried:
        return f"A chart without columns: no downloads in the last {count} days."
    first, last = server.days[0].day, server.days[-1].day
    ends = f"{_number(recent.completed)} completed, {_number(recent.failed)} failed"
    span = f"from {_date(first)} to {_date(last)}"
    said = [f"Column chart of downloads per day {span}: {ends}."]
    if busiest := server.busiest:
        said.append(f"Most on {_day(busiest)}.")
    if recent.platforms:
        shares = _shares(recent.platforms, len(NAMES))
        said.append(f"Completed ones by platform: {shares}.")
    return " ".join(said)[:_MOST]


def _server(server: ServerStatistics) -> Iterator[str]:
    recent = server.recent
    yield "📊 **Downloads of this server**"
    if recent.downloads:
        yield f"Last {len(server.days)} days: {_sum(recent)}"
        if recent.platforms:
            yield f"By platform: {_shares(recent.platforms, _NAMED)}"
        if busiest := server.busiest:
            yield f"Busiest day: {_day(busiest)}"
    else:
        yield f"Last {len(server.days)} days: none"
    since = f" since <t:{int(server.total.since)}:D>" if server.total.since else ""
    yield f"All{since}: {_sum(server.total)}"


def _user(own: Tally) -> Iterator[str]:
    yield "**Yours here**"
    if not own.downloads:
        yield "None of late."
        return
    yield _sum(own)
    if own.platforms:
        yield f"By platform: {_shares(own.platforms, _NAMED)}"


def _sum(tally: Tally) -> str:
    """`120 completed, 4 failed, 2 cancelled · 97% successful · 1.2 GB · 14s each`."""
    ends = (
        (tally.completed, "completed"),
        (tally.failed, "failed"),
        (tally.cancelled, "cancelled"),
    )
    facts = [", ".join(f"{_number(count)} {word}" for count, word in ends if count)]
    if tally.success is not None:
        facts.append(f"{_percent(tally.success)} successful")
    if tally.bytes:
        facts.append(f"{size(tally.bytes)} posted")
    if tally.average is not None:
        facts.append(f"{duration(tally.average)} on average")
    return " · ".join(facts)


def _shares(platforms: Mapping[str, int], most: int) -> str:
    """`Reddit 45%, YouTube 31%, Imgur <1%, 2 more 7%`."""
    total = sum(platforms.values())
    found = sorted(platforms.items(), key=lambda one: (-one[1], one[0]))
    most += len(found) == most + 1  # nobody is left out for want of one place
    shown = [(NAMES.get(name) or fact(name, length=20), n) for name, n in found[:most]]
    if rest := found[most:]:
        shown.append((f"{len(rest)} more", sum(count for _, count in rest)))
    return ", ".join(f"{name} {_percent(count / total)}" for name, count in shown)


def _percent(share: float) -> str:
    """Neither 0 nor 100 unless it is."""
    percent = share * 100
    if 0 < percent < 1:
        return "<1%"
    return ">99%" if 99 < percent < 100 else f"{percent:.0f}%"


def _day(one: Day) -> str:
    return f"{_date(one.day)} ({_number(one.tally.tried)})"


def _date(day: date) -> str:
    return f"{day.day} {day:%B}"


def _number(count: int) -> str:
    return f"{count:,}"
