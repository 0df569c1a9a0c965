"""What can be offered to somebody whose media was too large."""

from __future__ import annotations

from typing import Final

from bossbot.media.split import fits_in_parts
from bossbot.media.upload_limits import refused_above
from bossbot.models import (
    TRANSCODE,
    UPLOAD,
    Change,
    DownloadRecord,
    Format,
    Limits,
    MediaFile,
    State,
)

LASTS: Final = 25 * 60.0
"""Seconds after the failure. What was fetched lies there for 30 minutes; who takes an
offer late must not find it gone (`bossbot.queue.timing.RESUMABLE` is the same)."""


def offers(record: DownloadRecord, now: float) -> tuple[Change, ...]:
    """The changes worth a button; none where nothing else would come of them.

    Where the fetch itself was too large, nothing is known of the media: a smaller one
    and its sound alone are offered then, and no parts. What was taken already is
    offered again only after Discord has refused it, since it would be made for the
    limit that this has shown.

    Args:
        record: The download as its requester sees it (`DownloadRecord.seen_by`).
        now: Epoch seconds, by the clock of `record.ended`.
    """
    error = record.error
    if record.state is not State.FAILED or not error or error.code != "file_too_large":
        return ()
    if record.request.pin is not None or not _in_time(record, now):
        return ()
    lower = refused_above(error)
    limits = record.request.posted_limits.within(lower) if lower is not None else None
    tried = set() if limits else _tried(record)
    found = _possible(record, limits)
    return tuple(change for change in Change if change in found - tried)


def _in_time(record: DownloadRecord, now: float) -> bool:
    return record.ended is None or now < record.ended + LASTS


def _tried(record: DownloadRecord) -> set[Change]:
    return {
        change
        for delivery in record.deliveries
        if delivery.request == record.request
        for change in delivery.changes
    }


def _possible(record: DownloadRecord, lower: Limits | None) -> set[Change]:
    limits = lower or record.request.posted_limits
    sound_alone = record.request.format is Format.AUDIO
    known = [file for file in record.files if file.kind is not None]
    if record.stage not in (TRANSCODE, UPLOAD) or not known:
        smallest = record.request.format is Format.SMALLEST
        unknown = set() if smallest else {Change.SMALLER}
        return unknown | (set() if sound_alone else {Change.AUDIO})
    found: set[Change] = set()
    for file in known:
        pictures = file.kind == "video" and not sound_alone
        if pictures or (lower is not None and file.kind is not None):
            found.add(Change.SMALLER)
        if pictures and file.audio_codec is not None:
            found.add(Change.AUDIO)
        if file.kind != "image" and _fits_in_parts(file, limits, not pictures):
            found.add(Change.SPLIT)
    return found


def _fits_in_parts(file: MediaFile, limits: Limits, sound_alone: bool) -> bool:
    return fits_in_parts(
        size=file.source_size or file.size,
        seconds=file.duration,
        limit=limits.audio if sound_alone else limits.video,
        sound_alone=sound_alone,
    )
