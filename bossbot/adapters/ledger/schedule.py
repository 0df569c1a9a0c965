"""Which cleanup is due on which host: once per time slot, whoever asks."""

from __future__ import annotations

from redis.asyncio import Redis

from bossbot.adapters.ledger.hosts import live_hosts
from bossbot.adapters.ledger.scripts import PREFIX, ledger_errors


class Schedule:
    """The claims of time slots, in Redis, so that several beats do no harm."""

    def __init__(self, client: Redis) -> None:
        self._client = client

    async def due(self, kind: str, *, every: float, offset: float = 0) -> list[str]:
        """The live hosts on which a cleanup is due now; each is told only once.

        A run that was missed, because no beat or no host was there, is due as soon as
        somebody asks: slots are counted, not instants.

        Args:
            kind: `temp`, `main` or `deep`.
            every: The interval, seconds.
            offset: When in the interval a slot begins, seconds.
        """
        with ledger_errors():
            seconds, _ = await self._client.time()
            slot = int((seconds - offset) // every)
            hosts = [host.disk_id for host in await live_hosts(self._client)]
            return [
                host for host in hosts if await self._claim(kind, host, slot, every)
            ]

    async def ran_lately(self, kind: str, *, every: float, offset: float = 0) -> bool:
        """Whether some live host was told in this time slot or the one before."""
        with ledger_errors():
            seconds, _ = await self._client.time()
            slot = int((seconds - offset) // every)
            hosts = [host.disk_id for host in await live_hosts(self._client)]
            names = [
                self._name(kind, host, number)
                for host in hosts
                for number in (slot, slot - 1)
            ]
            return bool(names) and bool(await self._client.exists(*names))

    async def _claim(self, kind: str, host: str, slot: int, every: float) -> bool:
        name = self._name(kind, host, slot)
        return bool(await self._client.set(name, 1, nx=True, ex=int(2 * every)))

    @staticmethod
    def _name(kind: str, host: str, slot: int) -> str:
        return f"{PREFIX}cleanup:{kind}:{host}:{slot}"
