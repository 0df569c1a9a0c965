"""`dlh`, `stats`, `health` and their slash twins: what only tells something."""

from __future__ import annotations

from collections.abc import Callable

from discord import app_commands
from discord.ext import commands

from bossbot.bot.answers import Answer
from bossbot.bot.caller import Caller
from bossbot.bot.entries.registering import prefixed, slash
from bossbot.bot.runner import CommandRunner, Context, Interaction, Work
from bossbot.bot.services.health import GatewayState, health
from bossbot.bot.services.helping import explain
from bossbot.bot.services.statistics import stats
from bossbot.messages.catalogue import COMMANDS, DLH, HEALTH, STATS


class Information(commands.Cog):
    """Help, statistics, health.

    Args:
        runner: Of all commands.
        gateway: How the connection is doing now.
    """

    def __init__(
        self, runner: CommandRunner, gateway: Callable[[], GatewayState]
    ) -> None:
        self._runner = runner
        self._gateway = gateway

    @prefixed(DLH)
    async def dlh(self, ctx: Context, *, text: str = "") -> None:
        """All commands, or one."""
        await self._runner.message(ctx, DLH, self._explaining(text))

    @slash(DLH)
    @app_commands.describe(command="Which one; all of them without it")
    @app_commands.choices(
        command=[
            app_commands.Choice(name=f"/{one.slash}", value=one.name)
            for one in COMMANDS
            if one.name and not one.owner
        ]
    )
    async def help(self, interaction: Interaction, command: str = "") -> None:
        """All commands, or one."""
        work = self._explaining(command)
        await self._runner.interaction(interaction, DLH, work, private=True)

    @prefixed(STATS)
    async def stats(self, ctx: Context, *, _text: str = "") -> None:
        """The server's numbers, and one's own."""
        await self._runner.message(ctx, STATS, self._stats)

    @slash(STATS)
    async def slash_stats(self, interaction: Interaction) -> None:
        """The server's numbers, and one's own."""
        await self._runner.interaction(interaction, STATS, self._stats)

    @prefixed(HEALTH)
    async def health(self, ctx: Context, *, _text: str = "") -> None:
        """How the bot is doing."""
        await self._runner.message(ctx, HEALTH, self._health)

    @slash(HEALTH)
    async def slash_health(self, interaction: Interaction) -> None:
        """How the bot is doing."""
        await self._runner.interaction(interaction, HEALTH, self._health, private=True)

    def _explaining(self, word: str) -> Work:
        async def work(caller: Caller) -> Answer:
            return await explain(self._runner.services, caller, word)

        return work

    async def _stats(self, caller: Caller) -> Answer:
        return await stats(self._runner.services, caller)

    async def _health(self, caller: Caller) -> Answer:
        return await health(self._runner.services, caller, self._gateway())
