"""A real bot on the stand-in, in the test's own event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from bossbot.adapters.discord_api import point_at
from bossbot.bot.client import BossBot
from bossbot.bot.services import Services
from bossbot.models import ServerStatistics, UserStatistics
from bossbot.settings import Settings
from tests.world.discord import DiscordServer, Message
from tests.world.memory_access import MemoryGrants, MemoryLimiter, MemoryPreferences
from tests.world.memory_queue import MemoryQueue


class MemoryOfTheBot:
    """What the bot remembers and learns, for tests that care for neither."""

    def __init__(self) -> None:
        self.told: dict[str, str] = {}

    async def recalled(self, name: str) -> str | None:
        return self.told.get(name)

    async def remember(self, name: str, value: str, *, seconds: int) -> None:
        self.told[name] = value

    async def learned(self, guild: str) -> int | None:
        return None


class NoStatistics:
    async def server(self, guild: str) -> ServerStatistics:
        return ServerStatistics(days=())

    async def user(self, guild: str, user: str) -> UserStatistics:
        return UserStatistics()


LINK = "https://www.reddit.com/r/aww/comments/1abc2d/a_cat/"


def settings_for(server: DiscordServer, **changes: object) -> Settings:
    return Settings.load(
        _env_file=None,
        discord_token=server.token,
        discord_api_base=server.api_base,
        discord_gateway=server.gateway_url,
        **changes,
    )


@asynccontextmanager
async def running_bot(
    server: DiscordServer,
    queue: MemoryQueue,
    *,
    preferences: MemoryPreferences | None = None,
    progress_every: float = 0.1,
    edit_every: float = 0.01,
    **changes: object,
) -> AsyncIterator[BossBot]:
    """A bot that has joined; ends with the block."""
    settings = settings_for(server, **changes)
    point_at(settings.discord_api_base, settings.discord_gateway)
    services = Services(
        settings=settings,
        queue=queue,
        preferences=preferences or MemoryPreferences(),
        grants=MemoryGrants(),
        limiter=MemoryLimiter(),
        uploads=MemoryOfTheBot(),
        statistics=NoStatistics(),
    )
    bot = BossBot(
        services=services,
        memory=MemoryOfTheBot(),
        progress_every=progress_every,
        edit_every=edit_every,
    )
    bot._connection.guild_ready_timeout = 0.05  # it waits for guilds to come
    async with bot:
        await bot.login(server.token)
        runs = [
            asyncio.create_task(bot.connect()),
            asyncio.create_task(bot.follower.run()),
        ]
        try:
            await asyncio.wait_for(bot.wait_until_ready(), 30)
            yield bot
        finally:
            await bot.close()
            for run in runs:
                run.cancel()
                with suppress(asyncio.CancelledError):
                    await run


class Guild:
    """The stand-in's guild with the bot in it."""

    def __init__(self, server: DiscordServer, queue: MemoryQueue) -> None:
        self.server = server
        self.queue = queue

    def say(self, text: str) -> Message:
        return self.server.say(self.server.member, self.server.channel, text)

    async def answer_to(self, request: Message, text: str = "") -> Message:
        return await self.server.wait_for(
            lambda message: message.reply_to == request.id and text in message.content
        )

    def answers(self, request: Message) -> list[Message]:
        return [m for m in self.server.messages() if m.reply_to == request.id]

    @property
    def downloads(self) -> list[str]:
        return list(self.queue.records)
