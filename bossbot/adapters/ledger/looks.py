"""Many downloads at one look: records, progress and outlooks in one round trip."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import batched
from typing import Any, Final

from bossbot.adapters.ledger.codec import decode
from bossbot.adapters.ledger.outlook import outlook_of, pairs
from bossbot.adapters.ledger.scripts import Scripts
from bossbot.models import (
    ENDED,
    WAITING,
    DownloadRecord,
    Look,
    Outlook,
    Progress,
    State,
)
from bossbot.queue.names import is_download_id

_AT_ONCE: Final = 100
"""Downloads per round trip, which keeps answers to some 200 kB."""


async def looks(
    scripts: Scripts, download_ids: Iterable[str], *, max_running: int
) -> dict[str, Look]:
    """What stands in the ledger, by the id that a requester was given.

    Args:
        scripts: The ledger's.
        download_ids: Those without a record are left out.
        max_running: How many downloads run at once.

    Raises:
        LedgerAwayError: Redis did not answer.
    """
    ids = [one for one in dict.fromkeys(download_ids) if is_download_id(one)]
    found: dict[str, Look] = {}
    for some in batched(ids, _AT_ONCE):
        everybody, answers = json.loads(await scripts("looks", ids=some))
        for name, told in zip(some, list(answers), strict=True):
            if told and (record := _seen(*told[:3])) is not None:
                found[name] = Look(
                    record=record,
                    progress=_shown(record, told[3]),
                    outlook=_outlook(record, everybody, told[4], max_running),
                )
    return found


def _seen(id_: str, number: int, fields: Any) -> DownloadRecord | None:
    """The record as it stands for one requester; None where theirs is elsewhere now."""
    whole = decode(id_, dict(pairs(fields)))
    # One's own id stands for the record even when others have it now.
    known = number == 0 or any(one.number == number for one in whole.deliveries)
    return whole.seen_by(number) if known else None


def _shown(record: DownloadRecord, progress: str | None) -> Progress | None:
    runs = record.state not in WAITING | ENDED
    return Progress.model_validate_json(progress) if progress and runs else None


def _outlook(
    record: DownloadRecord,
    everybody: Mapping[str, Any],
    own: Mapping[str, Any] | None,
    max_running: int,
) -> Outlook | None:
    if record.state is not State.QUEUED:
        return None
    return outlook_of({**everybody, **own}, max_running) if own else Outlook()
