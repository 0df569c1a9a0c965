"""Whether a request can be served from what is kept of an earlier download."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bossbot.models import (
    DownloadRecord,
    ErrorRecord,
    Format,
    Limits,
    MediaFile,
    Request,
    State,
)
from bossbot.storage.kept import finest_variant, kept_files
from bossbot.storage.retention import kept_seconds

MARGIN: Final = 60.0
"""Seconds before the expiry from which on nothing is promised any more."""
_REDUCED: Final = frozenset({"encoded", "reencoded image"})
_ONE_QUALITY: Final = "directlink"
"""The extractor of what is fetched as it is; of others less is asked for where there is
a limit."""


def may_serve_again(kept: DownloadRecord, request: Request, now: float) -> bool:
    """Whether a request gets from storage what a fetch would bring, or as good.

    Args:
        kept: An earlier download.
        request: What is asked for now; files too large for it are converted.
        now: Epoch seconds, by the clock of `kept.ended`.
    """
    return (
        kept.state is State.COMPLETED
        and kept.cleaned
        and kept.change is None
        and kept.request.share_key == request.share_key
        and kept.request.pin is None
        and request.pin is None
        and kept.ended is not None
        and now < kept.ended + kept_seconds(kept) - MARGIN
        and (not kept.private or kept.keeper.request.guild == request.guild)
        and _is_good_enough(kept, request)
    )


def _is_good_enough(kept: DownloadRecord, request: Request) -> bool:
    made, wanted = _made_for(kept), request.posted_limits
    files = kept_files(kept)
    return (
        bool(files)
        and all(_is_as_good(file, made, wanted, kept) for file in files)
        and all(_is_lasting(error, made, wanted) for error in _left_out(kept))
    )


def _made_for(kept: DownloadRecord) -> Limits:
    """The limits that the kept files had to meet; too low rather than too high."""
    finest = finest_variant(kept)
    if finest is not None:
        return finest.limits
    lowest = kept.keeper.request.posted_limits
    for delivery in kept.deliveries:
        if delivery.state is not State.CANCELLED:
            other = delivery.request.posted_limits
            lowest = Limits(
                image=min(lowest.image, other.image),
                audio=min(lowest.audio, other.audio),
                video=min(lowest.video, other.video),
                source=lowest.source,
            )
    return lowest


def _is_as_good(
    file: MediaFile, made: Limits, wanted: Limits, kept: DownloadRecord
) -> bool:
    """Whether it can be given, and no room for something better is left unused."""
    if file.kind is None or wanted.of(file.kind) <= 0:
        return False
    if wanted.of(file.kind) <= made.of(file.kind):
        return True
    if file.kind != "image" and kept.request.format is Format.SMALLEST:
        return True
    chosen = file.kind != "image" and kept.metadata.extractor != _ONE_QUALITY
    return file.action not in _REDUCED and not chosen


def _left_out(kept: DownloadRecord) -> Iterator[ErrorRecord]:
    yield from kept.skipped
    finest = finest_variant(kept)
    if finest is not None and finest.error is not None:
        yield finest.error


def _is_lasting(error: ErrorRecord, made: Limits, wanted: Limits) -> bool:
    """Whether a file that was left out would be left out once more."""
    more = any(wanted.of(kind) > made.of(kind) for kind in ("image", "audio", "video"))
    return error.permanent and not (more and error.code == "file_too_large")
