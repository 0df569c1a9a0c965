"""One download in words: all an operator wants to know of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from bossbot.cli.queue.about import said_of
from bossbot.cli.queue.course import course_of, error_said
from bossbot.cli.queue.table import progress_said, state_said
from bossbot.messages.accounts import advice
from bossbot.messages.neutral import clean
from bossbot.messages.units import MOMENT, about, duration, size
from bossbot.messages.waiting import site_name
from bossbot.models import DownloadRecord, Outlook, Progress

_LABEL: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A download at one moment.

    Attributes:
        id: As it was asked for; the record's own is another one where it was joined.
        now: Epoch seconds.
    """

    id: str
    record: DownloadRecord
    progress: Progress | None
    outlook: Outlook | None
    now: float


def as_receipt(shown: Shown) -> str:
    """Lines with a label each, then the stages, the files and the deliveries."""
    return "\n".join(_lines(shown))


def _lines(shown: Shown) -> Iterator[str]:
    record, request = shown.record, shown.record.request
    shares = f", a share of {record.id}" if record.id != shown.id else ""
    yield _labelled("Download", shown.id + shares)
    yield _labelled("State", _state(shown))
    if record.error is not None:
        yield _labelled("Error", error_said(record.error))
        if fix := advice(record.error):
            yield _labelled("To do", clean(fix, 300))
    yield _labelled("Link", bare(request.canonical))
    yield _labelled("Platform", f"{clean(request.platform, 20)}{_tool(record)}")
    yield _labelled("Wanted", f"{request.format}, priority {request.priority}")
    yield from _about(record)
    yield _labelled("Asked", _instant(record.created, shown.now))
    if record.ended is not None:
        yield _labelled("Ended", _instant(record.ended, shown.now))
    if record.attempt:
        yield _labelled("Attempt", _attempt(record))
    for label, text in course_of(record):
        yield _labelled(label, text)


def _about(record: DownloadRecord) -> Iterator[str]:
    page = record.metadata.source_url
    if page and page not in {record.request.canonical, record.request.url}:
        yield _labelled("Page", bare(page))
    for label, text in said_of(record.metadata):
        yield _labelled(label, text)


def bare(url: str) -> str:
    """A link without what may be a secret in it."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    more = "?…" if parts.query or parts.fragment else ""
    return clean(f"{parts.scheme}://{host}{parts.path}{more}", 300)


def _labelled(label: str, text: str) -> str:
    return f"{label:<{_LABEL}}{text}"


def _state(shown: Shown) -> str:
    facts = [state_said(shown.record)]
    if shown.progress and shown.progress.stage == shown.record.stage:
        facts.append(progress_said(shown.progress))
        if shown.progress.speed:
            facts.append(f"{size(shown.progress.speed)}/s")
    if shown.record.retry_at is not None:
        facts.append(f"next try in {duration(shown.record.retry_at - shown.now)}")
    facts.extend(_outlook(shown.outlook))
    return ", ".join(facts)


def _outlook(outlook: Outlook | None) -> Iterator[str]:
    if outlook is None or outlook.position is None:
        return
    yield f"position {outlook.position}"
    if not outlook.hosts:
        yield "no worker is there"
    elif outlook.site is not None:
        yield f"waiting for {site_name(outlook.site)}"
    elif outlook.wait is not None:
        now = outlook.wait < MOMENT
        yield "starts now" if now else f"starts in about {about(outlook.wait)}"


def _attempt(record: DownloadRecord) -> str:
    host = f" on host {clean(record.host, 40)}" if record.host else ""
    times = "once" if record.crashes == 1 else f"{record.crashes} times"
    lost = f"; its worker was lost {times}" if record.crashes else ""
    return f"{record.attempt}{host}{lost}"


def _tool(record: DownloadRecord) -> str:
    if record.tool is None:
        return ""
    tried = ", ".join(clean(one, 20) for one in record.tried)
    before = f" after {tried} had failed" if tried else ""
    return f", by {clean(record.tool, 20)}{before}"


def _instant(at: float, now: float) -> str:
    told = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    return f"{told} ({duration(now - at)} ago)"
