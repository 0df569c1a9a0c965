"""A Redis-compatible server of our own, where no `REDIS_URL` is set.

- `server`: `EmbeddedServer`, started, watched and stopped by its parent.
- `program`: which server program this machine has.
- `tether`: the small program between us and the server that ties their lives.
- `launch`: how the process is started.
- `running`: where other commands find it.
- `runtime`: the short private directory of its socket.
- `urls`: what the ledger and the broker call the same server.
"""

from bossbot.adapters.embedded.program import find_program
from bossbot.adapters.embedded.running import data_directory, find_running
from bossbot.adapters.embedded.server import EmbeddedServer
from bossbot.adapters.embedded.urls import broker_url

__all__ = [
    "EmbeddedServer",
    "broker_url",
    "data_directory",
    "find_program",
    "find_running",
]
