"""Buttons under status messages, and reactions that do the same."""

from __future__ import annotations

import asyncio
from typing import Final

import discord
import structlog
from discord.ext import commands

from bossbot.bot import speaking
from bossbot.bot.answers import Answer
from bossbot.bot.caller import Caller
from bossbot.bot.failures import answer_to
from bossbot.bot.people import caller_of_interaction
from bossbot.bot.posts import DiscordPosts
from bossbot.bot.services import Services
from bossbot.bot.services.controls import act
from bossbot.bot.services.taking import download_ids
from bossbot.bot.status.board import Board
from bossbot.bot.status.buttons import COG, ControlButton, Interaction
from bossbot.bot.status.reactions import Reactions
from bossbot.messages.controls import Action

log = structlog.get_logger(__name__)

PATIENCE: Final = 8.0
"""Seconds for one press in all; a frozen Redis isn't waited for any longer."""


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
        working = self._answer(caller, action, command)
        answer = await speaking.to_interaction(interaction, working, private=True)
        log.info(
            "button",
            action=str(action),
            guild=caller.guild,
            user=caller.user,
            done=answer.error is None,
        )

    async def _answer(self, caller: Caller, action: Action, command: str) -> Answer:
        """What to say; whatever fails is an answer, too."""
        try:
            async with asyncio.timeout(PATIENCE):
                ids = download_ids(command)
                return await act(self._services, self._posts, caller, action, ids)
        except Exception as error:  # noqa: BLE001 - whatever it is becomes an answer
            return answer_to(
                error,
                command=f"button {action}",
                support_url=self._services.settings.support_url,
            )
