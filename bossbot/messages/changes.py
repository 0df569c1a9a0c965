"""Settings that were changed, and changes that were not understood."""

from __future__ import annotations

from collections.abc import Sequence

from bossbot.messages.neutral import code, fact
from bossbot.messages.spelling import spelled


def changed(name: str, value: str, *, of: str = "") -> str:
    """A setting was changed.

    Args:
        name: The setting.
        value: What it is now, in words.
        of: The role that it is of, as Discord shows it.
    """
    return f"✅ `{name}`{f' of {of}' * bool(of)} set to {value}."


def at_default(name: str, value: str = "", *, of: str = "") -> str:
    """A setting went back to its default."""
    now = f": {value}" if value else ""
    return f"✅ `{name}`{f' of {of}' * bool(of)} is at its default again{now}."


def all_at_default(*, server: bool) -> str:
    """All settings went back to their defaults."""
    whose = "All settings of this server" if server else "All your settings"
    return f"✅ {whose} are at their defaults again."


def role_at_default(role: str) -> str:
    """All that was set of a role went."""
    return f"✅ Nothing is set for {role} any more."


def high_does_not_count() -> str:
    """A default priority that the user's level doesn't have."""
    return (
        "ℹ️ `high` is for premium members: where you aren't one, your downloads go "
        "with the highest priority that you have."
    )


def bad_value(
    setting: str, value: str, allowed: Sequence[str], example: str, prefix: str
) -> str:
    """A value that a setting can't have, or none at all."""
    said = f"can't be {code(value, length=40)}" if value else "needs a value"
    words = _alternatives([word if " " in word else f"`{word}`" for word in allowed])
    how = spelled(example, prefix)
    return f"❓ `{setting}` {said}. It can be {words}.\nExample: {how}"


def unknown_setting(name: str, known: Sequence[str], example: str, prefix: str) -> str:
    """A setting that there isn't."""
    said = f"There is no setting {code(name, length=40)}." if name else "Which setting?"
    names = ", ".join(f"`{one}`" for one in known)
    return f"❓ {said} There are: {names}.\nExample: {spelled(example, prefix)}"


def only_there() -> str:
    """A server's settings, asked for in a direct message."""
    return "📨 A server's settings are shown and changed in that server."


def word_of(value: object) -> str:
    """A setting's value as members write it, in bold."""
    if isinstance(value, bool):
        return f"**{'true' if value else 'false'}**"
    if isinstance(value, list | tuple):
        return ", ".join(f"**{fact(one)}**" for one in value)
    return f"**{fact(value)}**"


def channels_of(ids: Sequence[str]) -> str:
    """Channels, as Discord shows them."""
    return ", ".join(f"<#{id_}>" for id_ in ids)


def _alternatives(words: Sequence[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last
