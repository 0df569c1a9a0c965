"""Rate limits and cooldowns, exact over processes and restarts.

The library `limits` counts: a use is an entry of a list in Redis, and one script both
looks whether there is room in the moving window and takes it. Every key expires.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from typing import Any, Final

from limits import RateLimitItem, RateLimitItemPerSecond
from limits.aio.storage import RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from redis.asyncio import Redis

from bossbot.adapters.ledger.scripts import PREFIX, ledger_errors
from bossbot.messages.command import Rate
from bossbot.models import Refusal

_MINUTE: Final = 60
_DAY: Final = 86_400
_USED: Final = f"{PREFIX}used:"
_REFUSED: Final = "refused"
_REMEMBERED: Final = 120
"""Seconds for which a use is known again."""
_ABOUT_TO: Final = 0.2
_KEPT_DAYS: Final = 8
"""How long the numbers of refusals can be read."""


class Limiter:
    """Implements `bossbot.bot.ports.Limiter`.

    Args:
        client: The ledger's; its connections are shared.
    """

    def __init__(self, client: Redis) -> None:
        self._client = client
        pool: Any = client.connection_pool
        self._windows = MovingWindowRateLimiter(
            RedisStorage(
                "async+redis://",
                implementation="redispy",
                key_prefix=f"{PREFIX}rate",
                connection_pool=pool,
            )
        )

    async def take(self, user: str, rate: Rate, *, use: str = "") -> Refusal | None:
        """Count one use; None where it is allowed, else nothing was used up."""
        with ledger_errors():
            if use and not await self._is_new(use):
                return await self._repeated(use)
            refusal = await self._taken(user, rate)
            if use and refusal is not None:
                await self._client.set(_USED + use, _REFUSED, xx=True, keepttl=True)
            return refusal

    async def _taken(self, user: str, rate: Rate) -> Refusal | None:
        uses, pause = _uses(rate), _pause(rate)
        if (await self._windows.get_window_stats(uses, user)).remaining <= 0:
            return await self._refused(user, rate)
        if pause and not await self._windows.hit(pause, user):
            return await self._refused(user, rate)
        if await self._windows.hit(uses, user):
            return None
        # another process took the last one in between
        if pause:
            await self._windows.clear(pause, user)
        return await self._refused(user, rate)

    async def _is_new(self, use: str) -> bool:
        mine = secrets.token_hex(8)
        if await self._client.set(_USED + use, mine, nx=True, ex=_REMEMBERED):
            return True
        # the connection may have been lost over the answer, and asked again by itself
        return await self._client.get(_USED + use) == mine

    async def _repeated(self, use: str) -> Refusal:
        """What the first one was told; it may be about to be."""
        await asyncio.sleep(_ABOUT_TO)
        said = await self._client.get(_USED + use)
        return Refusal(repeated=True, taken=said != _REFUSED)

    async def forgive(self, user: str, rate: Rate) -> None:
        """End the cooldown: the command was not understood."""
        if pause := _pause(rate):
            with ledger_errors():
                await self._windows.clear(pause, user)

    async def first(self, user: str, what: str) -> bool:
        """Whether this is the first of its kind within a minute: it is answered."""
        name = f"{PREFIX}told:{user}:{what}"
        with ledger_errors():
            return bool(await self._client.set(name, 1, nx=True, ex=_MINUTE))

    async def refusals(self, *, days_ago: int = 0) -> dict[str, int]:
        """How many uses came too early on a day (UTC), by the rate's name."""
        day = int(time.time() // _DAY) - days_ago
        with ledger_errors():
            found = await self._client.hgetall(f"{PREFIX}rate_limit_hits:{day}")
        return {str(name): int(count) for name, count in found.items()}

    async def _refused(self, user: str, rate: Rate) -> Refusal:
        """Why and until when; the longer of the two waits, for it is the true one."""
        minute = await self._wait(_uses(rate), user)
        pause = _pause(rate)
        rest = await self._wait(pause, user) if pause else 0.0
        cooldown = rest >= minute
        wait = max(rest, minute, 0.001)
        day = int(time.time() // _DAY)
        hits = f"{PREFIX}rate_limit_hits:{day}"
        kind = "cooldown" if cooldown else "minute"
        async with self._client.pipeline() as pipe:
            name = f"{PREFIX}told:{user}:{rate.name}:{kind}"
            pipe.set(name, 1, nx=True, px=int(wait * 1000) or 1)
            pipe.hincrby(hits, rate.name, 1)
            pipe.expire(hits, _KEPT_DAYS * _DAY)
            first, *_ = await pipe.execute()
        return Refusal(wait=wait, cooldown=cooldown, first=bool(first))

    async def _wait(self, window: RateLimitItem, user: str) -> float:
        """Seconds until the window has room; 0 where it has."""
        stats = await self._windows.get_window_stats(window, user)
        return 0.0 if stats.remaining > 0 else max(0.0, stats.reset_time - time.time())


def _uses(rate: Rate) -> RateLimitItem:
    return RateLimitItemPerSecond(rate.per_minute, _MINUTE, namespace=rate.name)


def _pause(rate: Rate) -> RateLimitItem | None:
    if not rate.cooldown:
        return None
    return RateLimitItemPerSecond(1, rate.cooldown, namespace=f"{rate.name}:pause")
