"""Why a command isn't for somebody, not here or not now; and what helps."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from bossbot.messages.neutral import code
from bossbot.models import Permission

_DISCORDS: Final = {
    Permission.DOWNLOAD: "Send Messages",
    Permission.VIEW_STATS: "Send Messages",
    Permission.MANAGE_QUEUE: "Manage Messages",
    Permission.MANAGE_SETTINGS: "Manage Server",
}
"""The permission that gives ours by itself, in the words of Discord's settings."""
_MOST_CHANNELS: Final = 10


def only_in_servers(prefix: str) -> str:
    """A command that needs a server, in a direct message."""
    return (
        "📨 This works in servers only. In direct messages I understand "
        f"`{prefix}dlh`, `{prefix}health` and `{prefix}dls`."
    )


def banned(reason: str) -> str:
    """A user that the bot's owner keeps out."""
    why = f" Reason: {code(reason, length=200)}" if reason.strip() else ""
    return f"🚫 You can't use this bot any more.{why}"


def for_the_owner() -> str:
    """A command of the bot's owner."""
    return "🔒 This is for the bot's owner and those with the level `admin`."


def wrong_channel(channels: Sequence[str]) -> str:
    """A channel that the server keeps the bot out of.

    Args:
        channels: The ids of those where it works.
    """
    named = ", ".join(f"<#{channel}>" for channel in channels[:_MOST_CHANNELS])
    more = len(channels) - _MOST_CHANNELS
    return (
        f"📍 In this server I work in {named}{f' and {more} more' * (more > 0)} only."
    )


def no_permission(permission: Permission, prefix: str, *, writes: bool) -> str:
    """A permission that a member lacks, and who can give it.

    Args:
        permission: Which one.
        prefix: What stands before a command.
        writes: Whether Discord lets them write in this channel.
    """
    needed = f"🔒 You need the permission **{_DISCORDS[permission]}**"
    if permission is Permission.DOWNLOAD and not writes:
        return f"{needed} in this channel. Who manages the channel can give it."
    if permission in (Permission.DOWNLOAD, Permission.VIEW_STATS) and writes:
        needed = f"🔒 This server doesn't let your roles use `{permission}`"
    else:
        needed += f", or a role that was given `{permission}`"
    by_prefix = f"`{prefix}dls guild role @Role {permission} on`"
    how = f"{by_prefix} or `/settings server role`"
    return f"{needed}. Whoever has **Manage Server** can give it: {how}"


def roles_are_not_yours() -> str:
    """What roles may, changed by somebody who was only lent the settings."""
    return (
        "🔒 What roles may is for those with Discord's **Manage Server**; "
        "the other settings you can change."
    )


def bot_lacks(permissions: Sequence[str]) -> str:
    """What the bot itself would need to post here, in Discord's words."""
    named = ", ".join(f"**{permission}**" for permission in permissions)
    return (
        f"🔧 I can't post media in this channel: I lack {named}. "
        "Who manages the channel can give that to my role."
    )


def on_cooldown(wait: float) -> str:
    """A command that was used a moment ago."""
    return f"This command is on cooldown. Try again in {_seconds(wait)}"


def too_often(per_minute: int, wait: float) -> str:
    """A command that was used as often as it may be in a minute."""
    times = "once" if per_minute == 1 else f"{per_minute} times"
    return f"⏳ That's {times} within a minute. Try again in {_seconds(wait)}"


def _seconds(wait: float) -> str:
    """Never less than it takes."""
    return f"{max(1, math.ceil(wait))}s"
