from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
import redis

from bossbot.adapters.discord_api import OFFICIAL, point_at
from tests.integration.bot.cast import Cast, cast_of
from tests.integration.bot.scene import Scene, played
from tests.world.discord import DiscordServer
from tests.world.redis_server import redis_server


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    with redis_server() as url:
        yield url


@pytest.fixture
async def scene(redis_url: str) -> AsyncIterator[Scene]:
    """Nothing runs: what is asked for stays in the queue."""
    async with played(redis_url) as scene:
        yield scene


@pytest.fixture
async def busy(redis_url: str) -> AsyncIterator[Scene]:
    """With a worker."""
    async with played(redis_url, works=True) as scene:
        yield scene


@pytest.fixture
def discord(redis_url: str) -> Iterator[DiscordServer]:
    """A Discord of its own, and an empty Redis."""
    with redis.from_url(redis_url) as client:
        client.flushall()
    with DiscordServer() as server:
        yield server
    point_at(OFFICIAL, "wss://gateway.discord.gg/")


@pytest.fixture
async def cast(discord: DiscordServer, redis_url: str) -> AsyncIterator[Cast]:
    """A bot, and people of every kind in its server."""
    async with cast_of(discord, redis_url) as cast:
        yield cast
