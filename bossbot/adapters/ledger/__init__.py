"""The ledger: every download as a record in Redis, moved by one script per transition.

The broker only rings the bell; what is true stands here. Keys live under `bossbot:v1:`.

- `intake`: the way in; `controls`: cancel, pause, resume, retry, clear, stop intake.
- `records`: whole downloads; `window`: one as its requester sees it, its progress and
  place, events; `overview`: lists (`listing`), many at once (`looks`), sites, waits
  (`outlook`).
- `hashes`: many records in one answer.
- `stages`: what a running stage does, by its fencing token.
- `dispatching`: admission and the reconciler: what to send to which host.
- `hosts`: signs of life of the workers (synchronous, for the worker's main process).
- `canaries`: whose link is to be looked at, and what the looks have come to.
- `statistics`: what has come of downloads, per server, day and user.
- `schedule`: which cleanup is due on which host.
- `uploads`: what Discord was found to take; `memory`: small texts that outlive a
  process.
- `scripts`, `lua/`: the transitions. - `codec`: hash to record; `outcomes`: back.
"""

from bossbot.adapters.ledger.canaries import Canaries, canaries
from bossbot.adapters.ledger.controls import Controls
from bossbot.adapters.ledger.dispatching import Desk, Sending
from bossbot.adapters.ledger.hosts import Heart, live_hosts
from bossbot.adapters.ledger.intake import Intake
from bossbot.adapters.ledger.memory import Memory
from bossbot.adapters.ledger.overview import Overview
from bossbot.adapters.ledger.records import Records
from bossbot.adapters.ledger.schedule import Schedule
from bossbot.adapters.ledger.scripts import Scripts, connect
from bossbot.adapters.ledger.stages import Stages
from bossbot.adapters.ledger.statistics import Statistics
from bossbot.adapters.ledger.uploads import UploadLimits
from bossbot.adapters.ledger.window import Event, Window

__all__ = [
    "Canaries",
    "Controls",
    "Desk",
    "Event",
    "Heart",
    "Intake",
    "Memory",
    "Overview",
    "Records",
    "Schedule",
    "Scripts",
    "Sending",
    "Stages",
    "Statistics",
    "UploadLimits",
    "Window",
    "canaries",
    "connect",
    "live_hosts",
]
