"""The ledger: every download as a record in Redis, moved by one script per transition.

The broker only rings the bell; what is true stands here. Keys live under `bossbot:v1:`.

- `intake`: what members and operators do: enqueue, cancel, remember.
- `window`: records, progress, positions and events, to look at.
- `stages`: what a running stage does, by its fencing token.
- `dispatching`: admission and the reconciler: what to send to which host.
- `hosts`: signs of life of the workers (synchronous, for the worker's main process).
- `schedule`: which cleanup is due on which host.
- `scripts`, `lua/`: the transitions; `codec`: hash to record.
"""

from bossbot.adapters.ledger.dispatching import Desk, Sending
from bossbot.adapters.ledger.hosts import Heart, HostView, live_hosts
from bossbot.adapters.ledger.intake import Intake
from bossbot.adapters.ledger.schedule import Schedule
from bossbot.adapters.ledger.scripts import Scripts, connect
from bossbot.adapters.ledger.stages import Stages
from bossbot.adapters.ledger.window import Event, Window

__all__ = [
    "Desk",
    "Event",
    "Heart",
    "HostView",
    "Intake",
    "Schedule",
    "Scripts",
    "Sending",
    "Stages",
    "Window",
    "connect",
    "live_hosts",
]
