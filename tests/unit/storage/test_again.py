"""Which requests are served from what is kept, and what that is."""

from __future__ import annotations

from typing import Any

import pytest

from bossbot.models import (
    Change,
    Delivery,
    DiscordTarget,
    DownloadRecord,
    ErrorRecord,
    Format,
    Limits,
    Metadata,
    Request,
    State,
    Variant,
)
from bossbot.storage.again import MARGIN, may_serve_again
from bossbot.storage.kept import kept_files, place_of
from tests.world.records import CREATED, NETWORK, NOT_FOUND, a_file, a_record
from tests.world.requests import LIMITS, MB, a_request

pytestmark = pytest.mark.unit

ENDED = CREATED + 10
DAY = 86400.0
TOO_LARGE = ErrorRecord(code="file_too_large", permanent=True)


def limited(video: int) -> Limits:
    return LIMITS.model_copy(update={"video": video})


def kept(**changes: Any) -> DownloadRecord:
    """A completed download of one video that was copied."""
    values: dict[str, Any] = {
        "cleaned": True,
        "ended": ENDED,
        "files": (a_file(action="copied"),),
        "metadata": Metadata(extractor="directlink"),
    }
    return a_record(**(values | changes))


def served(
    record: DownloadRecord, request: Request | None = None, now: float = ENDED + 60
) -> bool:
    return may_serve_again(record, request or a_request(), now)


def test_the_same_asked_again_is_served() -> None:
    """By somebody else, somewhere else, as well."""
    target = DiscordTarget(
        guild_id="9", channel_id="2", request_message_id="3", upload_limit=20 * MB
    )
    assert served(kept())
    assert served(kept(), a_request(user="another", guild="9", target=target))


@pytest.mark.parametrize(
    "changes",
    [
        {"state": State.FAILED, "error": NETWORK},
        {"state": State.CANCELLED},
        {"state": State.RUNNING, "ended": None},
        {"cleaned": False},
        {"files": ()},
        {"files": (a_file(kind=None),)},
        {"request": a_request(pin="disk-x")},
    ],
    ids=str,
)
def test_only_what_is_completed_and_there(changes: dict[str, Any]) -> None:
    """No files, or none that anybody may see: nothing to serve."""
    assert not served(kept(**changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"canonical": "https://media.example/dog.mp4"},
        {"format": Format.AUDIO},
        {"max_files": 1},
        {"pin": "disk-x"},
    ],
    ids=str,
)
def test_only_the_same(changes: dict[str, Any]) -> None:
    """Another link, format or number of files is another download."""
    assert not served(kept(), a_request(**changes))


def test_not_when_it_is_about_to_go() -> None:
    """The main cleanup deletes by the same clock, or a little other one."""
    assert served(kept(), now=ENDED + DAY - MARGIN - 1)
    assert not served(kept(), now=ENDED + DAY - MARGIN)


def test_cookies_stay_in_their_server() -> None:
    """What was fetched with them serves nobody elsewhere."""
    assert served(kept(private=True))
    assert not served(kept(private=True), a_request(guild="9"))


@pytest.mark.parametrize(
    ("file", "extractor", "better"),
    [
        ({"action": "copied"}, "directlink", False),
        ({"action": "copied"}, "Youtube", True),
        ({"action": "copied"}, "twitter", True),
        ({"action": "kept", "kind": "image"}, "twitter", False),
        ({"action": "encoded"}, "directlink", True),
        ({"action": "copied", "kind": "audio"}, "Youtube", True),
        ({"action": "reencoded image", "kind": "image"}, "directlink", True),
        ({"action": "encoded", "kind": "image"}, "directlink", True),
    ],
)
def test_who_may_have_more_gets_what_more_there_is(
    file: dict[str, Any], extractor: str, better: bool
) -> None:
    """What was reduced to less, or chosen for it, is fetched anew; else it serves."""
    less = Limits(image=MB, audio=MB, video=MB, source=500 * MB)
    record = kept(
        files=(a_file(**file),),
        metadata=Metadata(extractor=extractor),
        request=a_request(limits=less),
    )
    assert served(record) is not better
    assert served(record, a_request(limits=less))
    assert served(record, a_request(limits=less.within(MB // 2)))


def test_the_smallest_is_the_smallest() -> None:
    """A higher limit brings nothing to who wants little."""
    request = a_request(format=Format.SMALLEST, limits=limited(MB))
    file = a_file(action="encoded")
    record = kept(
        request=request, files=(file,), metadata=Metadata(extractor="Youtube")
    )
    assert served(record, a_request(format=Format.SMALLEST))


def test_of_several_requesters_the_least_limits_count() -> None:
    """Without variants nobody knows for whom the files were made; with them, all."""
    deliveries = (
        Delivery(request=a_request(limits=limited(MB)), state=State.COMPLETED),
        Delivery(number=1, request=a_request(), state=State.COMPLETED),
    )
    encoded = (a_file(action="encoded"),)
    record = kept(deliveries=deliveries, files=encoded)
    assert not served(record)
    variants = (
        Variant(limits=limited(MB), files=encoded),
        Variant(limits=LIMITS, files=encoded),
    )
    assert served(record.model_copy(update={"variants": variants}))
    left = deliveries[0].model_copy(update={"state": State.CANCELLED})
    assert served(kept(deliveries=(left, deliveries[1]), files=encoded))


@pytest.mark.parametrize(
    ("error", "limit", "expected"),
    [
        (NOT_FOUND, 100 * MB, True),
        (NETWORK, 50 * MB, False),
        (TOO_LARGE, 50 * MB, True),
        (TOO_LARGE, 100 * MB, False),
    ],
)
def test_an_album_that_would_be_fuller_now_is_fetched(
    error: ErrorRecord, limit: int, expected: bool
) -> None:
    """What was left out may be there this time, or fit."""
    request = a_request(limits=limited(limit))
    assert served(kept(skipped=(error,)), request) is expected
    variants = (
        Variant(limits=LIMITS, files=(a_file(),), error=error),
        Variant(limits=limited(MB), files=(a_file(),)),
    )
    assert served(kept(variants=variants), request) is expected


def test_it_is_kept_where_the_first_who_stayed_is() -> None:
    """Once, on the day of the request, in the finest form."""
    deliveries = (
        Delivery(request=a_request(guild="1"), state=State.CANCELLED),
        Delivery(number=1, request=a_request(guild="2"), state=State.COMPLETED),
        Delivery(number=2, request=a_request(guild="3"), state=State.COMPLETED),
    )
    assert place_of(kept(deliveries=deliveries)).key == "2/2024-04-17/d1"
    small, large = (a_file("output/s.mp4"),), (a_file("output/l.mp4"),)
    variants = (
        Variant(limits=limited(100 * MB), files=(), error=TOO_LARGE),
        Variant(limits=limited(MB), files=small),
        Variant(limits=LIMITS, files=large),
    )
    assert kept_files(kept(files=small, variants=variants)) == large
    assert kept_files(kept(files=small)) == small


def test_what_one_wanted_instead_is_nobody_elses() -> None:
    """Who asks for a video isn't served its sound, or its parts."""
    for change in Change:
        assert not served(kept(change=change))
