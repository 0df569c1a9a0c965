"""`dlq`, `dlc`, `dlclear` and `/queue`."""

from __future__ import annotations

import asyncio
from typing import Final

from discord import app_commands
from discord.ext import commands

from bossbot.bot.answers import Answer
from bossbot.bot.audience import Knows, known_in
from bossbot.bot.caller import Caller
from bossbot.bot.entries.registering import prefixed, under
from bossbot.bot.people import caller_of_interaction
from bossbot.bot.runner import CommandRunner, Context, Interaction, Work
from bossbot.bot.services.cancelling import cancellable, dlc, dlclear
from bossbot.bot.services.listing import dlq
from bossbot.messages.catalogue import DLC, DLCLEAR, DLQ
from bossbot.pipeline.ports import LedgerAwayError

_MOST_CHOICES: Final = 25
"""Discord's limit."""
_PROMPT: Final = 2.0
"""Seconds; an offer that comes later isn't shown."""


class Queue(commands.Cog):
    """Shows and empties a server's queue."""

    group = app_commands.Group(
        name="queue", description="This server's queue.", guild_only=True
    )

    def __init__(self, runner: CommandRunner) -> None:
        self._runner = runner

    @prefixed(DLQ)
    async def dlq(self, ctx: Context, *, _text: str = "") -> None:
        """The server's queue."""
        knows = known_in(ctx.guild, ctx.channel)
        await self._runner.message(ctx, DLQ, self._listing(knows))

    @under(group, DLQ)
    async def list_(self, interaction: Interaction) -> None:
        """The server's queue."""
        knows = known_in(interaction.guild, interaction.channel)
        await self._runner.interaction(interaction, DLQ, self._listing(knows))

    @prefixed(DLC)
    async def dlc(self, ctx: Context, *, text: str = "") -> None:
        """One's own, or by its id."""
        await self._runner.message(ctx, DLC, self._cancelling(text))

    @under(group, DLC)
    @app_commands.describe(download_id="Which one; your newest one without it")
    @app_commands.rename(download_id="id")
    async def cancel(self, interaction: Interaction, download_id: str = "") -> None:
        """One's own, or by its id."""
        work = self._cancelling(download_id)
        await self._runner.interaction(interaction, DLC, work, private=True)

    @cancel.autocomplete("download_id")
    async def _ids(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        services = self._runner.services
        caller = caller_of_interaction(interaction, services.settings)
        try:
            async with asyncio.timeout(_PROMPT):
                found = await cancellable(services, caller)
        except (LedgerAwayError, TimeoutError):
            return []  # the command itself says that
        return [
            app_commands.Choice(name=said[:100], value=download_id)
            for download_id, said in found
            if typed.casefold() in f"{download_id} {said}".casefold()
        ][:_MOST_CHOICES]

    @prefixed(DLCLEAR)
    async def dlclear(self, ctx: Context, *, _text: str = "") -> None:
        """All that waits."""
        await self._runner.message(ctx, DLCLEAR, self._clear)

    @under(group, DLCLEAR)
    async def clear(self, interaction: Interaction) -> None:
        """All that waits."""
        await self._runner.interaction(interaction, DLCLEAR, self._clear)

    def _listing(self, knows: Knows) -> Work:
        async def work(caller: Caller) -> Answer:
            return await dlq(self._runner.services, caller, knows)

        return work

    async def _clear(self, caller: Caller) -> Answer:
        return await dlclear(self._runner.services, caller)

    def _cancelling(self, download_id: str) -> Work:
        async def work(caller: Caller) -> Answer:
            named = download_id.strip().strip("`").lower() or None
            return await dlc(self._runner.services, caller, named)

        return work
