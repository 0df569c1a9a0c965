"""`$health`, for anyone, for admins, and while Redis is away."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bossbot.bot.services import health as module
from bossbot.bot.services.health import GatewayState, health, memory, versions
from bossbot.models import HostView, Level, QueueLoad, State
from tests.unit.bot.access_world import OWNER, AccessWorld, caller
from tests.world.requests import a_request

pytestmark = pytest.mark.unit

GATEWAY = GatewayState(latency_ms=40)
HOST = HostView(disk_id="disk-a", slots=5, running=1, disk_free=50, disk_total=100)


@pytest.fixture
def world() -> AccessWorld:
    world = AccessWorld()
    world.queue.live = (HOST,)
    return world


async def test_anyone_is_told_whether_it_is_well(world: AccessWorld) -> None:
    """With the load of all servers together; no details, in direct messages too."""
    for number in range(3):
        request = a_request(canonical=f"{number}", guild=f"{number}")
        await world.queue.enqueue(f"download{number}", request)
    world.queue.move("download0", State.RUNNING)
    answer = await health(world.services, caller(guild=None), GATEWAY)
    assert answer.text.splitlines() == [
        "✅ All is well.",
        "Gateway: 40 ms",
        "Queue: 1 running, 2 waiting",
        "Workers: 1 alive",
    ]
    assert not answer.private


@pytest.mark.parametrize("who", [{"level": Level.ADMIN}, {"user": OWNER}])
async def test_admins_are_told_more_where_only_they_see_it(
    world: AccessWorld, who: dict[str, str]
) -> None:
    """The owner and the level `admin`; a premium member isn't one."""
    answer = await health(world.services, caller(**who), GATEWAY)
    assert "Host `disk-a`: 1 of 5 slots, disk 50% used" in answer.text
    assert "Redis 8.0.1: " in answer.text
    for name in ("bossbot", "Python", "discord.py", "yt-dlp", "gallery-dl"):
        assert f"{name} {versions()[name]}" in answer.text
    assert answer.private
    member = await health(world.services, caller(level=Level.PREMIUM), GATEWAY)
    assert "Details" not in member.text
    assert "disk-a" not in member.text


async def test_redis_is_away(world: AccessWorld) -> None:
    """It answers all the same, the owner with what is known."""
    world.queue.away = True
    member = await health(world.services, caller(), GATEWAY)
    assert member.text.startswith("⚠️ Not all is well: Redis is away")
    assert "Redis: away" in member.text
    owner = await health(world.services, caller(user=OWNER), GATEWAY)
    assert "Versions: " in owner.text


async def test_a_redis_that_hangs_is_away(
    world: AccessWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for the ledger's own time-out to be told."""

    async def hang() -> QueueLoad:
        await asyncio.Event().wait()
        return QueueLoad()

    monkeypatch.setattr(world.queue, "load", hang)
    monkeypatch.setattr(module, "PATIENCE", 0.01)
    answer = await health(world.services, caller(), GATEWAY)
    assert "Redis: away" in answer.text


def test_the_bots_memory_is_that_of_a_process() -> None:
    """Some ten megabytes at least, where the system tells."""
    found = memory()
    assert found is None or 5 * 1024**2 < found < 8 * 1024**3


def test_memory_that_nobody_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere than on Linux there is no such file."""
    monkeypatch.setattr(module, "_SMAPS", Path("/nowhere/smaps_rollup"))
    assert memory() is None
