"""The three cleanups of a worker host, in slices, over ports.

- `temp`: expired temp directories and leftovers; every few minutes.
- `main`: expired downloads, empty directories, statistics; every hour.
- `deep`: checksums, and orphans both ways; daily.
- `report`: what a slice did, and where the next one goes on.
- `slices`: the frame around each slice; `walking`: over everything kept, in order.
- `ports`: the disk and the ledger as the cleanups see them.

None deletes what is in use: each asks the ledger, and takes the directory's lock
without waiting. One cleanup runs on a host at a time; a slice lasts about its budget
(5 s), and a report that isn't `finished` is given to the next slice as `previous`.
"""

from bossbot.pipeline.housekeeping.deep import deep_cleanup
from bossbot.pipeline.housekeeping.main import main_cleanup
from bossbot.pipeline.housekeeping.ports import Emptied, Integrity, KeptArea, TempArea
from bossbot.pipeline.housekeeping.report import CleanupReport
from bossbot.pipeline.housekeeping.temp import temp_cleanup

__all__ = [
    "CleanupReport",
    "Emptied",
    "Integrity",
    "KeptArea",
    "TempArea",
    "deep_cleanup",
    "main_cleanup",
    "temp_cleanup",
]
