"""`metadata.json` and what is added up from it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from bossbot.models import Delivery, Metadata, State, Subtitles
from bossbot.storage.document import (
    StoredDownload,
    StoredSubtitles,
    stored_download,
    stored_file,
)
from bossbot.storage.statistics import guild_statistics
from tests.world.records import CREATED, NETWORK, a_file, a_record
from tests.world.requests import a_request

pytestmark = pytest.mark.unit


def a_document(**changes: object) -> StoredDownload:
    entry = stored_file(
        a_file(), name="20240417_123456_cat.mp4", size=4, sha256="ab", thumbnail=None
    )
    record = a_record(metadata=Metadata(title="A cat", author="someone"))
    return stored_download(record, [entry], now=1000.0).model_copy(update=changes)


def test_it_says_what_the_specification_asks_for() -> None:
    """URL, names, instants, requester, checksum, type, size, tool, history, expiry."""
    document = a_document()
    assert document.url == "https://media.example/cat.mp4"
    assert (document.title, document.author) == ("A cat", "someone")
    assert (document.requester, document.tool) == ("someone", "yt-dlp")
    assert (document.requested_at, document.kept_at) == (CREATED, 1000.0)
    assert document.expires_at == 1000.0 + 86400
    (file,) = document.files
    assert (file.original_name, file.sha256, file.mime) == (
        "cat.mp4",
        "ab",
        "video/mp4",
    )
    assert [step.stage for step in document.history] == [
        "fetch",
        "validate",
        "transcode",
    ]


def test_it_names_everybody_it_was_for() -> None:
    """The server and the retention are those of the first who stayed."""
    deliveries = (
        Delivery(request=a_request(user="left"), state=State.CANCELLED),
        Delivery(number=1, request=a_request(user="a", guild="2", retention=60.0)),
        Delivery(number=2, request=a_request(user="b", guild="3")),
        Delivery(number=3, request=a_request(user="a", guild="4")),
    )
    record = a_record(deliveries=deliveries, private=True)
    document = stored_download(record, [], now=1000.0)
    assert (document.requester, document.requesters) == ("a", ("a", "b"))
    assert (document.guild, document.expires_at) == ("2", 1060.0)
    assert document.private


def test_it_comes_back_from_json_as_it_was() -> None:
    """What is written is what is read."""
    document = a_document()
    assert StoredDownload.model_validate_json(document.model_dump_json()) == document


def test_what_the_site_said_is_one_value() -> None:
    """It comes out as it went in, subtitles by their new names, counted in."""
    said = Metadata(
        title="A cat",
        handle="catty",
        date=datetime(2024, 4, 17, 12, tzinfo=UTC),
        age_restricted=True,
        subtitles=(Subtitles(path="source/x.vtt", language="de"),),
    )
    stored = StoredSubtitles(path="x_de.vtt", language="de", size=5)
    record = a_record(metadata=said)
    document = stored_download(record, a_document().files, now=1.0, subtitles=[stored])
    document = StoredDownload.model_validate_json(document.model_dump_json())
    named = Subtitles(path="x_de.vtt", language="de", size=5)
    assert document.metadata == said.model_copy(update={"subtitles": (named,)})
    assert document.names() == {"20240417_123456_cat.mp4", "x_de.vtt"}
    assert document.size == 4 + 5


def test_documents_of_earlier_versions_are_read() -> None:
    """Their dates were texts, and they knew of fewer things."""
    old = json.loads(a_document().model_dump_json())
    for name in ("subtitles", "handle"):
        del old[name]
    for date in ("20240417", "2024-04-17 00:00:00", "no date"):
        found = StoredDownload.model_validate_json(json.dumps({**old, "date": date}))
        assert found.title == "A cat"
        assert str(found.date).startswith("2024-04-17") or found.date is None


def test_it_tells_success_from_failure_only() -> None:
    """The states of the queue are none of a file's business."""
    failed = stored_download(a_record(State.FAILED, error=NETWORK), [], now=0.0)
    assert failed.state is State.FAILED
    assert stored_download(a_record(State.RUNNING), [], now=0.0).state == "completed"


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "..", "", ".x", "a/b"])
def test_a_tampered_name_makes_it_unreadable(name: str) -> None:
    """No entry of a document leads out of its directory."""
    text = a_document().model_dump_json().replace("20240417_123456_cat.mp4", name)
    with pytest.raises(ValidationError):
        StoredDownload.model_validate_json(text)


def test_a_servers_statistics_add_up() -> None:
    """Downloads, files, bytes, span and platforms of what is kept."""
    kept = [a_document(kept_at=5.0), a_document(kept_at=9.0, platform="reddit")]
    statistics = guild_statistics(kept, at=10.0)
    assert (statistics.downloads, statistics.files, statistics.size) == (2, 2, 8)
    assert (statistics.oldest, statistics.newest) == (5.0, 9.0)
    assert statistics.platforms == {"other": 1, "reddit": 1}
    assert guild_statistics([], at=10.0).oldest is None
