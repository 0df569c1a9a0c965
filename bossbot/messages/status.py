"""The status message: one per command, edited in place from queue to end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bossbot.messages.course import STAGE_WORDS, course_text, retry_text
from bossbot.messages.errors import explain
from bossbot.messages.units import bar, duration, size
from bossbot.messages.view import View
from bossbot.messages.waiting import (
    QUIET,
    STARTING,
    paused_text,
    waiting_note,
    waiting_text,
)
from bossbot.models import (
    ENDED,
    WAITING,
    BarStyle,
    DownloadRecord,
    ErrorRecord,
    NotificationLevel,
    Progress,
    State,
)

MOST: Final = 2000
"""Discord's limit of a message, in characters."""

COMPLETE: Final = "✅ Download complete!"

_QUIET: Final = {NotificationLevel.NONE, NotificationLevel.MINIMAL}


def status_text(views: Sequence[View], *, support_url: str | None = None) -> str:
    """The message for a command's downloads, in the order of its links.

    How much it tells is each requester's own choice.
    """
    if len(views) == 1:
        return _alone(views[0], support_url)[:MOST]
    ended = sum(view.record.state in ENDED for view in views)
    first = f"Downloads: {ended} of {len(views)} done"
    lines = [f"{number}. {_line(view)}" for number, view in enumerate(views, 1)]
    return "\n".join([first, *lines])[:MOST]


def stage_name(record: DownloadRecord) -> str:
    """Where a download stands, in the words of the product."""
    match record.state:
        case State.QUEUED | State.DISPATCHED:
            return "Queued"
        case State.RUNNING:
            return STAGE_WORDS.get(record.stage, "Downloading")
        case State.DELAYED:
            return "Waiting to try again"
        case State.COMPLETED:
            return "Complete"
        case _:
            return record.state.value.capitalize()


def error_text(error: ErrorRecord, receipt: str, support_url: str | None) -> str:
    """An error as a whole message."""
    words = explain(error)
    lines = [f"❌ **{words.title}**", words.text, words.next_step]
    lines.append(f"Receipt: `{receipt}`")
    if support_url:
        lines.append(f"Support: <{support_url}>")
    return "\n".join(line for line in lines if line)


def _alone(view: View, support_url: str | None) -> str:
    record = view.record
    match record.state:
        case State.PAUSED:
            return paused_text(view)
        case State.COMPLETED:
            return _complete(view)
        case State.CANCELLED:
            return f"⏹️ Cancelled: {view.name()}"
        case State.FAILED:
            error = record.error or ErrorRecord(code="unknown", permanent=True)
            return error_text(error, record.id, support_url)
    if view.level is NotificationLevel.NONE:
        return f"{STARTING}\n{QUIET}"
    quiet = view.level is NotificationLevel.MINIMAL
    if record.state in WAITING:
        return f"{STARTING}\n{QUIET}" if quiet else waiting_text(view)
    return f"Download started: {view.title()}\n{QUIET}" if quiet else _running(view)


def _running(view: View) -> str:
    record, progress = view.record, view.current
    stage = stage_name(record)
    lines = [f"{STAGE_WORDS.get(record.stage, stage)}: {view.name()}"]
    status = f"Status: {stage}"
    retry = retry_text(record)
    if progress is not None and not retry:
        lines.extend(_progress(progress, view.style))
        if progress.file_count > 1:
            status += f" ({progress.file_number} of {progress.file_count} files)"
    lines += [status, retry]
    if view.level is NotificationLevel.VERBOSE:
        lines.append(course_text(view))
    return "\n".join(line for line in lines if line)


def _progress(progress: Progress, style: BarStyle) -> list[str]:
    lines = []
    if progress.total:
        lines.append(f"Progress: {_bar(progress.done, progress.total, style)}")
    elif progress.done:
        lines.append(f"Progress: {size(progress.done)}")
    if progress.speed:
        speed = f"Speed: {size(progress.speed)}/s"
        if progress.total:
            left = max(0, progress.total - progress.done) / progress.speed
            speed += f"   ETA: {duration(left)}"
        lines.append(speed)
    return lines


def _bar(done: float, total: float, style: BarStyle) -> str:
    """Only the standard one needs letters of equal width."""
    drawn = bar(done, total, style)
    return f"`{drawn}`" if style is BarStyle.STANDARD else drawn


def _complete(view: View) -> str:
    record = view.record
    count = len(record.files)
    what = f"Files: {count}" if count > 1 else f"File: {view.title()}"
    facts = f"Size: {size(sum(file.size for file in record.files))}"
    ended = record.ended or record.updated
    took = duration(ended - record.asked_under(view.asked_as))
    lines = [COMPLETE, what, f"{facts}   Time: {took}"]
    if record.skipped:
        reasons = {explain(error).title.lower() for error in record.skipped}
        lines.append(f"Left out: {len(record.skipped)} ({', '.join(sorted(reasons))})")
    if url := view.post_url():
        lines.append(f"Post: {url}")
    if view.level is NotificationLevel.VERBOSE and (course := course_text(view)):
        lines.append(course.replace("So far", "Stages", 1))
    return "\n".join(lines)


def _line(view: View) -> str:
    record, name = view.record, view.name(40)
    match record.state:
        case State.COMPLETED:
            out = f" ({len(record.skipped)} left out)" if record.skipped else ""
            weight = size(sum(file.size for file in record.files))
            url = view.post_url()
            return f"✅ {name} {weight}{out}{f' {url}' if url else ''}"
        case State.FAILED if record.error is not None:
            return f"❌ {explain(record.error).title}: {name} (receipt `{record.id}`)"
    if view.level in _QUIET and record.state not in ENDED | {State.PAUSED}:
        return _quiet_line(view)
    if record.state in WAITING:
        return f"Queued{waiting_note(view.outlook)}: {name}"
    progress = view.current
    if progress is None or not progress.total:
        return f"{stage_name(record)}: {name}"
    shown = _bar(progress.done, progress.total, view.style)
    return f"{stage_name(record)}: {name} {shown}"


def _quiet_line(view: View) -> str:
    """The same as long as the requester doesn't want to hear of it."""
    if view.level is NotificationLevel.NONE:
        return f"Taken: {view.title(40)}"
    word = "Queued" if view.record.state in WAITING else "Started"
    return f"{word}: {view.title(40)}"
