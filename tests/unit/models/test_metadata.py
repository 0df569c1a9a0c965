"""What a site says is harmless once it is read, whoever wrote it down."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from bossbot.models import MediaFile, Metadata, Subtitles

pytestmark = pytest.mark.unit

EAST = timezone(timedelta(hours=2))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (1713357296, datetime(2024, 4, 17, 12, 34, 56, tzinfo=UTC)),
        ("2024-04-17T12:34:56Z", datetime(2024, 4, 17, 12, 34, 56, tzinfo=UTC)),
        (
            datetime(2024, 4, 17, 14, 34, tzinfo=EAST),
            datetime(2024, 4, 17, 12, 34, tzinfo=UTC),
        ),
        ("2024-04-17", date(2024, 4, 17)),
        # As earlier versions wrote it down
        ("20240417", date(2024, 4, 17)),
        ("1713357296", datetime(2024, 4, 17, 12, 34, 56, tzinfo=UTC)),
        ("2024-04-17 12:34:56", datetime(2024, 4, 17, 12, 34, 56, tzinfo=UTC)),
        # No dates
        ("[Invalid DateTime]", None),
        ("0001-01-01 00:00:00", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("20249999", None),
        ("yesterday", None),
        (0, None),
        (-1e30, None),
        (float("nan"), None),
        (True, None),
        ({"year": 2024}, None),
    ],
    ids=str,
)
def test_when_it_was_published(said: Any, meant: datetime | date | None) -> None:
    """An instant in UTC, or a day; what is neither refuses no record."""
    found = Metadata(date=said)
    assert (type(found.date), found.date) == (type(meant), meant)
    assert Metadata.model_validate_json(found.model_dump_json()) == found


def test_texts_are_bounded_and_clean() -> None:
    """No text fills the ledger, moves a cursor or turns the writing direction."""
    found = Metadata(
        title="x" * 9999,
        author="a\nb\x1b[2J\u202ec",
        text="a\x1b[2J\u202eb\x00\r\nc" + "y" * 9999,
        handle="\u200b",
        extractor="e" * 999,
    )
    assert found.title == "x" * 300
    assert found.author == "a b[2Jc"
    assert found.text is not None
    assert found.text.startswith("a[2Jb\ncyyy")
    assert len(found.text) == 4000
    assert found.handle is None
    assert len(found.extractor or "") == 80


def test_half_a_character_ends_nothing() -> None:
    """A site's JSON may hold one; it can't be written down."""
    found = Metadata(title="boat \ud83d")
    assert found.title == "boat"
    file = MediaFile(path="a", name="a.jpg", size=1, description="\udea2 boat")
    assert file.description == "boat"
    assert file.model_dump_json()
    assert found.model_dump_json()


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://x.example/ https://y.example",
        "https://x.example/\x00",
        "https://x.example/" + "a" * 3000,
        "https://x.example/\u202e",
        7,
    ],
)
def test_what_is_no_link_is_left_out(link: Any) -> None:
    """It is shown as one; half of one leads elsewhere."""
    assert Metadata(source_url=link).source_url is None
    assert Metadata(source_url="https://x.example/a?b=c").source_url is not None


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("de", "de"),
        ("pt-BR", "pt-BR"),
        ("eng_US", "eng_US"),
        ("../../x", "und"),
        (None, "und"),
        ("", "und"),
        ("x" * 99, "x" * 35),
    ],
)
def test_a_language(said: Any, meant: str) -> None:
    """It becomes part of a file's name."""
    assert Subtitles(path="a.vtt", language=said).language == meant


def test_the_headline() -> None:
    """A title, or how a post without one begins."""
    assert Metadata(title="T", text="a\nb").headline == "T"
    assert Metadata(text="\n a\nb").headline == "a"
    assert Metadata().headline is None


def test_paths_in_a_directory() -> None:
    """As files go from stage to stage."""
    found = Metadata(subtitles=(Subtitles(path="a.vtt", language="de"),))
    assert [one.path for one in found.beneath("source").subtitles] == ["source/a.vtt"]
    assert Metadata().beneath("source") == Metadata()
