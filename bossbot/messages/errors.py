"""Errors as people read them: what happened and what to do next, in one table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from bossbot.errors import BossBotError
from bossbot.messages import refusals, walls
from bossbot.messages.neutral import code, fact
from bossbot.messages.reasons import FILE, LINK, NEVER_FETCHED, PLATFORMS
from bossbot.messages.units import duration
from bossbot.messages.wording import Data, ErrorText
from bossbot.models import ErrorRecord

_EXAMPLE: Final = "Example: `https://www.reddit.com/r/aww/comments/1abc2d/`"


def explain(error: BossBotError | ErrorRecord) -> ErrorText:
    """The words for an error; data that it lacks is left out of them, never guessed."""
    data = {name: fact(value) for name, value in error.data.items()}
    if error.retry_after:
        data["wait"] = duration(error.retry_after)
    data["site"] = PLATFORMS.get(data.get("platform", ""), "the site")
    if reason := error.data.get("reason"):
        data["quoted"] = code(str(reason), length=200)
    entry = _TABLE.get(error.code, _UNKNOWN)
    return entry if isinstance(entry, ErrorText) else entry(data)


def _network(data: Data) -> ErrorText:
    text = f"🔌 Connection issue! I couldn't reach {data['site']}."
    return ErrorText("Network error", text, "Try again in a few minutes.")


def _rate_limit(data: Data) -> ErrorText:
    text = f"⏳ We're being rate limited by {data['site']}."
    if data.get("reason") == "guest_token":
        text = f"⏳ {data['site']} lets in no guests for the moment."
    wait = data.get("wait", "a few minutes")
    return ErrorText("Rate limited", text, f"Please wait {wait} and try again.")


def _file_too_large(data: Data) -> ErrorText:
    size = f"{data['size_mb']} MB!" if "size_mb" in data else "Too many bytes!"
    most = f" Maximum size: {data['max_mb']} MB." if "max_mb" in data else ""
    step = "Try requesting a smaller version (`smallest` or `audio`)."
    if data.get("refused_by") == "discord":
        size = f"Discord refused {data.get('size_mb', 'so many')} MB."
    return ErrorText("File too large", f"📦 {size}{most}", step)


def _invalid_url(data: Data) -> ErrorText:
    why = LINK.get(data.get("reason", ""), LINK["not_a_url"])
    return ErrorText("Invalid URL", f"🔗 {why}", _EXAMPLE)


def _unsupported_url(data: Data) -> ErrorText:
    step = "Use the link of a single post, or of the media itself."
    if data.get("reason") == "no_media":
        text = "🧭 I found no media there that I can fetch."
        return ErrorText("No media found", text, step)
    host = f" ({data['host']})" if data.get("host") else ""
    text = f"🧭 I don't know this site, or found no media on that page{host}."
    return ErrorText("URL not supported", text, f"{step} {_EXAMPLE}")


def _not_found(data: Data) -> ErrorText:
    step = f"Check whether the link still opens on {data['site']}."
    return ErrorText("Not found", "👻 It's gone, or it was never there.", step)


def _geo_blocked(data: Data) -> ErrorText:
    text = f"🌍 {data['site']} doesn't show this in the country I run in."
    return ErrorText("Not available here", text, "Look for it on another site.")


def _invalid_file(data: Data) -> ErrorText:
    reason = data.get("reason", "")
    why = FILE.get(reason, "it is not what it claims to be")
    if reason == "no_sound":
        text = f"🔇 {why.capitalize()}."
        return ErrorText("No sound", text, "Ask for it without `audio`.")
    step = "Try another link to the same media."
    if never := NEVER_FETCHED.get(reason):
        step = "Ask for it when it is over." if reason == "live" else step
        return ErrorText("Can't be fetched", f"🧯 I can't fetch this: {never}.", step)
    text = f"🧯 The file failed validation: {why}. It was deleted."
    return ErrorText("Invalid file", text, step)


def _malware(data: Data) -> ErrorText:
    found = f" ({data['signature']})" if data.get("signature") else ""
    text = f"🧯 The file failed validation: it is malware{found}. It was deleted."
    return ErrorText("Malware found", text, "Don't open it on the site either.")


def _discord(data: Data) -> ErrorText:
    match (data.get("reason"), data.get("status")):
        case ("unclear", _):
            text = "the connection broke, and I can't see whether it arrived."
            step = "If the media isn't here, ask for it again."
        case (_, "403" | "404"):
            text = "I may not post files in this channel."
            step = "A moderator has to let me send messages and attach files."
        case _:
            text = "Discord didn't take it."
            step = "Try again in a few minutes."
    return ErrorText("Upload failed", f"📮 The upload failed: {text}", step)


def _worker_lost(data: Data) -> ErrorText:
    times = f" {data['times']} times" if "times" in data else ""
    text = f"❓ I broke down{times} during this download."
    return ErrorText(
        "Gave up", text, "Try again later; the format `smallest` may help."
    )


_DISK_FULL: Final = (
    "💾 Downloads are paused for lack of space; the operators were told."
)
_UNKNOWN: Final = ErrorText(
    "Unknown error",
    "❓ Something went wrong on my side.",
    "Try again. If it keeps happening, tell the operators this receipt.",
)
_TABLE: Final[dict[str, ErrorText | Callable[[Data], ErrorText]]] = {
    "network": _network,
    "rate_limit": _rate_limit,
    "file_too_large": _file_too_large,
    "invalid_url": _invalid_url,
    "unsupported_url": _unsupported_url,
    "permission_denied": walls.permission_denied,
    "login_required": walls.login_required,
    "not_found": _not_found,
    "geo_blocked": _geo_blocked,
    "invalid_file": _invalid_file,
    "malware": _malware,
    "queue_full": refusals.queue_full,
    "daily_limit": refusals.daily_limit,
    "intake_stopped": refusals.intake_stopped,
    "not_possible": refusals.not_possible,
    "quota_exceeded": refusals.quota_exceeded,
    "disk_full": ErrorText("No space left", _DISK_FULL, "Try again later."),
    "discord_error": _discord,
    "cleanup_error": ErrorText("Cleanup failed", "🧹 Old files could not be removed."),
    "worker_lost": _worker_lost,
    "cancelled": ErrorText("Cancelled", "⏹️ The download was cancelled."),
    "unknown": _UNKNOWN,
}
