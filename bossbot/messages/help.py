"""The help, made from the catalogue of commands."""

from __future__ import annotations

from typing import Final

from bossbot.messages.catalogue import COMMANDS
from bossbot.messages.command import Command, Rate
from bossbot.messages.neutral import code
from bossbot.models import Permission

_WHO: Final = {
    Permission.DOWNLOAD: "everybody who may write here",
    Permission.MANAGE_QUEUE: "moderators, who may manage messages",
    Permission.MANAGE_SETTINGS: "who may manage the server",
    Permission.VIEW_STATS: "everybody who may write here",
}


def overview(prefix: str, *, owner: bool = False) -> str:
    """All commands, a line each.

    Args:
        prefix: What stands before a command.
        owner: Whether the bot's owner asks: others don't see what is theirs.
    """
    shown = [one for one in COMMANDS if owner or not one.owner]
    lines = [f"{_called(one, prefix)}: {one.summary}" for one in shown]
    lines.append(
        f"More about one: `{prefix}dlh dl`. Under a status message are buttons to "
        "pause, resume, cancel and retry, and the download's receipt."
    )
    return "\n".join(["**What I can do**", *lines])


def about(command: Command, prefix: str) -> str:
    """Everything about one command."""
    lines = [f"**{_called(command, prefix)}**", command.summary]
    if command.name:
        lines.append(f"Usage: `{prefix}{command.name} {command.usage}".rstrip() + "`")
        lines.append(f"or: `/{command.slash} {command.slash_usage}".rstrip() + "`")
    lines += [
        f"Example: `{prefix}{command.name} {example}".rstrip() + "`"
        for example in command.examples
    ]
    lines += [f"• {note}" for note in command.notes]
    lines.append(f"For: {_for(command)}. At most {_often(command)}.")
    return "\n".join(lines)


def unknown(word: str, prefix: str) -> str:
    """Asked about a command that there isn't."""
    known = ", ".join(f"`{one.name}`" for one in COMMANDS if one.name and not one.owner)
    return (
        f"❓ There is no command {code(word, length=40)}. There are: {known}.\n"
        f"Example: `{prefix}dlh dl`"
    )


def find(word: str, prefix: str) -> Command | None:
    """The command that somebody means, by either of its names."""
    plain = " ".join(word.casefold().split()).removeprefix(prefix).removeprefix("/")
    for command in COMMANDS:
        if plain in {command.name, command.slash.casefold()} - {""}:
            return command
    return None


def _called(command: Command, prefix: str) -> str:
    if not command.name:
        return f"“{command.slash}” in a message's menu"
    return f"`{prefix}{command.name}` or `/{command.slash}`"


def _for(command: Command) -> str:
    if command.owner:
        return "the bot's owner"
    return _WHO[command.needs] if command.needs else "everybody"


def _often(command: Command) -> str:
    said = _times(command.rate)
    return f"{said}; changes {_times(command.updates)}" if command.updates else said


def _times(rate: Rate) -> str:
    return f"{rate.per_minute} times a minute, {rate.cooldown} s apart"
