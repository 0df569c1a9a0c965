"""A server's queue as `dlq` shows it, and what holds all of it up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bossbot.messages.catalogue import DL
from bossbot.messages.neutral import code
from bossbot.messages.status import stage_name
from bossbot.messages.units import MOMENT, about, bar
from bossbot.messages.view import View
from bossbot.messages.waiting import site_name
from bossbot.models import BarStyle, IntakeStop, Listed, Outlook, SiteView, State

MOST: Final = 2000
_NAME: Final = 40
_UNTOLD: Final = "(not shown in this channel)"
_MORE: Final = len("… and 10000 more\n")
_COUNTED: Final = (
    (State.RUNNING, "running"),
    (State.DISPATCHED, "starting"),
    (State.QUEUED, "waiting"),
    (State.DELAYED, "delayed"),
    (State.PAUSED, "paused"),
)
_TROUBLE: Final = {"failing": "keeps failing", "limited": "is limiting us"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A queue at one moment, for one who asks.

    Attributes:
        lines: Running ones first, then the waiting in order, then the rest.
        outlook: Of the first that waits of who asks; None where none does.
        sites: Those that are left alone just now.
        now: Epoch seconds.
        style: How bars are drawn for them.
        untold: The ids of those whose names aren't for everybody who reads this.
    """

    lines: Sequence[Listed]
    outlook: Outlook | None = None
    sites: Sequence[SiteView] = ()
    intake: IntakeStop | None = None
    now: float
    style: BarStyle = BarStyle.STANDARD
    untold: Collection[str] = ()


def listing_text(shown: Shown, how: str) -> str:
    """The whole message, 2,000 characters at most; what doesn't fit is counted.

    Args:
        shown: What there is.
        how: How one asks for a download: the command with what stands before it.
    """
    foot = [*_own(shown), *notes(shown.sites, shown.intake, shown.now)]
    if not shown.lines:
        ask = f"Ask for a download with `{how}`."
        empty = "📭 The queue is empty."
        return "\n".join([empty, *foot] if shown.intake else [empty, ask, *foot])[:MOST]
    head = _head(shown.lines)
    room = MOST - len(head) - sum(len(line) + 1 for line in foot) - _MORE
    lines = [_line(line, shown) for line in shown.lines]
    fit = 0
    while fit < len(lines) and room > len(lines[fit]):
        room -= len(lines[fit]) + 1
        fit += 1
    more = [f"… and {len(lines) - fit} more"] if fit < len(lines) else []
    return "\n".join([head, *lines[:fit], *more, *foot])[:MOST]


def asking(prefix: str, *, slash: bool) -> str:
    """How one asks for a download, by the way they asked for this."""
    return f"/{DL.slash}" if slash else f"{prefix}{DL.name} <link>"


def notes(
    sites: Sequence[SiteView], intake: IntakeStop | None, now: float
) -> Iterator[str]:
    """What holds downloads up, a line each."""
    for site in sites[:5]:
        if site.probing:
            then = "one download tries it just now"
        elif site.until <= now:
            then = "the next download tries it"
        else:
            then = f"next try <t:{int(site.until)}:R>"
        yield f"⏳ {site_name(site)} {_TROUBLE[site.reason]}: {then}."
    if len(sites) > 5:
        yield f"⏳ … and {len(sites) - 5} more sites are left alone for a while."
    if intake is not None:
        why = f": {code(intake.reason, length=200)}" if intake.reason else ""
        yield f"🚧 New downloads aren't taken for now{why}."


def _head(lines: Sequence[Listed]) -> str:
    counts = Counter(line.record.state for line in lines)
    states = ", ".join(f"{counts[s]} {word}" for s, word in _COUNTED if counts[s])
    return f"📋 **Queue**: {states}"


def _line(line: Listed, shown: Shown) -> str:
    view = View(record=line.record, id=line.id, progress=line.progress, now=shown.now)
    whose = f"<@{line.record.request.user}> `{line.id}`"
    return f"{_state(line, view, shown)} · {whose}"


def _state(line: Listed, view: View, shown: Shown) -> str:
    record = line.record
    name = _UNTOLD if line.id in shown.untold else view.name(_NAME)
    match record.state:
        case State.QUEUED:
            return f"`{line.position or '–':>2}.` {name}"
        case State.DISPATCHED:
            return f"▶️ {name} starting"
        case State.RUNNING:
            return f"▶️ {name} {stage_name(record)}{_share(view, shown.style)}"
        case State.PAUSED:
            return f"⏸️ {name} paused"
    if record.retry_at is None or record.retry_at <= shown.now:
        return f"⏳ {name} delayed"
    return f"⏳ {name} delayed, next try <t:{int(record.retry_at)}:R>"


def _share(view: View, style: BarStyle) -> str:
    progress = view.current
    if progress is None or not progress.total:
        return ""
    return f" `{bar(progress.done, progress.total, style)}`"


def _own(shown: Shown) -> Iterator[str]:
    outlook = shown.outlook
    if outlook is None or outlook.position is None:
        return
    yield f"Your position: {outlook.position}"
    if not outlook.hosts:
        yield "Estimated wait: unknown; no worker is free to take it yet."
    elif outlook.site is not None:
        yield f"Estimated wait: unknown; it waits for {site_name(outlook.site)}."
    elif outlook.wait is not None:
        soon = outlook.wait < MOMENT
        yield f"Estimated wait: {'a moment' if soon else about(outlook.wait)}"
