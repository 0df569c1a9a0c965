"""What Discord offers while somebody writes a setting's value."""

from __future__ import annotations

from typing import Any, Final

import discord
from discord import app_commands

from bossbot.access import servers, users
from bossbot.access.values import UnknownSetting, named
from bossbot.bot.people import known_of
from bossbot.bot.services.server_settings import whole
from bossbot.settings import Settings

type Choices = list[app_commands.Choice[str]]
type Interaction = discord.Interaction[Any]

_MOST: Final = 25
"""Discord's limit."""


def own_values(interaction: Interaction, typed: str) -> Choices:
    """Of one's own setting, as far as it has words to choose from."""
    return _fitting(_chosen(interaction, "name", users.SETTINGS), typed)


def role_values(interaction: Interaction, typed: str, settings: Settings) -> Choices:
    """Of a role's setting."""
    known = whole(known_of(interaction.guild), settings)
    role = servers.role_settings("0", known)
    return _fitting(_chosen(interaction, "setting", role), typed)


def server_values(interaction: Interaction, typed: str, settings: Settings) -> Choices:
    """Of a server's setting: one word more behind those that stand there."""
    known = whole(known_of(interaction.guild), settings)
    name = getattr(interaction.namespace, "name", "")
    words = _chosen(interaction, "name", servers.settings_of(known))
    if name == servers.CHANNELS:
        words = ("all", *(f"#{channel}" for channel in known.channels.values()))
    *before, last = typed.split(" ")
    found = [word for word in words if word.lower().startswith(last.lower())]
    return _choices(" ".join([*before, word]) for word in found)


def _chosen(interaction: Interaction, option: str, of: Any) -> tuple[str, ...]:
    """The words that the setting in another option takes; none while it is unknown."""
    try:
        return named(getattr(interaction.namespace, option, "") or "", of).choices
    except UnknownSetting:
        return ()


def _fitting(words: tuple[str, ...], typed: str) -> Choices:
    return _choices(word for word in words if word.startswith(typed.lower().strip()))


def _choices(words: Any) -> Choices:
    found = [word for word in words if len(word) <= 100]
    return [app_commands.Choice(name=word, value=word) for word in found[:_MOST]]
