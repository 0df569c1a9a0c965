"""The scheduled cleanups of a host, and when each is due."""

from __future__ import annotations

from typing import Final, get_args

from bossbot.adapters.disk.areas import KeptDisk, TempDisk
from bossbot.adapters.ledger import Schedule
from bossbot.bootstrap.worker import WorkerServices
from bossbot.pipeline.housekeeping import (
    CleanupReport,
    deep_cleanup,
    main_cleanup,
    temp_cleanup,
)
from bossbot.pipeline.housekeeping.report import CleanupKind
from bossbot.storage.retention import TempRules

KINDS: Final[tuple[CleanupKind, ...]] = get_args(CleanupKind.__value__)
_HOUR: Final = 3600.0
_DAY: Final = 24 * _HOUR


async def due(services: WorkerServices, kind: CleanupKind) -> list[str]:
    """The hosts on which this cleanup is due now."""
    settings = services.settings
    schedule = Schedule(services.client)
    match kind:
        case "temp":
            return await schedule.due(kind, every=settings.temp_scan_seconds)
        case "main":
            return await schedule.due(kind, every=settings.main_scan_seconds)
        case "deep":
            quiet = settings.deep_scan_hour * _HOUR
            return await schedule.due(kind, every=_DAY, offset=quiet)


async def run(
    services: WorkerServices, kind: CleanupKind, previous: CleanupReport | None
) -> CleanupReport:
    """One slice of a cleanup on this host."""
    disk, records = services.disk, services.records
    match kind:
        case "temp":
            rules = TempRules(abandoned=services.settings.temp_retention_seconds)
            return await temp_cleanup(
                TempDisk(disk), records, rules=rules, previous=previous
            )
        case "main":
            return await main_cleanup(KeptDisk(disk), records, previous=previous)
        case "deep":
            return await deep_cleanup(KeptDisk(disk), records, previous=previous)
