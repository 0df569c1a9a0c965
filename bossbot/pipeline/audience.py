"""Who may not have what was fetched: it is for adults, or of a platform not taken."""

from __future__ import annotations

from typing import Final

from bossbot.errors import BossBotError, PermissionDeniedError
from bossbot.links import parse
from bossbot.models import OTHER, Delivery, DiscordTarget, DownloadRecord, Metadata

REASON: Final = "age_restricted"
DENIED: Final = "platform"
"""Of the `PermissionDeniedError`."""


def barred(delivery: Delivery, metadata: Metadata) -> BossBotError | None:
    """Why a delivery can't be made, whatever its files are; None where it can."""
    target = delivery.target
    if not isinstance(target, DiscordTarget):
        return None
    if metadata.age_restricted and not target.age_restricted:
        return PermissionDeniedError(reason=REASON)
    platform = _platform(metadata)
    # a site by itself need not be where its media are of
    return None if platform == OTHER else denied(delivery, platform)


def denied(delivery: Delivery, platform: str) -> BossBotError | None:
    """Why nothing of a platform is posted there; None where it is.

    A short link shows where it leads to only when it is followed.
    """
    target = delivery.target
    if not isinstance(target, DiscordTarget) or platform not in target.denied:
        return None
    return PermissionDeniedError(reason=DENIED, platform=platform)


def all_barred(record: DownloadRecord, metadata: Metadata) -> dict[int, BossBotError]:
    """The deliveries that wait and can't be made, by number."""
    found = {one.number: barred(one, metadata) for one in record.owed}
    return {number: error for number, error in found.items() if error is not None}


def all_denied(record: DownloadRecord, platform: str) -> dict[int, BossBotError]:
    """The deliveries that wait and can't be made of a platform's media, by number."""
    found = {one.number: denied(one, platform) for one in record.owed}
    return {number: error for number, error in found.items() if error is not None}


def _platform(metadata: Metadata) -> str:
    try:
        return parse(metadata.source_url or "").platform
    except BossBotError:
        return OTHER
