"""Who may not have what was fetched: it is for adults, and their channel is not."""

from __future__ import annotations

from typing import Final

from bossbot.errors import BossBotError, PermissionDeniedError
from bossbot.models import Delivery, DiscordTarget, DownloadRecord, Metadata

REASON: Final = "age_restricted"
"""Of the `PermissionDeniedError`."""


def barred(delivery: Delivery, metadata: Metadata) -> BossBotError | None:
    """Why a delivery can't be made, whatever its files are; None where it can."""
    target = delivery.target
    if not metadata.age_restricted or not isinstance(target, DiscordTarget):
        return None
    return None if target.age_restricted else PermissionDeniedError(reason=REASON)


def all_barred(record: DownloadRecord, metadata: Metadata) -> dict[int, BossBotError]:
    """The deliveries that wait and can't be made, by number."""
    found = {one.number: barred(one, metadata) for one in record.owed}
    return {number: error for number, error in found.items() if error is not None}
