"""A shared download as each of its requesters sees it."""

from __future__ import annotations

import pytest

from bossbot.models import (
    Change,
    Delivery,
    DownloadRecord,
    ErrorRecord,
    Format,
    State,
    Variant,
)
from tests.world.records import a_file, a_record
from tests.world.requests import MB, a_request

pytestmark = pytest.mark.unit

SMALL = a_request(user="two", limits=a_request().limits.within(MB))
TOO_LARGE = ErrorRecord(code="file_too_large", permanent=True)
MADE = (
    Variant(limits=a_request().posted_limits, files=(a_file("1.mp4"), a_file("2.mp4"))),
    Variant(limits=SMALL.posted_limits, files=(a_file("s.mp4"),), error=TOO_LARGE),
)


def shared(*ends: State | None) -> DownloadRecord:
    requests = (a_request(), SMALL)
    return a_record(
        State.RUNNING,
        variants=MADE,
        files=MADE[0].files,
        deliveries=tuple(
            Delivery(number=number, id=f"d{number}", request=request, state=end)
            for number, (request, end) in enumerate(zip(requests, ends, strict=True))
        ),
    )


def test_each_sees_the_files_made_for_them() -> None:
    """And is told which were left out for their limits alone."""
    record = shared(None, None)
    assert record.seen_by(0).files == MADE[0].files
    assert record.seen_by(0).skipped == ()
    assert record.seen_by(1).files == MADE[1].files
    assert record.seen_by(1).skipped == (TOO_LARGE,)


def test_each_sees_their_own_end() -> None:
    """One has left while it goes on for the other, in whose server it is kept."""
    record = shared(State.CANCELLED, None)
    assert record.seen_by(0).state is State.CANCELLED
    assert record.seen_by(1).state is State.RUNNING
    assert [delivery.id for delivery in record.owed] == ["d1"]
    assert record.keeper.id == "d1"


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (None, Format.BEST),
        (Change.SMALLER, Format.SMALLEST),
        (Change.AUDIO, Format.AUDIO),
        (Change.SPLIT, Format.BEST),
    ],
)
def test_a_change_is_wanted_instead(change: Change | None, wanted: Format) -> None:
    """Parts are of what was asked for."""
    assert a_record(change=change).wanted is wanted


def test_each_sees_their_own_change() -> None:
    """The last one; the download's is somebody else's, perhaps."""
    mine = Delivery(request=a_request(), changes=(Change.SPLIT, Change.AUDIO))
    other = Delivery(number=1, request=SMALL)
    record = a_record(change=Change.AUDIO, deliveries=(mine, other))
    assert record.seen_by(0).change is Change.AUDIO
    assert record.seen_by(1).change is None
