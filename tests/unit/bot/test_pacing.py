"""Taking turns once Discord said that there were too many requests at once."""

from __future__ import annotations

import asyncio

import pytest

from bossbot.bot.pacing import Pace

pytestmark = pytest.mark.unit


async def test_nobody_waits_before_a_refusal() -> None:
    """A Discord that takes more than we think is not slowed down."""
    pace = Pace(rate=0.001, burst=1)
    async with asyncio.timeout(5):
        for _ in range(1000):
            await pace.turn()


async def test_turns_after_a_refusal() -> None:
    """None for a moment, then one by one: so many a second."""
    pace = Pace(rate=100, burst=3, rest=0.1)
    clock = asyncio.get_running_loop().time
    began = clock()
    pace.refused()
    passed = []

    async def one() -> None:
        await pace.turn()
        passed.append(clock() - began)

    await asyncio.gather(*(one() for _ in range(13)))
    # never earlier than its place allows, whatever the machine does
    least = [0.1 + place / 100 for place in range(13)]
    assert all(at >= soonest for at, soonest in zip(passed, least, strict=True))


async def test_a_few_at_once_after_a_while() -> None:
    """Who didn't use their turns may use some of them together."""
    pace = Pace(rate=20, burst=3, rest=0)
    pace.refused()
    await pace.turn()
    await asyncio.sleep(0.3)
    clock = asyncio.get_running_loop().time
    began, passed = clock(), []

    async def one() -> None:
        await pace.turn()
        passed.append(clock())

    turns = [asyncio.create_task(one()) for _ in range(4)]
    for _ in range(3):
        await asyncio.sleep(0)
    assert len(passed) >= 3
    await asyncio.gather(*turns)
    assert passed[3] - began >= 1 / 20


async def test_edits_are_last() -> None:
    """What is new, and answers, go before; each kind in its order."""
    pace = Pace(rate=500, burst=1, rest=0)
    pace.refused()
    await pace.turn()
    order = []

    async def one(name: str) -> None:
        await pace.turn(edit=name.startswith("edit"))
        order.append(name)

    names = ("edit 1", "edit 2", "new 1", "new 2")
    await asyncio.gather(*(one(name) for name in names))
    assert order == ["new 1", "new 2", "edit 1", "edit 2"]


async def test_who_gave_up_takes_no_turn() -> None:
    """A request that ran out of time leaves its place to the next one."""
    pace = Pace(rate=20, burst=1, rest=0)
    pace.refused()
    await pace.turn()
    turns = [asyncio.create_task(pace.turn()) for _ in range(200)]
    last = asyncio.create_task(pace.turn())
    await asyncio.sleep(0)
    for turn in turns:
        turn.cancel()
    async with asyncio.timeout(9):  # they all would take ten seconds
        await last


async def test_it_ends() -> None:
    """A while after the last refusal nobody waits any more."""
    pace = Pace(rate=0.001, burst=1, rest=0, lasts=0.05)
    pace.refused()
    await pace.turn()
    await asyncio.sleep(0.06)
    async with asyncio.timeout(5):
        await pace.turn()
        await pace.turn()
