"""Buttons under status messages, and reactions that do the same."""

from __future__ import annotations

import discord
import structlog
from discord.ext import commands

from bossbot.bot import speaking
from bossbot.bot.failures import answered
from bossbot.bot.people import caller_of_interaction
from bossbot.bot.posts import DiscordPosts
from bossbot.bot.services import Services
from bossbot.bot.services.controls import act
from bossbot.bot.status.board import Board
from bossbot.bot.status.buttons import COG, ControlButton, Interaction
from bossbot.bot.status.reactions import Reactions
from bossbot.messages.controls import Action
from bossbot.queue.names import download_ids

log = structlog.get_logger(__name__)


class Controls(commands.Cog, name=COG):
    """Does what members press and react with.

    Args:
        client: Whose events these are.
        services: What it takes.
        board: Knows the messages of what is under way.
    """

    def __init__(
        self, client: commands.AutoShardedBot, services: Services, board: Board
    ) -> None:
        self._client = client
        self._services = services
        self._posts = DiscordPosts(client)
        self._reactions = Reactions(client, services, self._posts, board)

    async def cog_load(self) -> None:
        """From now on buttons of earlier runs work, too."""
        self._client.add_dynamic_items(ControlButton)

    @commands.Cog.listener()
    async def on_raw_reaction_add(
        self, payload: discord.RawReactionActionEvent
    ) -> None:
        """A reaction to any message, also to those of earlier runs."""
        await self._reactions.added(payload)

    async def pressed(
        self, interaction: Interaction, action: Action, command: str
    ) -> None:
        """Do it to the downloads of a command and tell who pressed, alone."""
        caller = caller_of_interaction(interaction, self._services.settings)
        working = answered(
            act(self._services, self._posts, caller, action, download_ids(command)),
            command=f"button {action}",
            support_url=self._services.settings.support_url,
        )
        answer = await speaking.to_interaction(interaction, working, private=True)
        log.info(
            "button",
            action=str(action),
            guild=caller.guild,
            user=caller.user,
            done=answer.error is None,
        )
