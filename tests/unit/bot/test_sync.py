"""Slash commands are told to Discord when they have changed, and not more often."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from discord import app_commands

from bossbot.bot.sync import sync_commands
from bossbot.pipeline.ports import LedgerAwayError

pytestmark = pytest.mark.unit


class Memory:
    """Remembers, unless it is away."""

    def __init__(self, *, away: bool = False) -> None:
        self.known: dict[str, str] = {}
        self.away = away

    async def recalled(self, name: str) -> str | None:
        if self.away:
            raise LedgerAwayError("away")
        return self.known.get(name)

    async def remember(self, name: str, value: str, *, seconds: int) -> None:
        if self.away:
            raise LedgerAwayError("away")
        assert seconds > 0
        self.known[name] = value


class Told:
    """What Discord was told, by place."""

    def __init__(self, tree: app_commands.CommandTree[Any]) -> None:
        self.places: list[int | None] = []
        self.fails: Exception | None = None
        tree.sync = self.sync  # type: ignore[method-assign]

    async def sync(self, *, guild: discord.abc.Snowflake | None = None) -> list[Any]:
        if self.fails is not None:
            raise self.fails
        self.places.append(guild.id if guild else None)
        return []


@pytest.fixture
async def tree() -> app_commands.CommandTree[Any]:
    client = discord.Client(intents=discord.Intents.none(), application_id=1)
    tree = app_commands.CommandTree(client)

    @tree.command(description="x")
    async def one(interaction: discord.Interaction[Any]) -> None:
        """Nothing."""

    return tree


async def test_the_same_commands_are_told_once(
    tree: app_commands.CommandTree[Any],
) -> None:
    """A restart tells nothing; another command does."""
    told, memory = Told(tree), Memory()
    await sync_commands(tree, memory, None)
    await sync_commands(tree, memory, None)
    assert told.places == [None]

    @tree.command(description="y")
    async def two(interaction: discord.Interaction[Any]) -> None:
        """Nothing."""

    await sync_commands(tree, memory, None)
    assert told.places == [None, None]


async def test_one_server_gets_them_at_once(
    tree: app_commands.CommandTree[Any],
) -> None:
    """By the setting."""
    told = Told(tree)
    await sync_commands(tree, Memory(), "42")
    assert told.places == [42]


async def test_without_the_ledger_they_are_told(
    tree: app_commands.CommandTree[Any],
) -> None:
    """Better once more than never."""
    told = Told(tree)
    await sync_commands(tree, Memory(away=True), None)
    assert told.places == [None]


async def test_a_refusal_leaves_the_prefix_commands(
    tree: app_commands.CommandTree[Any],
) -> None:
    """It is logged, and told again at the next start."""
    told, memory = Told(tree), Memory()
    told.fails = OSError("away")
    await sync_commands(tree, memory, None)
    assert memory.known == {}
    told.fails = None
    await sync_commands(tree, memory, None)
    assert told.places == [None]
