"""Names, marks and nonces of what is posted."""

from __future__ import annotations

import pytest

from bossbot.messages.attachments import (
    attachment_name,
    caption,
    extension,
    is_marked,
    mark,
    nonce,
)
from bossbot.models import Delivery, DirectoryTarget, MediaFile
from tests.world.requests import a_request

pytestmark = pytest.mark.unit

ID = "abcdefghjkmn"


def delivery(number: int = 0, generation: int = 0) -> Delivery:
    target = DirectoryTarget(path="x")
    request = a_request(user="1", target=target)
    return Delivery(number=number, generation=generation, request=request)


def a_file(name: str, path: str = "x.mp4", mime: str | None = None) -> MediaFile:
    return MediaFile(path=path, name=name, size=1, mime=mime)


@pytest.mark.parametrize(
    ("name", "posted"),
    [
        ("funny cat.mp4", "funny_cat_abcdefghjkmn-0-0-2_1.mp4"),
        ("Übergrößé.mp4", "Ubergroe_abcdefghjkmn-0-0-2_1.mp4"),
        ("猫.mp4", "media_abcdefghjkmn-0-0-2_1.mp4"),
        ("../../etc/passwd", "passwd_abcdefghjkmn-0-0-2_1.mp4"),
        ("..\\x.exe", "x_abcdefghjkmn-0-0-2_1.mp4"),
        ("a" * 300 + ".mp4", "a" * 50 + "_abcdefghjkmn-0-0-2_1.mp4"),
        (
            "a" * 300 + " part 10 of 10.mp4",
            "a" * 36 + "_part_10_of_10_abcdefghjkmn-0-0-2_1.mp4",
        ),
        ("SPOILER_x.mp4", "SPOILER_x_abcdefghjkmn-0-0-2_1.mp4"),
    ],
)
def test_attachment_name(name: str, posted: str) -> None:
    """ASCII that Discord leaves alone, with the download's id and batch in it."""
    marked = mark(ID, delivery(), 2)
    assert attachment_name(a_file(name), marked, 0) == posted
    assert is_marked(posted, marked)


def test_mark_is_not_mistaken() -> None:
    """Another batch, delivery or generation is another mark."""
    name = attachment_name(a_file("x.mp4"), mark(ID, delivery(), 1), 0)
    assert not is_marked(name, mark(ID, delivery(), 11))
    assert not is_marked(name, mark(ID, delivery(number=1), 1))
    assert not is_marked(name, mark(ID, delivery(generation=1), 1))
    long = attachment_name(a_file("x.mp4"), mark(ID, delivery(), 11), 0)
    assert not is_marked(long, mark(ID, delivery(), 1))


def test_extension_is_that_of_the_content() -> None:
    """The site's word for the type is not believed."""
    assert extension(a_file("x.exe", "x.exe", "video/mp4")) == "mp4"
    assert extension(a_file("x", "x.JPG")) == "jpg"
    assert extension(a_file("x", "x")) == "bin"


def test_nonce() -> None:
    """Within Discord's 25 characters; different for whatever may be posted again."""
    nonces = {
        nonce(name, delivery(number, generation), batch)
        for name in (ID, "z" * 32)
        for number in (0, 1)
        for generation in (0, 12)
        for batch in (0, 1, 9)
    }
    assert len(nonces) == 24
    assert max(map(len, nonces)) <= 25


def test_caption() -> None:
    """A part of several says which."""
    assert caption("`cat`", 0, 1) == "`cat`"
    assert caption("`cat`", 1, 3) == "`cat` (2 of 3)"
