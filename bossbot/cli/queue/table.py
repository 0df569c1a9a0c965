"""The queue as a table for people, with what holds it up below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import click

from bossbot.cli.queue.intake import stop_said
from bossbot.messages.canaries import canary_name, canary_said
from bossbot.messages.neutral import clean
from bossbot.messages.status import stage_name
from bossbot.messages.units import MOMENT, about, duration, size
from bossbot.messages.waiting import site_name
from bossbot.models import DownloadRecord, Listed, Progress, SiteView, State

if TYPE_CHECKING:
    from bossbot.cli.queue.listing import Queued

_HEAD: Final = (
    *("ID", "STATE", "POS", "PLATFORM", "PROGRESS", "AGE", "GUILD", "USER", "STARTS"),
)
_COLOURS: Final = {
    State.RUNNING: "green",
    State.DISPATCHED: "green",
    State.DELAYED: "yellow",
    State.PAUSED: "yellow",
}
_COUNTED: Final = (
    (State.RUNNING, "running"),
    (State.DISPATCHED, "starting"),
    (State.QUEUED, "waiting"),
    (State.DELAYED, "to be tried again"),
    (State.PAUSED, "paused"),
)
_NOTHING: Final = "-"


def as_table(queued: Queued) -> str:
    """The table, a line that sums it up, and a line for all that is unusual."""
    lines = list(_drawn(queued)) if queued.lines else []
    return "\n".join([*lines, _sum(queued), *_notes(queued)])


def _drawn(queued: Queued) -> Iterator[str]:
    rows = [_HEAD, *(_row(line, queued) for line in queued.lines)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    yield click.style(_aligned(_HEAD, widths), bold=True)
    for line, row in zip(queued.lines, rows[1:], strict=True):
        yield click.style(_aligned(row, widths), fg=_COLOURS.get(line.record.state))


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
    return "  ".join(cells).rstrip()


def _row(line: Listed, queued: Queued) -> tuple[str, ...]:
    record = line.record
    return (
        line.id,
        state_said(record),
        str(line.position or _NOTHING),
        clean(record.request.platform, 20),
        _progress(line),
        duration(queued.now - record.created),
        clean(record.request.guild, 20),
        clean(record.request.user, 20),
        _starts(line, queued),
    )


def state_said(record: DownloadRecord) -> str:
    """Where a download stands, for an operator."""
    return "Starting" if record.state is State.DISPATCHED else stage_name(record)


def progress_said(progress: Progress) -> str:
    """How far a stage has come: a share where the whole is known."""
    if progress.total:
        share = f"{min(100, int(progress.done / progress.total * 100))}%"
    else:
        share = size(progress.done)
    if progress.file_count > 1:
        share += f" (file {progress.file_number} of {progress.file_count})"
    return share


def _progress(line: Listed) -> str:
    progress = line.progress
    if progress is None or progress.stage != line.record.stage:
        return _NOTHING
    return progress_said(progress)


def _starts(line: Listed, queued: Queued) -> str:
    if line.record.retry_at is not None:
        return f"next try in {duration(line.record.retry_at - queued.now)}"
    outlook = queued.outlooks.get(line.id)
    if outlook is None:
        return _NOTHING
    if outlook.site is not None:
        return f"after {site_name(outlook.site)}"
    if outlook.wait is None:
        return "unknown"
    return "now" if outlook.wait < MOMENT else f"in {about(outlook.wait)}"


def _sum(queued: Queued) -> str:
    hosts = f"{queued.hosts} worker host{'' if queued.hosts == 1 else 's'}"
    if not queued.lines:
        return f"The queue is empty. {hosts}."
    counts = Counter(line.record.state for line in queued.lines)
    states = ", ".join(f"{counts[s]} {word}" for s, word in _COUNTED if counts[s])
    return f"{states}; {hosts}."


def _notes(queued: Queued) -> Iterator[str]:
    if not queued.hosts:
        yield _warned("No worker is there: nothing starts until one is.")
    for site in queued.sites:
        yield _warned(_paused(site, queued.now))
    for canary in queued.canaries:
        if canary.works is False:
            said = canary_said(canary, queued.now)
            yield _warned(f"Canary: {canary_name(canary)} is {said}.")
    if queued.intake is not None:
        yield _warned(f"{stop_said(queued.intake)}. Open it: bossbot queue start")


def _paused(site: SiteView, now: float) -> str:
    why = "limits us" if site.reason == "limited" else "keeps failing"
    if site.probing:
        then = "one download tries it just now"
    elif site.until <= now:
        then = "the next download tries it"
    else:
        then = f"it is tried again in {duration(site.until - now)}"
    return f"{site_name(site)} is left alone, because it {why}; {then}."


def _warned(text: str) -> str:
    return click.style("! ", fg="yellow") + text
