"""Rate limits and cooldowns: exact, whoever counts."""

from __future__ import annotations

import asyncio
import sys
import time
from contextlib import AsyncExitStack
from unittest.mock import patch

import pytest
from redis.asyncio import Redis

from bossbot.adapters.access import Limiter
from bossbot.adapters.ledger import connect
from bossbot.messages.command import Rate
from bossbot.models import Refusal
from bossbot.pipeline.ports import LedgerAwayError

pytestmark = pytest.mark.integration

BUTTONS = Rate(name="buttons", per_minute=3, cooldown=0)
CALM = Rate(name="calm", per_minute=2, cooldown=10)

FIRING = """
import asyncio, sys
from bossbot.adapters.access import Limiter
from bossbot.adapters.ledger import connect
from bossbot.messages.command import Rate

async def main(url, cooldown):
    client = connect(url)
    rate = Rate(name="fired", per_minute=30, cooldown=int(cooldown))
    limiter = Limiter(client)
    print("ready", flush=True)
    sys.stdin.readline()
    async def some():
        return [await limiter.take("7", rate) for _ in range(10)]
    taken = await asyncio.gather(*(some() for _ in range(4)))
    print(sum(refusal is None for each in taken for refusal in each), flush=True)
    await client.aclose()

asyncio.run(main(*sys.argv[1:]))
"""


class Later:
    """The limiter's clock, moved on by hand."""

    def __init__(self) -> None:
        self.by = 0.0
        self._real = time.time

    def __call__(self) -> float:
        return self._real() + self.by


@pytest.fixture
def limiter(client: Redis) -> Limiter:
    return Limiter(client)


async def refused(limiter: Limiter, rate: Rate, user: str = "7") -> Refusal:
    refusal = await limiter.take(user, rate)
    assert refusal is not None
    return refusal


async def test_so_many_in_a_minute_and_no_more(limiter: Limiter) -> None:
    """Each user and each name by itself; what is refused uses nothing up."""
    assert [await limiter.take("7", BUTTONS) for _ in range(3)] == [None] * 3
    refusal = await refused(limiter, BUTTONS)
    assert not refusal.cooldown
    assert 50 < refusal.wait <= 60
    assert await limiter.take("8", BUTTONS) is None
    other = Rate(name="other", per_minute=3, cooldown=0)
    assert await limiter.take("7", other) is None


async def test_the_window_moves(limiter: Limiter) -> None:
    """A use counts for a minute from when it was, not from a full minute on."""
    with patch("time.time", Later()) as clock:
        assert await limiter.take("7", BUTTONS) is None
        clock.by = 40
        assert await limiter.take("7", BUTTONS) is None
        assert await limiter.take("7", BUTTONS) is None
        clock.by = 50
        refusal = await refused(limiter, BUTTONS)
        assert 5 < refusal.wait <= 10
        clock.by = 61
        assert await limiter.take("7", BUTTONS) is None
        assert (await refused(limiter, BUTTONS)).wait > 30


async def test_a_cooldown_stands_between_two_uses(limiter: Limiter) -> None:
    """It says for how long, and that it is one; then the next use is allowed."""
    with patch("time.time", Later()) as clock:
        assert await limiter.take("7", CALM) is None
        refusal = await refused(limiter, CALM)
        assert refusal.cooldown
        assert 5 < refusal.wait <= 10
        clock.by = 10.5
        assert await limiter.take("7", CALM) is None


async def test_the_longer_wait_is_told(limiter: Limiter) -> None:
    """Who would be refused again after the cooldown hears of the limit at once."""
    with patch("time.time", Later()) as clock:
        assert await limiter.take("7", CALM) is None
        clock.by = 11
        assert await limiter.take("7", CALM) is None
        refusal = await refused(limiter, CALM)
        assert not refusal.cooldown
        assert 40 < refusal.wait <= 49
        clock.by = 61
        assert await limiter.take("7", CALM) is None


async def test_only_the_first_refusal_of_a_window_is_answered(
    limiter: Limiter,
) -> None:
    """By user, rate and reason; all are counted."""
    await limiter.take("7", CALM)
    told = [(await refused(limiter, CALM)).first for _ in range(3)]
    assert told == [True, False, False]
    await limiter.take("8", CALM)
    assert (await refused(limiter, CALM, "8")).first
    assert await limiter.refusals() == {"calm": 4}
    assert await limiter.refusals(days_ago=1) == {}


