"""The connection's fortunes: ready, lost, resumed; servers joined and left."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

import discord
import structlog
from discord.ext import commands

from bossbot.bot.ports import Queue
from bossbot.errors import NotPossibleError
from bossbot.models import GatewayState
from bossbot.pipeline.ports import LedgerAwayError

log = structlog.get_logger(__name__)

_ITSELF = "the bot, which left the server"


class Lifecycle(commands.Cog):
    """Logs and counts what the gateway tells of itself.

    Args:
        client: The bot.
        queue: Loses what a server had in it when the bot is removed from there.
        before: The state that an earlier client of this process ended with.
    """

    def __init__(
        self,
        client: discord.AutoShardedClient,
        queue: Queue,
        before: GatewayState | None = None,
    ) -> None:
        self._client = client
        self._queue = queue
        self._state = before or GatewayState()

    @property
    def state(self) -> GatewayState:
        """How the connection is doing now."""
        connected = self._client.is_ready() and not self._client.is_closed()
        latency = self._client.latency * 1000 if connected else float("nan")
        shards = self._client.shard_count or 1
        known = latency == latency  # not a number before the first heartbeat
        return self._state.model_copy(
            update={"latency_ms": latency if known else None, "shards": shards}
        )

    @commands.Cog.listener()
    async def on_connect(self) -> None:
        """There is a session; its servers are told one by one."""
        self._note(since=time.time())

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """The gateway has told all it knows."""
        log.info(
            "bot is ready",
            guilds=len(self._client.guilds),
            shards=self._client.shard_count,
        )

    @commands.Cog.listener()
    async def on_disconnect(self) -> None:
        """A connection broke; the library makes another one."""
        if self._state.since is None:
            return  # told already
        self._note(since=None, disconnects=self._state.disconnects + 1)
        log.warning("gateway lost", times=self._state.disconnects)

    @commands.Cog.listener()
    async def on_resumed(self) -> None:
        """The session went on; what was missed came after."""
        self._note(since=time.time(), resumes=self._state.resumes + 1)
        log.info("gateway resumed", times=self._state.resumes)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Somebody invited the bot."""
        log.info("server joined", guild=guild.id, guilds=len(self._client.guilds))

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was removed: nothing of that server's can be posted any more."""
        log.info("server left", guild=guild.id, guilds=len(self._client.guilds))
        try:
            for listed in await self._queue.listing(str(guild.id)):
                with suppress(NotPossibleError):  # it ended meanwhile
                    await self._queue.cancel(listed.id, by=_ITSELF)
        except LedgerAwayError as error:
            log.warning("queue of a server that was left goes on", reason=str(error))

    def _note(self, **changes: Any) -> None:
        self._state = self._state.model_copy(update=changes)
