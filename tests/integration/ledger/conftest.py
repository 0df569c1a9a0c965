from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from redis.asyncio import Redis

from bossbot.adapters.ledger import Desk, Heart, Scripts, Stages, connect
from tests.integration.ledger.client import Ledger
from tests.integration.ledger.playing import Play
from tests.world.redis_server import redis_server


@pytest.fixture(scope="session")
def ledger_server() -> Iterator[str]:
    with redis_server() as url:
        yield url


@pytest.fixture
async def client(ledger_server: str) -> AsyncIterator[Redis]:
    client = connect(ledger_server)
    await client.flushall()
    yield client
    await client.aclose()


@pytest.fixture
def scripts(client: Redis) -> Scripts:
    return Scripts(client)


@pytest.fixture
def ledger(scripts: Scripts) -> Ledger:
    return Ledger(scripts)


@pytest.fixture
def stages(scripts: Scripts) -> Stages:
    return Stages(scripts)


@pytest.fixture
def desk(scripts: Scripts) -> Desk:
    return Desk(scripts, max_running=5)


@pytest.fixture
def heart(ledger_server: str, client: Redis) -> Iterator[Heart]:
    heart = Heart(ledger_server, disk_id="disk-a", worker="w1", slots=2, watches=True)
    heart.beat(free=10, total=20, zygote=True)
    yield heart
    heart.close()


@pytest.fixture
def play(
    ledger: Ledger, desk: Desk, stages: Stages, heart: Heart, ledger_server: str
) -> Play:
    return Play(ledger=ledger, desk=desk, stages=stages, heart=heart, url=ledger_server)
