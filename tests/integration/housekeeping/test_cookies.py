"""The private copies of cookies are no leftovers."""

from __future__ import annotations

import pytest

from bossbot.adapters.disk import Disk, KeptDisk, TempDisk
from tests.integration.housekeeping.conftest import (
    Clock,
    Records,
    clean_deep,
    clean_main,
    clean_temp,
    fill_temp,
    store,
)

pytestmark = pytest.mark.integration


async def test_no_cleanup_touches_them(
    disk: Disk, temps: TempDisk, stored: KeptDisk, records: Records, clock: Clock
) -> None:
    """However old they are, while all around them goes."""
    copy = disk.layout.jar("twitter")
    copy.parent.mkdir(mode=0o700)
    copy.write_text("kept")
    kept, temp = store(disk), fill_temp(disk, "d2")
    clock.ahead = 400 * 24 * 3600.0
    await clean_temp(temps, records)
    await clean_main(stored, records)
    await clean_deep(stored, records)
    assert (kept.exists(), temp.exists()) == (False, False)
    assert copy.read_text() == "kept"
