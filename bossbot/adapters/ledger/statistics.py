"""What the scripts counted of downloads that ended, per server, day and user."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final, cast

from redis.asyncio import Redis

from bossbot.adapters.ledger.codec import seconds
from bossbot.adapters.ledger.scripts import PREFIX, ledger_errors
from bossbot.models import DAYS, Day, ServerStatistics, Tally, UserStatistics

_FROM: Final = "from:"
_EPOCH: Final = datetime.fromtimestamp(0, UTC).date()
_DAY: Final = 86_400


class Statistics:
    """Reads; every method raises `LedgerAwayError` without Redis."""

    def __init__(self, client: Redis) -> None:
        self._client = client

    async def server(self, guild: str) -> ServerStatistics:
        """A server's last 30 days, and all before; days are those of Redis' clock."""
        with ledger_errors():
            now, _ = await self._client.time()
            today = int(now) // _DAY
            numbers = range(today - DAYS + 1, today + 1)
            async with self._client.pipeline(transaction=False) as pipe:
                pipe.hgetall(f"{PREFIX}stats:server:{guild}")
                for number in numbers:
                    pipe.hgetall(f"{PREFIX}stats:day:{guild}:{number}")
                total, *days = await pipe.execute()
        return ServerStatistics(
            total=_tally(total),
            days=tuple(
                Day(day=_EPOCH + timedelta(days=number), tally=_tally(fields))
                for number, fields in zip(numbers, days, strict=True)
            ),
        )

    async def user(self, guild: str, user: str) -> UserStatistics:
        """What a user had in a server."""
        name = f"{PREFIX}stats:user:{guild}:{user}"
        with ledger_errors():
            fields = cast("dict[str, str]", await self._client.hgetall(name))
        return UserStatistics(total=_tally(fields))


def _tally(fields: Mapping[str, str]) -> Tally:
    """A hash of counters; it may be empty."""
    return Tally(
        completed=int(fields.get("completed", 0)),
        failed=int(fields.get("failed", 0)),
        cancelled=int(fields.get("cancelled", 0)),
        bytes=int(fields.get("bytes", 0)),
        timed=int(fields.get("timed", 0)),
        seconds=int(fields.get("took", 0)) / 1000,
        platforms={
            name.removeprefix(_FROM): int(count)
            for name, count in fields.items()
            if name.startswith(_FROM)
        },
        since=seconds(fields.get("since")),
    )
