"""Many records at once, cheaply: the bot reads hundreds of them every few seconds."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import batched
from typing import Final

from bossbot.adapters.ledger.scripts import Scripts

_AT_ONCE: Final = 100
"""Records per round trip, which keeps answers to some 200 kB."""

type Told = tuple[dict[str, str], str | None]
"""A record's hash, empty where there is none; and its progress as JSON."""


async def hashes(scripts: Scripts, ids: Iterable[str]) -> dict[str, Told]:
    """What stands in the ledger under these ids, in their order.

    Args:
        scripts: The ledger's.
        ids: Records' own ones, not those of who joined.
    """
    found: dict[str, Told] = {}
    for some in batched(ids, _AT_ONCE):
        answers = json.loads(await scripts("hashes", ids=some))
        for id_, (flat, progress) in zip(some, answers, strict=True):
            values = list(flat)  # nothing is `{}` to Lua
            pairs = zip(values[::2], values[1::2], strict=True)
            found[id_] = dict(pairs), progress or None
    return found
