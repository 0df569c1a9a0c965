"""The gateway client: events in, messages out."""

from __future__ import annotations

import functools

import discord
import structlog
from discord.ext import commands

from bossbot.bot.download import Downloads
from bossbot.bot.ports import Queue
from bossbot.bot.replies import edit_status, reply, send_status
from bossbot.bot.status.board import Board
from bossbot.bot.status.editor import Editor
from bossbot.bot.status.follower import PROGRESS_EVERY, Follower
from bossbot.messages.commands import broken
from bossbot.pipeline.ports import LedgerAwayError
from bossbot.settings import Settings

log = structlog.get_logger(__name__)


def intents() -> discord.Intents:
    """What the bot asks the gateway for; message content is a privileged one."""
    return discord.Intents(
        guilds=True, guild_messages=True, dm_messages=True, message_content=True
    )


class BossBot(commands.AutoShardedBot):
    """Reads commands and shows downloads; keeps nothing that a restart would lose.

    Args:
        settings: The configuration.
        queue: The downloads.
        progress_every: Seconds between two looks at what runs.
        edit_every: Seconds between two edits in a channel.
    """

    def __init__(
        self,
        *,
        settings: Settings,
        queue: Queue,
        progress_every: float = PROGRESS_EVERY,
        edit_every: float = 1.0,
    ) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned_or(settings.command_prefix),
            case_insensitive=True,
            strip_after_prefix=True,
            help_command=None,
            intents=intents(),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            # with a gateway of one's own the library must not ask for another one
            shard_count=1 if settings.discord_gateway else None,
        )
        self._settings = settings
        self._queue = queue
        self._editor = Editor(functools.partial(edit_status, self), every=edit_every)
        self._board = Board(
            queue=queue,
            editor=self._editor,
            send=functools.partial(send_status, self),
            support_url=settings.support_url,
        )
        self.follower = Follower(
            queue=queue,
            board=self._board,
            editor=self._editor,
            every=progress_every,
        )

    async def setup_hook(self) -> None:
        """Add the commands; called once, after the login."""
        await self.add_cog(
            Downloads(queue=self._queue, settings=self._settings, board=self._board)
        )

    async def on_ready(self) -> None:
        """The gateway has told all it knows."""
        log.info("bot is ready", guilds=len(self.guilds), shards=self.shard_count)

    async def on_command_error(
        self,
        context: commands.Context[commands.Bot],  # type: ignore[override]
        exception: commands.CommandError,
        /,
    ) -> None:
        """Answer what went wrong on our side; unknown commands are other bots'."""
        if isinstance(exception, commands.CommandNotFound):
            return
        command, cause = str(context.command), getattr(exception, "original", None)
        if isinstance(cause, LedgerAwayError):  # no accident: it comes back
            log.warning("command failed", command=command, reason=str(cause))
        else:
            log.error("command failed", exc_info=exception, command=command)
        await reply(context.message, broken())

    async def close(self) -> None:
        """End every connection."""
        await self._editor.close()
        await super().close()
