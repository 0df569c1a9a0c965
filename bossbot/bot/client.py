"""The gateway client: events in, messages out."""

from __future__ import annotations

import asyncio
import functools
from typing import Any

import discord
import structlog
from discord.ext import commands

from bossbot.bot import speaking
from bossbot.bot.entries import add_entries
from bossbot.bot.entries.controls import Controls
from bossbot.bot.failures import answer_to
from bossbot.bot.lifecycle import Lifecycle
from bossbot.bot.pacing import paced
from bossbot.bot.ports import Memory
from bossbot.bot.replies import (
    edit_status,
    find_status,
    send_status,
    tell_directly,
)
from bossbot.bot.runner import CommandRunner
from bossbot.bot.services import Services
from bossbot.bot.services.helping import explain
from bossbot.bot.status.board import Board
from bossbot.bot.status.buttons import buttons_now
from bossbot.bot.status.editor import Editor
from bossbot.bot.status.follower import PROGRESS_EVERY, Follower
from bossbot.bot.sync import sync_commands
from bossbot.bot.tree import Tree
from bossbot.messages.catalogue import DLH
from bossbot.models import GatewayState

log = structlog.get_logger(__name__)


def intents() -> discord.Intents:
    """What the bot asks the gateway for; message content is a privileged one.

    Members aren't asked for, which is privileged too: every message, interaction and
    reaction brings the member it is of.
    """
    return discord.Intents(
        guilds=True,
        guild_messages=True,
        guild_reactions=True,
        dm_messages=True,
        message_content=True,
    )


class BossBot(commands.AutoShardedBot):
    """Reads commands and shows downloads; keeps nothing that a restart would lose.

    Args:
        services: What the commands use.
        memory: What a restart must not lose.
        before: The state of the connection that an earlier client had.
        progress_every: Seconds between two looks at what runs.
        edit_every: Seconds between two edits in a channel.
    """

    def __init__(
        self,
        *,
        services: Services,
        memory: Memory,
        before: GatewayState | None = None,
        progress_every: float = PROGRESS_EVERY,
        edit_every: float = 1.0,
    ) -> None:
        settings = services.settings
        super().__init__(
            command_prefix=commands.when_mentioned_or(settings.command_prefix),
            case_insensitive=True,
            strip_after_prefix=True,
            help_command=None,
            intents=intents(),
            tree_cls=Tree,
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            http_trace=paced(),
            # with a gateway of one's own the library must not ask for another one
            shard_count=1 if settings.discord_gateway else None,
        )
        self.services = services
        self._memory = memory
        editor = Editor(functools.partial(edit_status, self), every=edit_every)
        self._board = Board(
            queue=services.queue,
            editor=editor,
            send=functools.partial(send_status, self),
            find=functools.partial(find_status, self),
            tell=functools.partial(tell_directly, self),
            controls=buttons_now,
            support_url=settings.support_url,
        )
        self.follower = Follower(
            queue=services.queue,
            board=self._board,
            every=progress_every,
        )
        self._syncing: asyncio.Task[None] | None = None
        self.lifecycle = Lifecycle(self, services.queue, before)
        self.runner = CommandRunner(services, self._board, wake=editor.resting.wake)

    async def setup_hook(self) -> None:
        """Add the commands; called once, after the login."""
        await self.add_cog(self.lifecycle)
        await add_entries(self, self.runner, lambda: self.lifecycle.state)
        await self.add_cog(Controls(self, self.services, self._board))
        self._syncing = self.loop.create_task(
            sync_commands(
                self.tree, self._memory, self.services.settings.discord_server_id
            )
        )

    async def on_message(self, message: discord.Message, /) -> None:
        """Run a command, or say what there is to who talks to the bot."""
        if message.author.bot or message.webhook_id is not None:
            return
        if message.is_system():  # the name of a new thread, say: nobody wrote to us
            return
        ctx = await self.get_context(message)
        if ctx.command is not None:
            await self.invoke(ctx)
        elif self._is_meant(message):
            await self.runner.message(
                ctx, DLH, lambda caller: explain(self.services, caller)
            )

    def _is_meant(self, message: discord.Message) -> bool:
        """Whether the bot was mentioned in so many words, or spoken to alone.

        A reply to one of its messages mentions it without saying so. Unknown commands
        are other bots'.
        """
        assert self.user is not None
        named = {f"<@{self.user.id}>", f"<@!{self.user.id}>"}
        return message.guild is None or any(one in message.content for one in named)

    async def on_command_error(
        self,
        context: commands.Context[Any],
        exception: commands.CommandError,
        /,
    ) -> None:
        """What went wrong before or after a prefix command's own work."""
        cause = getattr(exception, "original", exception)
        answer = answer_to(
            cause,
            command=str(context.command),
            support_url=self.services.settings.support_url,
        )
        await speaking.to_message(context.message, answer)

    async def on_raw_message_delete(
        self, payload: discord.RawMessageDeleteEvent, /
    ) -> None:
        """A status message that was deleted is left alone."""
        self._board.gone(str(payload.message_id))

    async def on_raw_bulk_message_delete(
        self, payload: discord.RawBulkMessageDeleteEvent, /
    ) -> None:
        """Likewise with many."""
        self._board.gone(*map(str, payload.message_ids))

    async def close(self) -> None:
        """End every connection."""
        if self._syncing is not None:
            self._syncing.cancel()
        await self._board.close()
        await super().close()
