"""File names out of untrusted titles."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bossbot.storage.names import delivered_name, stored_name

pytestmark = pytest.mark.unit

AT = 1713357296.0
CORPUS = Path(__file__).parents[4] / "shared" / "corpus" / "titles.json"
WINDOWS = {"con", "prn", "aux", "nul", "conin$", "conout$"} | {
    f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"
}
HOSTILE = st.one_of(
    st.text(),
    st.text(alphabet='./\\:~-_ @<>|?*`"\n\t\0\u202e\u200b\ufe0f\u037e\u1fefae\u0301'),
    st.text(min_size=300),
)


def check(name: str) -> None:
    """What holds for every name, whatever it was made of."""
    assert 0 < len(name.encode()) <= 255
    assert not set(name) & set('<>:"/\\|?*@`')
    assert name[0] not in ".-~ "
    assert not any(unicodedata.category(letter).startswith("C") for letter in name)
    assert unicodedata.is_normalized("NFC", name)
    stem, _, extension = name.rpartition(".")
    assert extension == "mp4"
    assert stem
    assert not stem.endswith((" ", "."))
    assert name.split(".", maxsplit=1)[0].rstrip().casefold() not in WINDOWS


@given(HOSTILE)
def test_any_title_gives_a_harmless_name(title: str) -> None:
    """No title leads anywhere, hides anything, mentions anybody or is too long."""
    check(stored_name(AT, title, "mp4"))
    check(delivered_name(title, "mp4"))


@given(st.lists(HOSTILE, max_size=12), st.booleans())
def test_names_of_one_directory_differ(titles: list[str], upper: bool) -> None:
    """Unique even where capitals don't count, in any order of hostile titles."""
    taken: set[str] = set()
    for title in [*titles, "clip", "CLIP", "clip.mp4"]:
        taken.add(delivered_name(title.upper() if upper else title, "mp4", taken=taken))
    assert len({name.casefold() for name in taken}) == len(titles) + 3
    for name in taken:
        check(name)


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus isn't beside the checkout")
def test_the_corpus_of_hostile_titles() -> None:
    """Every collected title passes, alone and all in one directory."""
    titles = [row["title"] for row in json.loads(CORPUS.read_text())]
    taken: list[str] = []
    for title in titles:
        check(delivered_name(title, "mp4"))
        taken.append(stored_name(AT, title, "mp4", taken=taken))
        check(taken[-1])
    assert len(set(taken)) == len(titles)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("video.mp4", "video.mp4"),
        ("A film – part 1", "A film – part 1.mp4"),
        ("clip.webm", "clip.mp4"),
        ("../../etc/passwd", "_.._etc_passwd.mp4"),
        ("holiday\u202egpj.exe", "holidaygpj.exe.mp4"),
        ("in\u200bvisi\ufe0fble", "invisible.mp4"),
        ("e\u0301", "é.mp4"),
        ("@everyone look", "_everyone look.mp4"),
        ("CON", "_CON.mp4"),
        ("nul.tar", "_nul.tar.mp4"),
        ("--output", "output.mp4"),
        (".hidden", "hidden.mp4"),
        (".mp4", "media.mp4"),
        ("\u200b", "media.mp4"),
        ("", "media.mp4"),
        ("line\none\r\n two", "line one two.mp4"),
    ],
)
def test_what_becomes_of_a_title(title: str, expected: str) -> None:
    """Readable titles stay readable; the rest is replaced or left out."""
    assert delivered_name(title, "mp4") == expected


def test_the_stored_name_says_when() -> None:
    """The time of the request in UTC, then the title."""
    assert stored_name(AT, "video.mp4", ".MP4") == "20240417_123456_video.mp4"


def test_the_second_of_a_name_is_numbered() -> None:
    """The number stands before the extension."""
    assert delivered_name("a", "jpg", taken=["A.jpg", "a_2.JPG"]) == "a_3.jpg"


@pytest.mark.parametrize("extension", ["", "../x", "mp4/..", "a" * 11, "é"])
def test_an_extension_that_is_none(extension: str) -> None:
    """The extension is not a way around the rules either."""
    assert delivered_name("a", extension) == "a.bin"


@pytest.mark.parametrize("make", [delivered_name, lambda t, e: stored_name(AT, t, e)])
def test_a_cut_falls_between_letters(make: Callable[[str, str], str]) -> None:
    """A title of three-byte letters is cut to whole ones."""
    name = make("あ" * 200, "mp4")
    assert 250 <= len(name.encode()) <= 255
    assert "\ufffd" not in name