async def test_a_command_that_was_not_understood_has_no_cooldown(
    limiter: Limiter,
) -> None:
    """But it counts in the minute."""
    assert await limiter.take("7", CALM) is None
    await limiter.forgive("7", CALM)
    assert await limiter.take("7", CALM) is None
    await limiter.forgive("7", CALM)
    assert not (await refused(limiter, CALM)).cooldown
    await limiter.forgive("7", BUTTONS)


async def test_a_restart_forgets_nothing(client: Redis, access_server: str) -> None:
    """Another bot's limiter knows what this one counted."""
    await Limiter(client).take("7", CALM)
    async with connect(access_server) as other:
        assert (await refused(Limiter(other), CALM)).cooldown


@pytest.mark.parametrize("clients", [1, 3])
async def test_what_comes_at_once_is_counted_one_by_one(
    client: Redis, access_server: str, clients: int
) -> None:
    """With a cooldown one of them gets in, and nothing of the minute is lost."""
    rate = Rate(name="calm", per_minute=5, cooldown=10)
    async with AsyncExitStack() as stack:
        limiters = [
            Limiter(await stack.enter_async_context(connect(access_server)))
            for _ in range(clients)
        ]
        taken = await asyncio.gather(
            *(limiter.take("7", rate) for limiter in limiters for _ in range(6))
        )
    assert sum(refusal is None for refusal in taken) == 1
    assert sum(refusal is not None and refusal.first for refusal in taken) == 1
    left = []
    for _ in range(6):
        await Limiter(client).forgive("7", rate)
        left.append(await Limiter(client).take("7", rate))
    assert sum(refusal is None for refusal in left) == 4


@pytest.mark.parametrize(("cooldown", "most"), [("0", 30), ("60", 1)])
async def test_processes_together_never_take_more(
    client: Redis, access_server: str, cooldown: str, most: int
) -> None:
    """Eighty uses of one user at once from two of them: exactly the limit gets in."""
    processes = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", FIRING, access_server, cooldown),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        for _ in range(2)
    ]
    for process in processes:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"ready\n"
    answers = await asyncio.gather(*(each.communicate(b"go\n") for each in processes))
    assert sum(int(out) for out, _ in answers) == most


async def test_every_key_expires(client: Redis, limiter: Limiter) -> None:
    """Nothing of a user who never comes back stays for good."""
    await limiter.take("7", CALM)
    await limiter.take("7", CALM)
    await limiter.first("7", "banned")
    keys = await client.keys("*")
    assert len(keys) == 5
    for key in keys:
        assert key.startswith("bossbot:v1:")
        assert await client.ttl(key) > 0


async def test_the_first_of_a_kind_in_a_minute(client: Redis, limiter: Limiter) -> None:
    """By user and kind; a minute later it is answered again."""
    assert [await limiter.first("7", "banned") for _ in range(2)] == [True, False]
    assert await limiter.first("8", "banned")
    assert await limiter.first("7", "owner")
    assert await client.ttl("bossbot:v1:told:7:banned") <= 60
    await client.delete("bossbot:v1:told:7:banned")
    assert await limiter.first("7", "banned")


async def test_without_redis_everything_says_so(nowhere: Redis) -> None:
    """No use is let through uncounted."""
    limiter = Limiter(nowhere)
    for call in (
        limiter.take("7", CALM),
        limiter.forgive("7", CALM),
        limiter.first("7", "x"),
        limiter.refusals(),
    ):
        with pytest.raises(LedgerAwayError):
            await call


async def test_one_use_counts_once(client: Redis) -> None:
    """Whoever else asks for it hears that, and what was said of it then."""
    one, other = Limiter(client), Limiter(client)
    assert await one.take("7", CALM, use="1") is None
    assert await other.take("7", CALM, use="1") == Refusal(repeated=True, taken=True)
    early = await other.take("7", CALM, use="2")
    assert early is not None
    assert (early.cooldown, early.repeated) == (True, False)
    assert await one.take("7", CALM, use="2") == Refusal(repeated=True, taken=False)
    every = [key async for key in client.scan_iter("*used:*")]
    assert len(every) == 2
    assert all([0 < await client.ttl(key) <= 120 for key in every])


async def test_an_answer_that_is_lost_is_no_second_use(client: Redis) -> None:
    """The client asks once more by itself, and finds its own word."""
    limiter = Limiter(client)
    real = client.set

    async def twice(*words: object, **how: object) -> object:
        await real(*words, **how)
        return await real(*words, **how)

    with patch.object(client, "set", twice):
        assert await limiter.take("7", CALM, use="1") is None
    assert await limiter.take("7", CALM, use="1") == Refusal(repeated=True, taken=True)
