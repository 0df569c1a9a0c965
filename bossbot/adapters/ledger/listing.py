"""All that has not ended, in the order in which people look at it."""

from __future__ import annotations

from collections.abc import Sequence

from redis.asyncio import Redis

from bossbot.adapters.ledger.codec import decode
from bossbot.adapters.ledger.records import DELIVERIES
from bossbot.adapters.ledger.scripts import PREFIX
from bossbot.models import DownloadRecord, Listed, Progress, State


async def listing(client: Redis, guild: str | None) -> tuple[Listed, ...]:
    """The lines of one server, or of all; three round trips, however many there are."""
    records = await _records(client, guild)
    places, progress = await _details(client, records)
    found = [
        Listed(
            id=delivery.id,
            record=record.seen_by(delivery.number),
            position=places.get(f"{record.id}:{delivery.number}"),
            progress=progress.get(record.id),
        )
        for record in records
        for delivery in record.owed
        if guild in (None, delivery.request.guild)
    ]
    return tuple(sorted(found, key=_order))


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


async def _details(
    client: Redis, records: Sequence[DownloadRecord]
) -> tuple[dict[str, int], dict[str, Progress]]:
    """Places by `{id}:{delivery}`, and progress by id, in one round trip."""
    guilds = sorted({d.request.guild for record in records for d in record.owed})
    run = [record.id for record in records if record.state is State.RUNNING]
    async with client.pipeline(transaction=False) as pipe:
        for guild in guilds:
            pipe.zrange(f"{PREFIX}waiting:{guild}", 0, -1)
        for id_ in run:
            pipe.get(f"{PREFIX}progress:{id_}")
        answers = await pipe.execute()
    waiting, told = answers[: len(guilds)], answers[len(guilds) :]
    places = {
        str(member).partition(":")[2]: place
        for members in waiting
        for place, member in enumerate(members, 1)
    }
    known = zip(run, told, strict=True)
    return places, {
        id_: Progress.model_validate_json(text) for id_, text in known if text
    }


def _order(listed: Listed) -> tuple[int, int, float]:
    ranks = (State.RUNNING, State.DISPATCHED, State.QUEUED, State.DELAYED, State.PAUSED)
    rank = ranks.index(listed.record.state) if listed.record.state in ranks else 9
    return rank, listed.position or 0, listed.record.created
