from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from redis.asyncio import Redis

from bossbot.adapters.ledger import connect
from tests.world.redis_server import redis_server


@pytest.fixture(scope="session")
def access_server() -> Iterator[str]:
    with redis_server() as url:
        yield url


@pytest.fixture
async def client(access_server: str) -> AsyncIterator[Redis]:
    client = connect(access_server)
    await client.flushall()
    yield client
    await client.aclose()


@pytest.fixture
async def nowhere() -> AsyncIterator[Redis]:
    """A client of a server that isn't there."""
    client = connect("unix:///nonexistent/redis.sock")
    yield client
    await client.aclose()
