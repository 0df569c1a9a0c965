"""The deep cleanup: are the files what they were, and does everything have its other?

Orphans both ways go a day after they last changed: files that no document lists, and
documents whose files are all gone. What is damaged is reported and left to expire.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from bossbot.errors import BossBotError
from bossbot.pipeline.housekeeping.ports import Integrity, KeptArea, Records
from bossbot.pipeline.housekeeping.report import CleanupReport, Tally
from bossbot.pipeline.housekeeping.slices import run_slice
from bossbot.pipeline.housekeeping.walking import in_use, walk
from bossbot.storage.document import StoredDownload
from bossbot.storage.layout import Place
from bossbot.storage.retention import ORPHAN_SECONDS


async def deep_cleanup(
    area: KeptArea,
    records: Records,
    *,
    now: Callable[[], float] = time.time,
    budget: float = 5.0,
    previous: CleanupReport | None = None,
) -> CleanupReport:
    """Check the kept downloads for about `budget` seconds.

    The finished report is the storage report: `counts` has `downloads`, `files`,
    `bytes`, and under `missing`, `corrupt`, `stray`, `orphan` what was found.

    Args:
        area: This host's organised storage.
        records: The ledger; while it can't answer, nothing is deleted.
        now: The clock, epoch seconds.
        budget: Seconds of one slice.
        previous: The report of the slice before, if that one didn't finish.
    """
    tally = Tally("deep", now=now, budget=budget, previous=previous)

    async def look_at(place: Place) -> None:
        try:
            document = area.read(place)
            found = area.inspect(place, document)
            _count(place, document, found, tally)
            if now() - found.changed < ORPHAN_SECONDS or await in_use(place, records):
                return
            _remove_orphans(place, document, found, area, tally)
        except BossBotError as error:
            tally.problem(place.key, error)

    return await run_slice(
        area, tally, lambda: walk(area, tally, look_at, _nothing), patience=2 * budget
    )


def _nothing(guild: str) -> None:
    """Nothing is left to do at a server's end; the main cleanup tidies."""


def _count(
    place: Place, document: StoredDownload | None, found: Integrity, tally: Tally
) -> None:
    counts = tally.counts
    counts["missing"] += len(found.missing)
    counts["corrupt"] += len(found.corrupt)
    counts["stray"] += len(found.strays)
    if document is None:
        counts["orphan"] += 1
        return
    counts["downloads"] += 1
    counts["files"] += len(document.files)
    counts["bytes"] += document.size
    for name in found.missing:
        tally.problem(place.key, f"missing {name}")
    for name in found.corrupt:
        tally.problem(place.key, f"corrupt {name}")


def _remove_orphans(
    place: Place,
    document: StoredDownload | None,
    found: Integrity,
    area: KeptArea,
    tally: Tally,
) -> None:
    if found.foreign:
        tally.problem(place.key, "holds what is not ours")
        return
    if document is None or not found.present:
        if area.remove(place):
            tally.removed += 1
        return
    for name in found.strays:
        area.remove_file(place, name)
        tally.removed += 1
