"""The queue as a whole: who waits and runs, for how long, and what holds it up."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final

from redis.exceptions import ResponseError

from bossbot.adapters.ledger.hosts import live_hosts
from bossbot.adapters.ledger.listing import listing
from bossbot.adapters.ledger.looks import looks
from bossbot.adapters.ledger.outlook import outlook_of, site_of
from bossbot.adapters.ledger.scripts import PREFIX, Scripts, ledger_errors
from bossbot.adapters.ledger.window import Window
from bossbot.models import (
    HostView,
    IntakeStop,
    Level,
    Listed,
    Look,
    Outlook,
    QueueLoad,
    SiteView,
)

_DAY: Final = 86_400


class Overview(Window):
    """Reads what is more than one download; needs a script for what must agree.

    Args:
        scripts: The ledger's.
        max_running: How many downloads run at once (MAX_CONCURRENT_DOWNLOADS).
    """

    def __init__(self, scripts: Scripts, *, max_running: int) -> None:
        super().__init__(scripts.client)
        self._scripts = scripts
        self._max_running = max_running

    async def outlook(self, download_id: str) -> Outlook:
        """How long a waiting download is going to wait."""
        answer = await self._scripts("outlook", id=download_id)
        if not answer:
            return Outlook()
        everybody, own = json.loads(answer)
        return outlook_of({**everybody, **own}, self._max_running)

    async def looks(self, download_ids: Iterable[str]) -> dict[str, Look]:
        """What there is to show of downloads, by the id each was asked for under."""
        return await looks(self._scripts, download_ids, max_running=self._max_running)

    async def listing(self, guild: str | None = None) -> tuple[Listed, ...]:
        """All that has not ended, of one server or of all.

        Running ones come first, then the waiting in the order of their places, then
        what is delayed, and what is paused.
        """
        with ledger_errors():
            return await listing(self._scripts, guild)

    async def room_in(self, guild: str) -> float | None:
        """Seconds until the next waiting download of a full server starts."""
        with ledger_errors():
            first = await self._client.zrange(f"{PREFIX}waiting:{guild}", 0, 0)
        if not first:
            return None
        _, id_, number = str(first[0]).split(":")
        with ledger_errors():
            name, field = f"{PREFIX}download:{id_}", f"d{number}:id"
            asked = await self._client.hget(name, field)
        return (await self.outlook(str(asked))).wait

    async def sites(self) -> tuple[SiteView, ...]:
        """The sites that are left alone just now."""
        with ledger_errors():
            names = await self._client.zrange(f"{PREFIX}sites", 0, -1)
            async with self._client.pipeline(transaction=False) as pipe:
                for name in names:
                    pipe.hgetall(f"{PREFIX}site:{name!s}")
                found = zip(map(str, names), await pipe.execute(), strict=True)
        return tuple(site_of(name, fields) for name, fields in found if fields)

    async def load(self) -> QueueLoad:
        """How much there is to do in the whole deployment."""
        lists = ("unfinished", "leases", "due", "paused")
        with ledger_errors():
            async with self._client.pipeline(transaction=True) as pipe:
                for name in lists:
                    pipe.zcard(f"{PREFIX}{name}")
                unfinished, running, delayed, paused = await pipe.execute()
        return QueueLoad(
            running=running,
            waiting=max(0, unfinished - running - delayed - paused),
            delayed=delayed,
            paused=paused,
        )

    async def hosts(self) -> tuple[HostView, ...]:
        """The worker hosts that live."""
        with ledger_errors():
            return tuple(await live_hosts(self._client))

    async def server(self) -> str | None:
        """What keeps the ledger: `Redis 8.0.1`; None where it won't tell."""
        with ledger_errors():
            try:
                told = await self._client.info("server")
            except ResponseError:  # managed ones may forbid to ask
                return None
        if "valkey_version" in told:
            return f"Valkey {told['valkey_version']}"
        return f"Redis {told.get('redis_version', '')}".rstrip()

    async def intake(self) -> IntakeStop | None:
        """Why nothing is taken in; None where it is."""
        with ledger_errors():
            text = await self._client.get(f"{PREFIX}intake")
        return IntakeStop.model_validate_json(text) if text else None

    async def level(self, user: str) -> Level:
        """What the bot's owner granted this user."""
        with ledger_errors():
            value = await self._client.hget(f"{PREFIX}levels", user)
        return Level(str(value)) if value else Level.NORMAL

    async def used_today(self, user: str) -> int:
        """How many downloads a user asked for today (UTC), by the ledger's clock."""
        with ledger_errors():
            seconds, _ = await self._client.time()
            day = int(seconds) // _DAY
            return int(await self._client.get(f"{PREFIX}today:{user}:{day}") or 0)
