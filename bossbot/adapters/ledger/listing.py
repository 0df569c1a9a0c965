"""All that has not ended, in the order in which people look at it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bossbot.adapters.ledger.codec import decode
from bossbot.adapters.ledger.hashes import hashes
from bossbot.adapters.ledger.records import DELIVERIES
from bossbot.adapters.ledger.scripts import PREFIX, Scripts
from bossbot.models import DownloadRecord, Listed, Progress, State

_ORDER: Final = (
    *(State.RUNNING, State.DISPATCHED, State.QUEUED, State.DELAYED, State.PAUSED),
)


async def listing(scripts: Scripts, guild: str | None) -> tuple[Listed, ...]:
    """The lines of one server, or of all; three round trips for up to a hundred."""
    client = scripts.client
    name = "unfinished" if guild is None else f"guild:{guild}"
    members = await client.zrange(f"{PREFIX}{name}", 0, -1)
    ids = dict.fromkeys(str(member).partition(":")[0] for member in members)
    known = [
        (decode(id_, fields), progress)
        for id_, (fields, progress) in (await hashes(scripts, ids)).items()
        if DELIVERIES in fields
    ]
    places = await _places(scripts, [record for record, _ in known])
    found = [
        Listed(
            id=delivery.id,
            record=record.seen_by(delivery.number),
            position=places.get(f"{record.id}:{delivery.number}"),
            progress=_shown(record, progress),
        )
        for record, progress in known
        for delivery in record.owed
        if guild in (None, delivery.request.guild)
    ]
    return tuple(sorted(found, key=_order))


async def _places(
    scripts: Scripts, records: Iterable[DownloadRecord]
) -> dict[str, int]:
    """Those of all that waits in the servers of these, by `{id}:{delivery}`."""
    guilds = {one.request.guild for record in records for one in record.owed}
    async with scripts.client.pipeline(transaction=False) as pipe:
        for guild in guilds:
            pipe.zrange(f"{PREFIX}waiting:{guild}", 0, -1)
        answers = await pipe.execute()
    return {
        str(member).partition(":")[2]: place
        for members in answers
        for place, member in enumerate(members, 1)
    }


def _shown(record: DownloadRecord, progress: str | None) -> Progress | None:
    runs = record.state is State.RUNNING
    return Progress.model_validate_json(progress) if runs and progress else None


def _order(listed: Listed) -> tuple[int, int, float]:
    state = listed.record.state
    rank = _ORDER.index(state) if state in _ORDER else len(_ORDER)
    return rank, listed.position or 0, listed.record.created
