"""Canaries in the ledger: whose turn it is, and what the looks have come to."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection

from redis.asyncio import Redis

from bossbot.adapters.ledger.hosts import live_hosts
from bossbot.adapters.ledger.scripts import PREFIX, Scripts, ledger_errors
from bossbot.models import Canary
from bossbot.queue.canaries import KEPT, Judgement


class Canaries:
    """Implements `bossbot.pipeline.ports.CanaryLedger` on Redis.

    Args:
        scripts: The ledger's.
        every: Seconds between two turns of a site (setting CANARY_SECONDS).
    """

    def __init__(self, scripts: Scripts, *, every: float) -> None:
        self._scripts = scripts
        self._client = scripts.client
        self._every = every

    async def due(self, links: Collection[str]) -> list[tuple[str, str]]:
        """The sites whose turn it is, each with the host that is to look; told once.

        Turns are spread over the interval, and each is the next host's: hosts have
        addresses that sites may treat differently. A site that is left alone has its
        turn afterwards.
        """
        with ledger_errors():
            now, _ = await self._client.time()
            live = await live_hosts(self._client)
            hosts = sorted(one.disk_id for one in live if one.slots and one.watches)
            found = []
            for index, site in enumerate(sorted(links) if hosts else ()):
                slot = int((now - index * self._every / len(links)) // self._every)
                if await self.left_alone(site):
                    continue
                if await self._claim(site, slot):
                    found.append((site, hosts[slot % len(hosts)]))
        return found

    async def give_back(self, site: str) -> None:
        """Have a turn again soon that came to nothing."""
        with ledger_errors():
            await self._client.delete(f"{PREFIX}canary-turn:{site}")

    async def left_alone(self, site: str) -> bool:
        """Whether nobody is to bother a site just now."""
        with ledger_errors():
            until = await self._client.hget(f"{PREFIX}site:{site}", "until")
            now, microseconds = await self._client.time()
        return until is not None and now * 1000 + microseconds // 1000 < int(until)

    async def write(
        self, site: str, judge: Callable[[Canary | None, float], Judgement]
    ) -> Judgement:
        """Judge a look by what is known, and keep it; the breaker hears of it too."""
        while True:
            with ledger_errors():
                found = await self._client.get(f"{PREFIX}canary:{site}")
                now, _ = await self._client.time()
            before = str(found or "")
            known = Canary.model_validate_json(before) if before else None
            judgement = judge(known, now)
            if await self._keep(before, judgement):
                return judgement

    async def told(self, canary: Canary) -> None:
        """The owner knows, unless there is something newer to know by now."""
        await self._keep(
            canary.model_dump_json(),
            Judgement(canary=canary.model_copy(update={"told": True})),
        )

    async def _keep(self, before: str, judgement: Judgement) -> bool:
        error = judgement.canary.error
        wait = error.retry_after if error else None
        heard = {"heard": judgement.heard} if judgement.heard else {}
        kept = await self._scripts(
            "canary",
            whose=judgement.canary.site,
            before=before,
            after=judgement.canary.model_dump_json(),
            kept=int(max(KEPT, 3 * self._every) * 1000),
            look=f"canary-{secrets.token_hex(4)}",
            retry_after=int((wait or 0.0) * 1000),
            **heard,
        )
        return bool(kept)

    async def _claim(self, site: str, slot: int) -> bool:
        """Take a turn, unless somebody has.

        To a host that knows other links it may still be the one before.
        """
        name, lasts = f"{PREFIX}canary-turn:{site}", int(2 * self._every)
        if int(await self._client.get(name) or 0) >= slot:
            return False
        taken = await self._client.set(name, slot, ex=lasts, get=True)
        return int(taken or 0) < slot


async def canaries(client: Redis) -> tuple[Canary, ...]:
    """What is known of every site that has one."""
    with ledger_errors():
        sites = await client.zrange(f"{PREFIX}canaries", 0, -1)
        names = [f"{PREFIX}canary:{site!s}" for site in sites]
        texts = await client.mget(names) if names else []
    return tuple(Canary.model_validate_json(text) for text in texts if text)
