"""The status message: one per command, edited in place from queue to end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bossbot.messages.errors import explain
from bossbot.messages.units import bar, duration, size
from bossbot.messages.view import View
from bossbot.messages.waiting import paused_text, waiting_note, waiting_text
from bossbot.models import (
    ENDED,
    FETCH,
    TRANSCODE,
    UPLOAD,
    VALIDATE,
    WAITING,
    DownloadRecord,
    ErrorRecord,
    Progress,
    State,
)

MOST: Final = 2000
"""Discord's limit of a message, in characters."""

COMPLETE: Final = "✅ Download complete!"

_STAGES: Final = {
    FETCH: "Downloading",
    VALIDATE: "Checking",
    TRANSCODE: "Converting",
    UPLOAD: "Uploading",
}


def status_text(views: Sequence[View], *, support_url: str | None = None) -> str:
    """The message for a command's downloads, in the order of its links."""
    if len(views) == 1:
        return _alone(views[0], support_url)[:MOST]
    ended = sum(view.record.state in ENDED for view in views)
    lines = [f"{number}. {_line(view)}" for number, view in enumerate(views, 1)]
    return "\n".join([f"Downloads: {ended} of {len(views)} done", *lines])[:MOST]


def stage_name(record: DownloadRecord) -> str:
    """Where a download stands, in the words of the product."""
    match record.state:
        case State.QUEUED | State.DISPATCHED:
            return "Queued"
        case State.RUNNING:
            return _STAGES.get(record.stage, "Downloading")
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
    if record.state in WAITING:
        return waiting_text(view)
    if record.state is State.PAUSED:
        return paused_text(view)
    if record.state is State.COMPLETED:
        return _complete(record)
    if record.state is State.CANCELLED:
        return f"⏹️ Cancelled: {view.name()}"
    if record.state is State.FAILED:
        error = record.error or ErrorRecord(code="unknown", permanent=True)
        return error_text(error, record.id, support_url)
    return _running(view)


def _running(view: View) -> str:
    record, progress = view.record, view.current
    stage = stage_name(record)
    lines = [f"{_STAGES.get(record.stage, stage)}: {view.name()}"]
    status = f"Status: {stage}"
    if progress is not None:
        lines.extend(_progress(progress))
        if progress.file_count > 1:
            status += f" ({progress.file_number} of {progress.file_count} files)"
    if record.retry_at is not None:
        reason = explain(record.error).title if record.error else "Trouble"
        status += f" ({reason}; next try <t:{int(record.retry_at)}:R>)"
    return "\n".join([*lines, status])


def _progress(progress: Progress) -> list[str]:
    lines = []
    if progress.total:
        lines.append(f"Progress: `{bar(progress.done, progress.total)}`")
    elif progress.done:
        lines.append(f"Progress: {size(progress.done)}")
    if progress.speed:
        speed = f"Speed: {size(progress.speed)}/s"
        if progress.total:
            left = max(0, progress.total - progress.done) / progress.speed
            speed += f"   ETA: {duration(left)}"
        lines.append(speed)
    return lines


def _complete(record: DownloadRecord) -> str:
    count = len(record.files)
    what = f"Files: {count}" if count > 1 else f"File: {View(record=record).name()}"
    facts = f"Size: {size(sum(file.size for file in record.files))}"
    ended = record.ended or record.updated
    lines = [COMPLETE, what, f"{facts}   Time: {duration(ended - record.created)}"]
    if record.skipped:
        reasons = {explain(error).title.lower() for error in record.skipped}
        lines.append(f"Left out: {len(record.skipped)} ({', '.join(sorted(reasons))})")
    return "\n".join(lines)


def _line(view: View) -> str:
    record, name = view.record, view.name(40)
    match record.state:
        case State.QUEUED | State.DISPATCHED:
            return f"Queued{waiting_note(view.outlook)}: {name}"
        case State.COMPLETED:
            out = f" ({len(record.skipped)} left out)" if record.skipped else ""
            return f"✅ {name} {size(sum(file.size for file in record.files))}{out}"
        case State.FAILED if record.error is not None:
            return f"❌ {explain(record.error).title}: {name} (receipt `{record.id}`)"
    progress = view.current
    if progress is None or not progress.total:
        return f"{stage_name(record)}: {name}"
    return f"{stage_name(record)}: {name} `{bar(progress.done, progress.total)}`"
