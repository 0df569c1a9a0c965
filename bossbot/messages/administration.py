"""Answers to the bot's owner."""

from __future__ import annotations

from bossbot.messages.catalogue import DLADMIN
from bossbot.messages.neutral import code
from bossbot.models import Level


def usage(prefix: str) -> str:
    """The command was not understood: all of its forms."""
    forms = "\n".join(f"`{prefix}dladmin {one}`" for one in DLADMIN.examples)
    return f"❓ I didn't understand that. These work:\n{forms}"


def banned(user: str, reason: str, cancelled: int) -> str:
    """A user was banned."""
    why = f" Reason: {code(reason, length=300)}." if reason else ""
    were = "1 download" if cancelled == 1 else f"{cancelled} downloads"
    went = f" Cancelled: {were} of theirs." if cancelled else ""
    return f"🔨 <@{user}> can't use me any more.{why}{went}"


def unbanned(user: str, *, was: bool) -> str:
    """A user may come back."""
    if was:
        return f"🕊️ <@{user}> can use me again."
    return f"ℹ️ <@{user}> wasn't banned."


def not_that_one() -> str:
    """Somebody wanted to ban the owner, or themselves."""
    return "🚫 The owner, and yourself, can't be banned."


def owner_only() -> str:
    """A level alone isn't enough for this."""
    return "🔒 Only my owner grants levels and premium servers."


def level_granted(user: str, level: Level) -> str:
    """A user's level changed."""
    return f"🎖️ <@{user}> has the level `{level}` now. It holds for new downloads."


def premium_set(*, on: bool, here: bool) -> str:
    """A server became a premium one, or no longer is."""
    which = "This server" if here else "That server"
    now = "is a premium server now" if on else "isn't a premium server any more"
    return f"⭐ {which} {now}."


def cleaning(hosts: int) -> str:
    """The cleanups were sent out."""
    if not hosts:
        return "ℹ️ No worker host is there: nothing to clean."
    on = "one worker host" if hosts == 1 else f"{hosts} worker hosts"
    return f"🧹 Temp and main cleanup run now on {on}; the log tells what they free."


def intake_paused(reason: str, prefix: str) -> str:
    """Nothing is taken in any more."""
    why = f" Members read: {code(reason, length=300)}." if reason else ""
    return (
        f"⏸️ No new downloads are taken; what is in the queue goes on.{why}\n"
        f"`{prefix}dladmin resume` or `/admin resume` ends that."
    )


def intake_resumed() -> str:
    """Downloads are taken in again."""
    return "▶️ New downloads are taken again."
