"""Small texts that outlive the process."""

from __future__ import annotations

from redis.asyncio import Redis

from bossbot.adapters.ledger.scripts import PREFIX, ledger_errors


class Memory:
    """Implements `bossbot.bot.ports.Memory`.

    Args:
        client: The ledger's.
    """

    def __init__(self, client: Redis) -> None:
        self._client = client

    async def recalled(self, name: str) -> str | None:
        """What was remembered under a name, and is not forgotten yet."""
        with ledger_errors():
            value = await self._client.get(f"{PREFIX}memory:{name}")
        return None if value is None else str(value)

    async def remember(self, name: str, value: str, *, seconds: int) -> None:
        """Remember it for a while."""
        with ledger_errors():
            await self._client.set(f"{PREFIX}memory:{name}", value, ex=seconds)
