"""The slash commands, with the one handler of errors."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bossbot.bot import speaking
from bossbot.bot.failures import answer_to


class Tree(app_commands.CommandTree[Any]):
    """Answers what went wrong before or after a slash command's own work."""

    async def on_error(
        self,
        interaction: discord.Interaction[Any],
        error: app_commands.AppCommandError,
        /,
    ) -> None:
        """Called by the library; the client has the services."""
        name = interaction.command.qualified_name if interaction.command else "?"
        answer = answer_to(
            getattr(error, "original", error),
            command=name,
            support_url=self.client.services.settings.support_url,
        )
        await speaking.say(interaction, answer)
