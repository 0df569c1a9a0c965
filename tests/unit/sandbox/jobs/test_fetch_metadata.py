"""What a site says of its media, made harmless."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from bossbot.models import Metadata
from bossbot.sandbox.jobs.fetch_metadata import LENGTHS, of_gallery_dl, of_ytdlp
from bossbot.sandbox.jobs.fetch_params import NAME_LENGTH, safe_name

pytestmark = pytest.mark.unit


def _of_ytdlp(**info: Any) -> Metadata:
    return Metadata.model_validate(of_ytdlp(info))


def _of_gallery_dl(**keywords: Any) -> Metadata:
    return Metadata.model_validate(of_gallery_dl(keywords, "https://g.example/1"))


def test_of_a_video() -> None:
    """yt-dlp's words become ours."""
    found = _of_ytdlp(
        title="A boat",
        uploader="Harbour",
        description="Ships.",
        webpage_url="https://y.example/1",
        upload_date="20240417",
        extractor_key="Youtube",
        age_limit=18,
    )
    assert found == Metadata(
        title="A boat",
        author="Harbour",
        text="Ships.",
        source_url="https://y.example/1",
        date="20240417",
        extractor="Youtube",
        age_restricted=True,
    )


def test_of_a_post() -> None:
    """gallery-dl's differ by site: nested authors, dates as objects."""
    found = _of_gallery_dl(
        content="Two photos",
        author={"name": "harbour_watch", "nick": "Harbour"},
        date=datetime(2023, 9, 8, 4),  # noqa: DTZ001 (as gallery-dl gives it)
        category="twitter",
        sensitive_flags=["Nudity"],
    )
    assert found == Metadata(
        author="Harbour",
        text="Two photos",
        date="2023-09-08 04:00:00",
        extractor="twitter",
        source_url="https://g.example/1",
        age_restricted=True,
    )


@pytest.mark.parametrize("flag", [{"over_18": True}, {"nsfw": True}, {"rating": "e"}])
def test_what_sites_call_age_restricted(flag: dict[str, Any]) -> None:
    """Each site has its own word for it."""
    assert _of_gallery_dl(**flag).age_restricted
    assert not _of_gallery_dl(over_18=False, rating="s").age_restricted


def test_texts_are_bounded_and_clean() -> None:
    """No text fills the ledger, moves a cursor or turns the writing direction."""
    found = _of_ytdlp(title="x" * 9999, description="a\x1b[2J\u202eb\x00\nc")
    assert found.title == "x" * LENGTHS["title"]
    assert found.text == "a[2Jb\nc"


@pytest.mark.parametrize("value", [True, ["a"], {"deep": {"er": 1}}, b"x", "", None])
def test_odd_values_are_no_text(value: Any) -> None:
    """A site's JSON can hold anything; what is no text is left out."""
    assert _of_ytdlp(title=value).title is None


@pytest.mark.parametrize(
    ("stem", "extension", "name"),
    [
        ("clip", "mp4", "clip.mp4"),
        ("../../etc/passwd", "", "_.._etc_passwd.bin"),
        ("a/b\\c\x00d\n", "JPG", "a_b_c_d_.jpg"),
        ("", "mp4", "file.mp4"),
        ("..", "php;.jpg", "file.bin"),
        ("gpj\u202eexe", "jpg", "gpj_exe.jpg"),
        ("x" * 999, "png", "x" * NAME_LENGTH + ".png"),
    ],
)
def test_names_for_people(stem: str, extension: str, name: str) -> None:
    """A name has no path in it, whatever the site calls its file."""
    assert safe_name(stem, extension) == name
