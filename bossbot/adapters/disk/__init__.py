"""The disk of one worker host: temp directories, organised storage, locks.

- `disk`: `Disk`, all of it behind one object; implements `pipeline.ports.KeptFiles`.
- `root`: the storage root is made, proved to be ours, and given its id.
- `locks`: flock on directories and files.
- `durable`: moves and writes that survive a crash at any point.
- `keeping`: a download's files from temp to organised storage.
- `borrowing`: kept files, unchanged, for a download that is served from storage.
- `trash`: removal of hostile trees.
- `transient`: directories that go with their process, however it ends.
- `areas`, `inspection`: what the cleanups see (the ports of `pipeline.housekeeping`).
"""

from bossbot.adapters.disk.areas import KeptDisk, TempDisk
from bossbot.adapters.disk.disk import Disk, Space

__all__ = ["Disk", "KeptDisk", "Space", "TempDisk"]
