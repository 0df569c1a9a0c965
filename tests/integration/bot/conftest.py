from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.integration.bot.scene import Scene, played
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
