"""What Discord offers while somebody writes a setting's value."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import discord
from discord import app_commands

from bossbot.access import servers, users
from bossbot.access.values import Setting, UnknownSetting, named
from bossbot.bot.people import known_of
from bossbot.bot.services.server_settings import whole
from bossbot.settings import Settings

type Choices = list[app_commands.Choice[str]]
type Interaction = discord.Interaction[Any]
type Offer = tuple[str, str]
"""What is shown, and what it stands for."""

_MOST: Final = 25
_LONGEST: Final = 100
"""Discord's limits."""


def own_values(interaction: Interaction, typed: str) -> Choices:
    """Of one's own setting, as far as it has words to choose from."""
    return _fitting(_words(interaction, "name", users.SETTINGS), typed)


def role_values(interaction: Interaction, typed: str, settings: Settings) -> Choices:
    """Of a role's setting."""
    known = whole(known_of(interaction.guild), settings)
    return _fitting(
        _words(interaction, "setting", servers.role_settings("0", known)), typed
    )


def server_values(interaction: Interaction, typed: str, settings: Settings) -> Choices:
    """Of a server's setting: one word more behind those that stand there."""
    known = whole(known_of(interaction.guild), settings)
    offers = _words(interaction, "name", servers.settings_of(known))
    if getattr(interaction.namespace, "name", "") == servers.CHANNELS:
        places = known.channels.items()
        offers = [("all", "all"), *((f"#{name}", f"<#{id_}>") for id_, name in places)]
    *before, last = typed.split(" ")
    return _choices(
        (" ".join([*before, shown]), " ".join([*before, value]))
        for shown, value in offers
        if shown.lower().startswith(last.lower())
    )


def _words(
    interaction: Interaction, option: str, settings: Iterable[Setting]
) -> list[Offer]:
    """The words of the setting in another option; none while that isn't known."""
    try:
        found = named(getattr(interaction.namespace, option, None) or "", settings)
    except UnknownSetting:
        return []
    return [(word, word) for word in found.choices]


def _fitting(offers: Iterable[Offer], typed: str) -> Choices:
    begun = typed.strip().lower()
    return _choices(offer for offer in offers if offer[0].startswith(begun))


def _choices(offers: Iterable[Offer]) -> Choices:
    fit = [one for one in offers if max(map(len, one)) <= _LONGEST]
    return [
        app_commands.Choice(name=shown, value=value) for shown, value in fit[:_MOST]
    ]
