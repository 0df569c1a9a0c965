"""How a download got where it is: tries that failed, and how long stages took."""

from __future__ import annotations

from typing import Final

from bossbot.messages.errors import explain
from bossbot.messages.units import duration
from bossbot.messages.view import View
from bossbot.models import (
    FETCH,
    STAGES,
    TRANSCODE,
    UPLOAD,
    VALIDATE,
    DownloadRecord,
    StageTimes,
)

STAGE_WORDS: Final = {
    FETCH: "Downloading",
    VALIDATE: "Checking",
    TRANSCODE: "Converting",
    UPLOAD: "Uploading",
}
"""The stages in the words of the product."""

_OTHERWISE: Final = {"disk_full", "unknown"}
"""Errors that are tried again by a number of our own."""


def retry_text(record: DownloadRecord) -> str:
    """Why a stage is tried again, and when; empty where it isn't."""
    if record.retry_at is None:
        return ""
    why = f"{explain(record.error).text} " if record.error else ""
    next_try = f"<t:{int(record.retry_at)}:R>"
    left = _left(record)
    if left < 1:
        return f"{why}Next try {next_try}."
    times = "1 more time" if left == 1 else f"{left} more times"
    return f"{why}I'll retry {times}, next {next_try}."


def course_text(view: View) -> str:
    """How long each finished stage took, and what had to be done again; may be empty.

    `So far: queued 3s, downloading 12s (2 retries), checking 1s`
    """
    record = view.record
    began = record.stages.get(FETCH, StageTimes()).began
    asked = record.asked_under(view.asked_as)
    facts = [f"queued {duration(began - asked)}"] if began else []
    for stage in STAGES:
        word, times = STAGE_WORDS.get(stage), record.stages.get(stage, StageTimes())
        if word is None or times.began is None:
            continue
        retries = f" ({_counted(times.retries)})" if times.retries else ""
        if times.ended is not None and times.ended >= times.began:
            took = duration(times.ended - times.began)
            facts.append(f"{word.lower()} {took}{retries}")
        elif retries:
            facts.append(f"{word.lower()}{retries}")
    return f"So far: {', '.join(facts)}" if facts else ""


def _left(record: DownloadRecord) -> int:
    """How many tries the requester's number leaves; 0 where another one counts."""
    used = record.stages.get(FETCH, StageTimes()).retries
    other = record.error is None or record.error.code in _OTHERWISE
    if record.stage != FETCH or not used or other:
        return 0
    return max(0, record.request.max_retries - used + 1)


def _counted(retries: int) -> str:
    return "1 retry" if retries == 1 else f"{retries} retries"
