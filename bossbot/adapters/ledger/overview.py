"""The queue as a whole: who waits and runs, for how long, and what holds it up."""

from __future__ import annotations

import json
from typing import cast

from redis.asyncio import Redis

from bossbot.adapters.ledger.codec import decode
from bossbot.adapters.ledger.outlook import outlook_of, site_of
from bossbot.adapters.ledger.records import DELIVERIES
from bossbot.adapters.ledger.scripts import PREFIX, Scripts, ledger_errors
from bossbot.adapters.ledger.window import Window
from bossbot.models import (
    Delivery,
    DownloadRecord,
    IntakeStop,
    Level,
    Listed,
    Outlook,
    SiteView,
    State,
)


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
        return (
            outlook_of(json.loads(answer), self._max_running) if answer else Outlook()
        )

    async def listing(self, guild: str | None = None) -> tuple[Listed, ...]:
        """All that has not ended, of one server or of all.

        Running ones come first, then the waiting in the order of their places, then
        what is delayed, and what is paused.
        """
        with ledger_errors():
            records = await _records(self._client, guild)
        found = [
            await self._listed(record, delivery)
            for record in records
            for delivery in record.owed
            if guild in (None, delivery.request.guild)
        ]
        return tuple(sorted(found, key=_order))

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

    async def _listed(self, record: DownloadRecord, delivery: Delivery) -> Listed:
        waits = record.state is State.QUEUED
        runs = record.state is State.RUNNING
        return Listed(
            id=delivery.id,
            record=record.seen_by(delivery.number),
            position=await self.position(delivery.id) if waits else None,
            progress=await self.progress(delivery.id) if runs else None,
        )

    async def sites(self) -> tuple[SiteView, ...]:
        """The sites that are left alone just now."""
        with ledger_errors():
            names = await self._client.zrange(f"{PREFIX}sites", 0, -1)
            found = [
                (str(name), await _hash(self._client, f"{PREFIX}site:{name!s}"))
                for name in names
            ]
        return tuple(site_of(name, fields) for name, fields in found if fields)

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


async def _hash(client: Redis, name: str) -> dict[str, str]:
    return cast("dict[str, str]", await client.hgetall(name))


async def _records(client: Redis, guild: str | None) -> list[DownloadRecord]:
    """What has not ended, of one server or of all, oldest first."""
    name = "unfinished" if guild is None else f"guild:{guild}"
    members = await client.zrange(f"{PREFIX}{name}", 0, -1)
    ids = list(dict.fromkeys(str(member).partition(":")[0] for member in members))
    async with client.pipeline(transaction=False) as pipe:
        for id_ in ids:
            pipe.hgetall(f"{PREFIX}download:{id_}")
        answers = zip(ids, await pipe.execute(), strict=True)
    return [decode(id_, fields) for id_, fields in answers if DELIVERIES in fields]


def _order(listed: Listed) -> tuple[int, int, float]:
    ranks = (State.RUNNING, State.DISPATCHED, State.QUEUED, State.DELAYED, State.PAUSED)
    rank = ranks.index(listed.record.state) if listed.record.state in ranks else 9
    return rank, listed.position or 0, listed.record.created
