"""What the stages need from the outside; `bossbot.adapters` holds the real ones.

- `tools`: the download libraries and the media tools.
- `delivery`: posters, kept files.
- `ledger`: lease, outcome, intent and proof.
- `draining`: the end of a worker.
- `canaries`: what is known of sites, and who is told.
"""

from bossbot.pipeline.ports.canaries import CanaryLedger, Owner
from bossbot.pipeline.ports.delivery import Borrowed, KeptFiles, Poster, TempLock
from bossbot.pipeline.ports.draining import Draining
from bossbot.pipeline.ports.ledger import (
    LedgerAwayError,
    LockedError,
    NobodyLeft,
    Outcome,
    StageLedger,
    Stale,
)
from bossbot.pipeline.ports.tools import (
    Fetched,
    FetchRequest,
    MediaTools,
    Report,
    ShortLinks,
    Tool,
)

__all__ = [
    "Borrowed",
    "CanaryLedger",
    "Draining",
    "FetchRequest",
    "Fetched",
    "KeptFiles",
    "LedgerAwayError",
    "LockedError",
    "MediaTools",
    "NobodyLeft",
    "Outcome",
    "Owner",
    "Poster",
    "Report",
    "ShortLinks",
    "StageLedger",
    "Stale",
    "TempLock",
    "Tool",
]
