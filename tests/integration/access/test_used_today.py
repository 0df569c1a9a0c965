"""What a user has had of their day, as settings show it."""

from __future__ import annotations

import pytest
from redis.asyncio import Redis

from bossbot.adapters.ledger import Scripts
from bossbot.errors import DailyLimitError
from tests.integration.ledger.client import Ledger
from tests.world.requests import a_request

pytestmark = pytest.mark.integration


async def test_the_days_use_is_what_the_limit_goes_by(client: Redis) -> None:
    """Each user's own; what is refused isn't in it."""
    ledger = Ledger(Scripts(client))
    assert await ledger.used_today("a") == 0
    for number in range(3):
        request = a_request(canonical=str(number), user="a", per_day=3)
        await ledger.enqueue(f"download{number}", request)
        assert await ledger.used_today("a") == number + 1
    with pytest.raises(DailyLimitError):
        await ledger.enqueue("onemore1", a_request(canonical="x", user="a", per_day=3))
    assert await ledger.used_today("a") == 3
    assert await ledger.used_today("b") == 0
