"""The commands that take links: thin entries to `bossbot.bot.service.take`."""

from __future__ import annotations

from typing import Final

import structlog
from discord import Guild
from discord.ext import commands

from bossbot.bot.ports import Queue
from bossbot.bot.replies import reply
from bossbot.bot.service import Ask, take
from bossbot.bot.status.board import Board
from bossbot.bot.status.editor import Urgency
from bossbot.messages.commands import DL, DLR, DLT, DownloadCommand, only_in_servers
from bossbot.settings import MB, Settings

log = structlog.get_logger(__name__)

_BOOSTED: Final = {2: 50 * MB, 3: 100 * MB}
"""What a server's boost level adds; the library's own table is out of date."""


class Downloads(commands.Cog):
    """Takes links and shows what becomes of them."""

    def __init__(self, *, queue: Queue, settings: Settings, board: Board) -> None:
        self._queue = queue
        self._settings = settings
        self._board = board

    @commands.command(name="dl")
    async def dl(self, ctx: commands.Context[commands.Bot], *, text: str = "") -> None:
        """Download media from any supported site."""
        await self._take(ctx, DL, text)

    @commands.command(name="dlt")
    async def dlt(self, ctx: commands.Context[commands.Bot], *, text: str = "") -> None:
        """Download media from Twitter/X."""
        await self._take(ctx, DLT, text)

    @commands.command(name="dlr")
    async def dlr(self, ctx: commands.Context[commands.Bot], *, text: str = "") -> None:
        """Download media from Reddit."""
        await self._take(ctx, DLR, text)

    async def _take(
        self, ctx: commands.Context[commands.Bot], command: DownloadCommand, text: str
    ) -> None:
        if ctx.guild is None:
            await reply(ctx.message, only_in_servers())
            return
        ask = Ask(
            command=command,
            text=text,
            user=str(ctx.author.id),
            guild=str(ctx.guild.id),
            channel=str(ctx.channel.id),
            message=str(ctx.message.id),
            upload_limit=self._upload_limit(ctx.guild),
        )
        taken = await take(self._queue, self._settings, ask)
        log.info(
            "command",
            command=command.name,
            guild=ask.guild,
            downloads=taken.downloads,
        )
        # the follower hears of them too, and may be done with them already
        shown = [name for name in taken.downloads if not self._board.has_ended(name)]
        if shown:
            status = self._board.add(ask.channel, ask.message, taken.downloads)
            await self._board.refresh(status, Urgency.STAGE)
        if taken.answer is not None:
            await reply(ctx.message, taken.answer)

    def _upload_limit(self, guild: Guild) -> int:
        default = self._settings.discord_upload_limit_mb * MB
        return max(default, _BOOSTED.get(guild.premium_tier, 0))
