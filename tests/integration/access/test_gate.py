"""The gate with everything behind it in Redis."""

from __future__ import annotations

import asyncio
from dataclasses import fields
from typing import Any

import pytest
from redis.asyncio import Redis

from bossbot.adapters.access import Grants, Limiter, Preferences
from bossbot.adapters.ledger import Overview, Scripts, connect
from bossbot.bot.answers import Answer
from bossbot.bot.caller import Caller
from bossbot.bot.gate import admit
from bossbot.bot.services import Services
from bossbot.messages.catalogue import DL, DLADMIN
from bossbot.models import Level
from bossbot.settings import Settings

pytestmark = pytest.mark.integration


def services(client: Redis) -> Services:
    """What the gate needs of them; the rest is None."""
    rest: dict[str, Any] = {one.name: None for one in fields(Services)}
    mine = {
        "settings": Settings.load(_env_file=None),
        "queue": Overview(Scripts(client), max_running=5),
        "preferences": Preferences(client),
        "grants": Grants(client),
        "limiter": Limiter(client),
    }
    return Services(**(rest | mine))


def member(user: str, command: str = "") -> Caller:
    return Caller(user=user, guild="1", channel="5", command=command, roles=("1",))


async def test_a_flood_lets_one_of_each_user_in_and_answers_one(
    client: Redis, access_server: str
) -> None:
    """Two hundred commands at once, to two bots: nothing fails, nobody gets more."""
    async with connect(access_server) as other:
        bots = [services(client), services(other)]
        users = [str(number % 40) for number in range(200)]
        results = await asyncio.gather(
            *(
                admit(bots[number % 2], member(user, str(number)), DL)
                for number, user in enumerate(users)
            )
        )
    let_in = [one.user for one in results if isinstance(one, Caller)]
    answered = [one for one in results if isinstance(one, Answer) and one.text]
    assert sorted(let_in) == sorted(set(users))
    assert len(answered) == 40
    assert await Limiter(client).refusals() == {"dl": 160}


async def test_what_was_granted_counts_at_the_next_command(client: Redis) -> None:
    """Levels, bans and the server's word, as they stand in Redis."""
    bot = services(client)
    assert isinstance(await admit(bot, member("7"), DLADMIN), Answer)
    await client.hset("bossbot:v1:levels", "7", "admin")
    admitted = await admit(bot, member("7"), DLADMIN)
    assert isinstance(admitted, Caller)
    assert admitted.level is Level.ADMIN
    await bot.preferences.set_server("1", "role:1:download", False)
    assert isinstance(await admit(bot, member("8"), DL), Answer)
    await bot.preferences.reset_server("1", "role:1")
    assert isinstance(await admit(bot, member("8"), DL), Caller)
    await bot.grants.ban("7", by="9", reason="spam")
    refused = await admit(bot, member("7"), DLADMIN)
    assert isinstance(refused, Answer)
    assert "spam" in refused.text
