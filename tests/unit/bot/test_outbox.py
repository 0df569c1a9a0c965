"""What is sent: one after the other, until it is done."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bossbot.bot.status.outbox import Outbox
from bossbot.bot.status.trouble import Undone
from bossbot.pipeline.ports import LedgerAwayError

pytestmark = pytest.mark.unit


class Door:
    """Lets what is sent through when a test says so."""

    def __init__(self) -> None:
        self.outbox = Outbox(every=0)
        self.began: list[str] = []
        self.ended: list[str] = []
        self.failures: list[Exception] = []
        self.open = asyncio.Event()

    def put(self, name: str, channel: str = "c") -> None:
        async def act() -> None:
            self.began.append(name)
            await self.open.wait()
            if self.failures:
                raise self.failures.pop(0)
            self.ended.append(name)

        self.outbox.put(channel, name, act)

    async def pass_on(self) -> None:
        for _ in range(20):
            await asyncio.sleep(0)

    async def settle(self) -> None:
        self.open.set()
        while not self.outbox.is_empty():
            await asyncio.sleep(0)


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    door = Door()
    yield door
    await door.outbox.close()


async def test_one_at_a_time_and_in_order(door: Door) -> None:
    """Two hundred wait without a request; another channel doesn't wait for them."""
    names = [str(number) for number in range(200)]
    for name in names:
        door.put(name)
    door.put("other", "d")
    await door.pass_on()
    assert door.began == [names[0], "other"]
    await door.settle()
    assert [name for name in door.ended if name != "other"] == names


async def test_a_name_is_sent_once(door: Door) -> None:
    """Whether it waits or is under way; later it may come again."""
    for _ in range(3):
        door.put("1")
        await door.pass_on()
    await door.settle()
    assert door.ended == ["1"]
    door.put("1")
    await door.settle()
    assert door.ended == ["1", "1"]


async def test_trouble_passes(door: Door) -> None:
    """Discord's and the ledger's; an accident of ours is not repeated."""
    door.failures = [Undone("503"), LedgerAwayError("away"), ValueError("bug")]
    for name in "123":
        door.put(name)
    await door.settle()
    assert len(door.began) == 5
    assert len(door.ended) == 2


async def test_nothing_is_kept_of_what_was_sent(door: Door) -> None:
    """However many channels there were."""
    for number in range(50):
        door.put("1", f"channel {number}")
    await door.settle()
    await door.pass_on()
    assert not door.outbox._tasks
    assert not door.outbox._waiting
