"""`$stats`: numbers, and a picture of them."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from bossbot.bot.services.statistics import stats
from bossbot.models import Tally, UserStatistics
from bossbot.pipeline.ports import LedgerAwayError
from tests.unit.bot.access_world import GUILD, AccessWorld, caller
from tests.world.memory_statistics import MemoryStatistics, a_server

pytestmark = pytest.mark.unit


@dataclass
class World(AccessWorld):
    statistics: MemoryStatistics = field(default_factory=MemoryStatistics)


@pytest.fixture
def world() -> World:
    return World()


async def test_the_servers_and_ones_own_with_a_chart(world: World) -> None:
    """Of this server alone, and what one had in it."""
    world.statistics.servers[GUILD] = a_server(Tally(completed=12, failed=1))
    world.statistics.users[GUILD, "7"] = UserStatistics(total=Tally(completed=5))
    world.statistics.servers["2"] = a_server(Tally(completed=99))
    world.statistics.users["2", "7"] = UserStatistics(total=Tally(completed=77))
    answer = await stats(world.services, caller(user="7"))
    assert "12 completed, 1 failed" in answer.text
    assert "**Yours here**\n5 completed" in answer.text
    assert "99" not in answer.text
    assert "77" not in answer.text
    assert answer.attached is not None
    assert answer.attached.name == "downloads.png"
    assert answer.attached.data.startswith(b"\x89PNG")
    assert "12 completed, 1 failed" in answer.attached.description


async def test_no_picture_of_nothing(world: World) -> None:
    """A server without downloads gets a sentence."""
    answer = await stats(world.services, caller())
    assert "Nothing was downloaded" in answer.text
    assert answer.attached is None


async def test_without_redis_it_is_said_elsewhere(world: World) -> None:
    """The one handler of errors answers."""
    world.statistics.away = True
    with pytest.raises(LedgerAwayError):
        await stats(world.services, caller())
