"""Which failures only an operator can cure, and which pass."""

from __future__ import annotations

import discord
import pytest

from bossbot.bot.run import explained
from bossbot.settings import Settings, SettingsError

pytestmark = pytest.mark.unit

OTHER = "https://discord.example.org/api/v10"


def settings(**changes: str) -> Settings:
    return Settings.load(_env_file=None, **changes)


@pytest.mark.parametrize(
    ("base", "reached"), [({}, False), ({}, True), ({"discord_api_base": OTHER}, True)]
)
def test_discord_is_away(base: dict[str, str], reached: bool) -> None:
    """An outage, or a network that isn't up yet, ends no bot for good."""
    with (
        pytest.raises(discord.GatewayNotFound),
        explained(settings(**base), reached=reached),
    ):
        raise discord.GatewayNotFound


def test_an_address_that_never_answered() -> None:
    """The setting is named."""
    with (
        pytest.raises(SettingsError, match="DISCORD_API_BASE"),
        explained(settings(discord_api_base=OTHER), reached=False),
    ):
        raise discord.GatewayNotFound


@pytest.mark.parametrize("reached", [True, False])
def test_a_refused_token(reached: bool) -> None:
    """At any time: trying again is no use."""
    with (
        pytest.raises(SettingsError, match="DISCORD_TOKEN"),
        explained(settings(), reached=reached),
    ):
        raise discord.LoginFailure
