from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from bossbot.adapters.discord_api import OFFICIAL, point_at
from bossbot.adapters.discord_login import DiscordLogin
from bossbot.adapters.discord_rest import DiscordPoster
from tests.integration.discord.bot_runner import Guild, running_bot
from tests.world.discord import DiscordServer
from tests.world.memory_queue import MemoryQueue
from tests.world.uploads import PostLedger


@pytest.fixture
def server() -> Iterator[DiscordServer]:
    with DiscordServer() as server:
        yield server
    point_at(OFFICIAL, "wss://gateway.discord.gg/")


@pytest.fixture
async def login(server: DiscordServer) -> AsyncIterator[DiscordLogin]:
    login = DiscordLogin(
        api_base=server.api_base,
        gateway=server.gateway_url,
        token=lambda: server.token,
    )
    yield login
    await login.close()


@pytest.fixture
def poster(login: DiscordLogin) -> DiscordPoster:
    return DiscordPoster(login)


@pytest.fixture
def ledger() -> PostLedger:
    return PostLedger()


@pytest.fixture
async def guild(server: DiscordServer) -> AsyncIterator[Guild]:
    queue = MemoryQueue()
    async with running_bot(server, queue):
        yield Guild(server, queue)
