"""The receipt of a download, for who asked for it and for moderators.

It names no path, no host of ours and no part of a link that may be a secret.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from bossbot.messages.errors import explain
from bossbot.messages.neutral import clean, code, fact
from bossbot.messages.reasons import PLATFORMS
from bossbot.messages.status import MOST, stage_name
from bossbot.messages.units import duration, size
from bossbot.messages.view import View
from bossbot.models import DownloadRecord, ErrorRecord, MediaFile, StageTimes

FILES: Final = 5
"""So many files are named; the others are counted."""

_NAMES_A_POST: Final = frozenset({"v", "list"})
"""What a query may hold and be shown: the rest could be a signature."""


def receipt_text(views: Sequence[View]) -> str:
    """The receipts of a command's downloads, one after another, as one message."""
    receipts = ["\n".join(_lines(view)) for view in views]
    text = ""
    for number, receipt in enumerate(receipts):
        left = len(receipts) - number
        more = f"{text}\n\n{receipt}" if text else receipt
        room = MOST - len(_note(left - 1)) if left > 1 else MOST
        if len(more) > room:
            return (
                (text + _note(left)) if text else _cut(receipt, room) + _note(left - 1)
            )
        text = more
    return text


def public_link(record: DownloadRecord) -> str:
    """The link in a code span, without what may be a secret in it."""
    parts = urlsplit(record.request.canonical)
    given = parse_qsl(parts.query, keep_blank_values=True)
    shown = [(name, value) for name, value in given if name in _NAMES_A_POST]
    query = f"?{urlencode(shown)}" if shown else ""
    cut = len(shown) < len(given) or parts.fragment
    more = f"{'&' if query else '?'}…" if cut else ""
    host = parts.netloc.rpartition("@")[2]
    return code(f"{parts.scheme}://{host}{parts.path}{query}{more}", length=200)


def _note(left: int) -> str:
    if left < 1:
        return ""
    return f"\n\n… and {left} more, for which there is no room here."


def _cut(receipt: str, room: int) -> str:
    """Whole lines of one that is too long by itself."""
    return receipt[: room - 2].rpartition("\n")[0] + "\n…"


def _lines(view: View) -> Iterator[str]:
    name, record = view.asked_as, view.record
    shares = f" (shared: `{record.id}`)" if record.id != name else ""
    yield f"🧾 **Receipt** `{name}`{shares}"
    yield f"Link: {public_link(record)} ({_site(record)})"
    yield f"State: {stage_name(record)}{_retry(record)}"
    yield f"Asked for by <@{_digits(record.request.user)}>, {_asked(name, record)}"
    if record.tool or record.tried:
        yield _tools(record)
    if stages := ", ".join(_stages(record)):
        yield f"Stages: {stages}"
    if record.attempt > 1 or record.crashes:
        yield _attempts(record)
    yield from _files(record)
    if record.error is not None:
        yield f"Error: {_said(record.error)}"


def _site(record: DownloadRecord) -> str:
    host = urlsplit(record.request.canonical).hostname or ""
    return PLATFORMS.get(record.request.platform) or fact(host, length=60)


def _digits(user: str) -> str:
    return "".join(letter for letter in user if letter in "0123456789") or "0"


def _retry(record: DownloadRecord) -> str:
    return f", next try <t:{int(record.retry_at)}:R>" if record.retry_at else ""


def _asked(name: str, record: DownloadRecord) -> str:
    asked = record.asked_under(name)
    ended = record.ended
    took = f", took {duration(ended - asked)}" if ended else ""
    return f"<t:{int(asked)}:f>{took}"


def _tools(record: DownloadRecord) -> str:
    tried = ", ".join(fact(tool, length=20) for tool in record.tried)
    if record.tool is None:
        return f"Failed: {tried}"
    after = f", after {tried} had failed" if tried else ""
    return f"Fetched by {fact(record.tool, length=20)}{after}"


def _stages(record: DownloadRecord) -> Iterator[str]:
    for stage, times in record.stages.items():
        if times.began is not None:
            yield f"{fact(stage, length=20)} {_took(times, record)}"


def _took(times: StageTimes, record: DownloadRecord) -> str:
    ended = times.ended or record.ended
    if ended is None or times.began is None:
        took = "under way"
    else:
        took = f"{max(0.0, ended - times.began):.1f}s"
    if not times.retries:
        return took
    again = "1 retry" if times.retries == 1 else f"{times.retries} retries"
    return f"{took} ({again})"


def _attempts(record: DownloadRecord) -> str:
    if not record.crashes:
        return f"Attempt: {record.attempt}"
    times = "once" if record.crashes == 1 else f"{record.crashes} times"
    return f"Attempt: {record.attempt} (its worker was lost {times})"


def _files(record: DownloadRecord) -> Iterator[str]:
    files = record.files
    if not files:
        return
    before = sum(_fetched(file) for file in files)
    after = sum(file.size for file in files)
    fetched = f", {size(before)} as fetched" if before != after else ""
    what = "1 file" if len(files) == 1 else f"{len(files)} files"
    yield f"{what}, {size(after)}{fetched}"
    for file in files[:FILES]:
        yield f"- {_file(file)}"
    if len(files) > FILES:
        yield f"- … and {len(files) - FILES} more"


def _file(file: MediaFile) -> str:
    facts = [code(file.name, length=60), size(file.size)]
    if _fetched(file) != file.size:
        facts.append(f"was {size(_fetched(file))}")
    if file.action:
        facts.append(fact(file.action, length=30))
    return ", ".join(facts)


def _fetched(file: MediaFile) -> int:
    return file.size if file.source_size is None else file.source_size


def _said(error: ErrorRecord) -> str:
    words = explain(error)
    return clean(f"{words.title}: {words.text}", 400)
