"""Walks over everything kept, in order, so that the next slice can go on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bossbot.models import ENDED
from bossbot.pipeline.housekeeping.ports import KeptArea, Records
from bossbot.pipeline.housekeeping.report import Tally
from bossbot.storage.layout import Place


async def walk(
    area: KeptArea,
    tally: Tally,
    look_at: Callable[[Place], Awaitable[None]],
    done_with: Callable[[str], None],
) -> bool:
    """Look at every place behind the cursor until the time is up.

    `done_with` is called for each server that this slice came to the end of.
    """
    after = Place.parse(tally.cursor) if tally.cursor else None
    for guild in area.guilds():
        if after and guild < after.guild:
            continue
        for place in area.places(guild):
            if after and place <= after:
                continue
            if not tally.takes(place.key):
                done_with(guild)
                return False
            await look_at(place)
        done_with(guild)
    return True


async def in_use(place: Place, records: Records) -> bool:
    """Whether the download may still touch what is kept under its name."""
    record = await records.record(place.download)
    return record is not None and not (record.state in ENDED and record.cleaned)
