"""The frame around every slice: the host's lock, the time, the trash, the report."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bossbot.pipeline.housekeeping.ports import Area
from bossbot.pipeline.housekeeping.report import CleanupReport, Tally

_TRASH_SECONDS = 1.0
"""For the trash at least, however long the search took."""


async def run_slice(
    area: Area, tally: Tally, work: Callable[[], Awaitable[bool]], *, patience: float
) -> CleanupReport:
    """Run one slice alone on this host, then empty the trash.

    Args:
        area: The disk.
        tally: Counts the slice.
        work: Looks through the area; says whether it saw all of it.
        patience: Seconds to wait while another cleanup's slice runs. If that is not
            enough, nothing is done and the report says so: not finished.
    """
    async with area.lock_cleanup(timeout=patience) as held:
        if held is None:
            return tally.report(finished=False)
        tally.start()
        seen_all = await work()
        emptied = area.empty_trash(seconds=max(tally.seconds_left, _TRASH_SECONDS))
        tally.freed += emptied.freed
        if emptied.errors:
            tally.problem("trash", f"{emptied.errors} entries can't be deleted")
        report = tally.report(
            finished=seen_all and (emptied.done or bool(emptied.errors))
        )
        area.write_report(report)
    return report
