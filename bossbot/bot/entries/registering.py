"""Registers entries by the catalogue, where names, words and places come from."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from discord import app_commands
from discord.ext import commands

from bossbot.messages.command import Command

type Entry = Callable[..., Coroutine[Any, Any, None]]
type Prefixed = commands.Command[Any, ..., None]
type Slashed = app_commands.Command[Any, ..., None]


def prefixed(command: Command) -> Callable[[Entry], Prefixed]:
    """Make a method the prefix command; the rest of the line is its `text`."""

    def register(entry: Entry) -> Prefixed:
        made: Prefixed = commands.command(
            name=command.name, help=command.summary, ignore_extra=False
        )(entry)
        return made

    return register


def slash(command: Command) -> Callable[[Entry], Slashed]:
    """Make a method the slash command of its own name, without a group."""

    def register(entry: Entry) -> Slashed:
        made: Slashed = app_commands.command(
            name=command.slash, description=command.summary
        )(entry)
        made.guild_only = not command.direct
        return made

    return register


def under(group: app_commands.Group, command: Command) -> Callable[[Entry], Slashed]:
    """Make a method a slash command of a group: `cancel` of `queue cancel`."""
    return group.command(
        name=command.slash.rpartition(" ")[2], description=command.summary
    )
