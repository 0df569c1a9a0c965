"""What of a download is kept, and where: decided by its record alone."""

from __future__ import annotations

from bossbot.models import DownloadRecord, Limits, MediaFile, Variant
from bossbot.storage.layout import Place, day_of


def place_of(record: DownloadRecord) -> Place:
    """Where its files are kept: once, in its keeper's server.

    Raises:
        ValueError: An id of the record could lead out of the storage.
    """
    return Place(record.keeper.request.guild, day_of(record.created), record.id)


def kept_files(record: DownloadRecord) -> tuple[MediaFile, ...]:
    """The finest of its files: those made for the largest limits."""
    finest = finest_variant(record)
    return finest.files if finest else record.files


def finest_variant(record: DownloadRecord) -> Variant | None:
    """The one for the largest limits; None where all files had the same."""
    made = (variant for variant in record.variants if variant.files)
    return max(made, key=lambda variant: magnitude(variant.limits), default=None)


def magnitude(limits: Limits) -> tuple[int, int, int]:
    """By what limits are ordered, for what usually is the largest."""
    return limits.video, limits.audio, limits.image
