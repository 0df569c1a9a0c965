"""The main cleanup: expired downloads, empty directories, statistics per server."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable

from bossbot.errors import BossBotError
from bossbot.pipeline.housekeeping.ports import KeptArea, Records
from bossbot.pipeline.housekeeping.report import CleanupReport, Tally
from bossbot.pipeline.housekeeping.slices import run_slice
from bossbot.pipeline.housekeeping.walking import in_use, walk
from bossbot.storage.layout import Place


async def main_cleanup(
    area: KeptArea,
    records: Records,
    *,
    now: Callable[[], float] = time.time,
    budget: float = 5.0,
    previous: CleanupReport | None = None,
) -> CleanupReport:
    """Look through the kept downloads for about `budget` seconds.

    What has no readable `metadata.json` has no expiry: the deep cleanup sees to it.

    Args:
        area: This host's organised storage.
        records: The ledger; while it can't answer, nothing is deleted.
        now: The clock, epoch seconds.
        budget: Seconds of one slice.
        previous: The report of the slice before, if that one didn't finish.
    """
    tally = Tally("main", now=now, budget=budget, previous=previous)
    removed: Counter[str] = Counter()

    async def look_at(place: Place) -> None:
        try:
            document = area.read(place)
            if document is None or document.expires_at > now():
                return
            if await in_use(place, records) or not area.remove(place):
                tally.counts["in_use"] += 1
                return
        except BossBotError as error:
            tally.problem(place.key, error)
            return
        tally.removed += 1
        removed[place.day] += 1

    def done_with(guild: str) -> None:
        try:
            area.tidy(guild, removed=dict(removed))
        except BossBotError as error:
            tally.problem(guild, error)
        removed.clear()

    return await run_slice(
        area, tally, lambda: walk(area, tally, look_at, done_with), patience=2 * budget
    )
