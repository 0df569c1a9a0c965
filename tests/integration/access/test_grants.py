"""Bans and premium servers, in Redis."""

from __future__ import annotations

import json
import time

import pytest
from redis.asyncio import Redis

from bossbot.adapters.access import Grants
from bossbot.pipeline.ports import LedgerAwayError

pytestmark = pytest.mark.integration


async def test_a_ban_says_by_whom_and_why_until_it_ends(client: Redis) -> None:
    """Others stay; ending it tells whether there was one."""
    grants = Grants(client)
    await grants.ban("7", by="1", reason="spam")
    ban = await grants.banned("7")
    assert ban is not None
    assert (ban.by, ban.reason) == ("1", "spam")
    assert abs(ban.since - time.time()) < 60
    assert await grants.banned("8") is None
    await grants.ban("7", by="2", reason="more spam")
    again = await grants.banned("7")
    assert again is not None
    assert again.reason == "more spam"
    assert await grants.unban("7")
    assert not await grants.unban("7")
    assert await grants.banned("7") is None


async def test_a_ban_that_cannot_be_read_still_is_one(client: Redis) -> None:
    """Nobody gets in by a field gone wrong."""
    await client.hset("bossbot:v1:bans", "7", "{")
    assert await Grants(client).banned("7") is not None


async def test_a_server_becomes_premium_and_no_longer_is(client: Redis) -> None:
    """Only that one; who did it is kept."""
    grants = Grants(client)
    assert not await grants.premium("1")
    await grants.set_premium("1", on=True, by="99")
    assert await grants.premium("1")
    assert not await grants.premium("2")
    assert json.loads(await client.hget("bossbot:v1:premium", "1"))["by"] == "99"
    await grants.set_premium("1", on=False, by="99")
    assert not await grants.premium("1")


async def test_without_redis_everything_says_so(nowhere: Redis) -> None:
    """Nobody is let in by mistake."""
    grants = Grants(nowhere)
    for call in (
        grants.banned("7"),
        grants.ban("7", by="1", reason=""),
        grants.unban("7"),
        grants.premium("1"),
        grants.set_premium("1", on=True, by="1"),
    ):
        with pytest.raises(LedgerAwayError):
            await call
