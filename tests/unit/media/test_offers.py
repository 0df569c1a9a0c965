"""What is offered to somebody whose media was too large."""

from __future__ import annotations

from typing import Any

import pytest

from bossbot.errors import FileTooLargeError
from bossbot.media.offers import LASTS, offers
from bossbot.models import Change, Delivery, DownloadRecord, ErrorRecord, Format, State
from bossbot.queue.timing import RESUMABLE
from tests.world.records import NETWORK, a_file, a_record
from tests.world.requests import MB, a_request

pytestmark = pytest.mark.unit
ENDED = 1000.0
TOO_LARGE = ErrorRecord.model_validate(FileTooLargeError.of(limit=50 * MB).to_dict())
REFUSED = ErrorRecord.model_validate(
    FileTooLargeError.refused(size=40 * MB, limit=25 * MB).to_dict()
)
VIDEO = a_file("source/a.mp4", size=90 * MB, duration=60.0, audio_codec="aac")
SILENT = VIDEO.model_copy(update={"audio_codec": None})
SOUND = a_file("source/a.mp3", size=30 * MB, kind="audio", audio_codec="mp3")
PHOTO = a_file("source/a.jpg", size=30 * MB, kind="image")
ALL = (Change.SMALLER, Change.AUDIO, Change.SPLIT)


def failed(**changes: Any) -> DownloadRecord:
    values: dict[str, Any] = {"stage": "transcode", "error": TOO_LARGE, "ended": ENDED}
    return a_record(State.FAILED, **({"files": (VIDEO,)} | values | changes))


def offered(now: float = ENDED + 1, **changes: Any) -> tuple[Change, ...]:
    return offers(failed(**changes), now)


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ((VIDEO,), ALL),
        ((SILENT,), (Change.SMALLER, Change.SPLIT)),
        ((SOUND,), (Change.SPLIT,)),
        ((PHOTO,), ()),
        ((PHOTO, VIDEO), ALL),
    ],
)
def test_by_what_was_fetched(files: tuple[Any, ...], found: tuple[Change, ...]) -> None:
    """No sound where there is none, no parts of a picture."""
    assert offered(files=files) == found


def test_only_for_what_was_too_large() -> None:
    """Other failures and other ends have nothing to gain."""
    assert offered(error=NETWORK) == ()
    assert offers(a_record(State.COMPLETED, error=TOO_LARGE), ENDED) == ()


def test_for_as_long_as_the_source_lies_there() -> None:
    """The ledger resumes from it for just as long."""
    assert LASTS == RESUMABLE
    assert offered(now=ENDED + LASTS - 1) == ALL
    assert offered(now=ENDED + LASTS) == ()


@pytest.mark.parametrize("stage", ["fetch", "validate"])
def test_of_what_was_not_fetched_nothing_is_known(stage: str) -> None:
    """Less may be fetched of it; parts need all of it."""
    unknown = a_file("source/a.mp4", kind=None)
    for files in ((), (unknown,)):
        assert offered(stage=stage, files=files) == (Change.SMALLER, Change.AUDIO)
    small = a_request(format=Format.SMALLEST)
    assert offered(stage=stage, files=(), request=small) == (Change.AUDIO,)


def test_more_than_ten_parts_are_not_offered() -> None:
    """Neither as it is nor encoded."""
    long = VIDEO.model_copy(update={"size": 900 * MB, "duration": 200_000.0})
    assert offered(files=(long,)) == (Change.SMALLER, Change.AUDIO)


def test_sound_alone_has_no_picture_to_lose() -> None:
    """Who asked for the sound is offered parts of it."""
    audio = a_request(format=Format.AUDIO)
    assert offered(request=audio) == (Change.SPLIT,)


def tried(*changes: Change, **more: Any) -> tuple[Change, ...]:
    delivery = Delivery(request=a_request(), changes=changes)
    return offered(request=delivery.request, deliveries=(delivery,), **more)


def test_what_brought_the_same_is_not_offered_again() -> None:
    """Until nothing is left."""
    assert tried(Change.SMALLER) == (Change.AUDIO, Change.SPLIT)
    assert tried(*ALL) == ()


def test_a_refusal_by_discord_makes_everything_new() -> None:
    """It is made for the limit that this has shown; sound can be smaller, too."""
    assert tried(*ALL, stage="upload", error=REFUSED) == ALL
    assert offered(stage="upload", error=REFUSED, files=(SOUND,)) == (
        Change.SMALLER,
        Change.SPLIT,
    )


def test_who_waits_before_a_terminal_gets_no_buttons() -> None:
    """A `bossbot get` asks anew."""
    assert offered(request=a_request(pin="disk-a")) == ()
