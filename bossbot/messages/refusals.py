"""What the queue refuses, in words: requests, and controls that don't fit."""

from __future__ import annotations

from typing import Final

from bossbot.messages.units import MOMENT, about
from bossbot.messages.wording import Data, ErrorText

ACTIONS: Final = ("cancel", "pause", "resume", "retry")
"""What somebody may want to do to a download."""

_WHY: Final = {
    "unknown": "There is no such download; it may be long over.",
    "ended": "This download is over already.",
    "running": "This download is running.",
    "shared": "Others wait for the same download.",
    "not_failed": "Only a failed download can be tried again, and this one has not "
    "failed.",
    "not_too_large": "Only what was too large can be had in another way, and this was "
    "not.",
    "under_way": "This download is being tried again already.",
    "worn_out": "This download was tried again often enough; ask for its link anew.",
    "pinned": "This download belongs to a `bossbot get`, which waits for it.",
}
_WHY_OF: Final = {
    ("cancel", "ended"): "This download is over already; there is nothing to cancel.",
    ("pause", "ended"): "This download is over already; there is nothing to pause.",
    ("pause", "running"): "This download is past fetching, and can't be paused there; "
    "it will be done soon.",
    ("pause", "shared"): "Others wait for the same download, and it can't be paused "
    "for one alone.",
    ("pause", "pinned"): "This download belongs to a `bossbot get`, which waits for "
    "it: stop that instead.",
    ("resume", "ended"): "This download is over already; it can't be resumed.",
    ("resume", "running"): "This download is running already.",
    ("retry", "running"): "This download is just being finished for others; try again "
    "in a minute.",
    ("retry", "pinned"): "This download belonged to a `bossbot get`: run that again.",
}
REASONS: Final = tuple(_WHY)
"""By the `reason` of `NotPossibleError`."""


def why_not(action: str, reason: str) -> str:
    """Why an action is not possible, in a sentence of its own where there is one."""
    general = _WHY.get(reason, "This download doesn't allow that now.")
    return _WHY_OF.get((action, reason), general)


def queue_full(data: Data) -> ErrorText:
    """More are waiting than may."""
    waiting = data.get("waiting", "Too many")
    are = "download is" if waiting == "1" else "downloads are"
    text = f"🚦 {waiting} {are} waiting."
    wait = _seconds(data, "wait_seconds")
    step = "Try again later."
    if wait is not None:
        step = f"Room in {'about ' if wait >= MOMENT else ''}{about(wait)}."
    return ErrorText("Queue full", text, step)


def daily_limit(data: Data) -> ErrorText:
    """The member asked for all they may today."""
    text = "📊 You have reached your downloads for today."
    if {"used", "limit"} <= data.keys():
        text = f"📊 Total downloads today: {data['used']}/{data['limit']}."
    resets = _seconds(data, "resets_in")
    step = "Try again tomorrow." if resets is None else f"Resets in {about(resets)}."
    return ErrorText("Daily limit reached", text, step)


def intake_stopped(data: Data) -> ErrorText:
    """Operators take nothing in; their reason stands in a code span."""
    text = "🚧 New downloads aren't taken for now"
    text += f": {data['quoted']}." if "quoted" in data else "."
    return ErrorText(
        "Queue closed", text, "What is in the queue goes on. Please try again later."
    )


def not_possible(data: Data) -> ErrorText:
    """A control that the download doesn't allow."""
    action = data.get("action", "")
    title = f"Can't {action}" if action in ACTIONS else "Not possible"
    return ErrorText(title, f"🚫 {why_not(action, data.get('reason', ''))}")


def quota_exceeded(data: Data) -> ErrorText:
    """The server used up its bytes."""
    quota = f"{data['quota_mb']} MB" if "quota_mb" in data else "space"
    resets = f"Resets at {data['resets_at']}." if "resets_at" in data else ""
    return ErrorText(
        "Quota exceeded", f"📊 This server used its {quota} for today.", resets
    )


def _seconds(data: Data, name: str) -> float | None:
    """A duration among the data, where it is one."""
    given = data.get(name, "")
    return float(given) if given.replace(".", "", 1).isdigit() else None
