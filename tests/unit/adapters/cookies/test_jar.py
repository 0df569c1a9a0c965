"""The operator's file, looked at."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bossbot.adapters.cookies import JarError, read

pytestmark = pytest.mark.unit

LINE = "{}\tTRUE\t/\tFALSE\t0\t{}\ts3cret\n"


def put(directory: Path, text: str | bytes, name: str = "twitter") -> Path:
    """Write a file as its operator should."""
    path = directory / f"{name}.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    path.chmod(0o600)
    return path


def test_only_the_sites_own(tmp_path: Path) -> None:
    """A whole browser's export holds the keys of a whole life."""
    put(
        tmp_path,
        LINE.format(".x.com", "a")
        + LINE.format(".bank.example", "b")
        + LINE.format(".com", "c"),
    )
    jar = read(tmp_path, "twitter")
    assert [one.domain for one in jar.cookies] == ["x.com"]
    assert jar.foreign == {"bank.example", "com"}
    assert "s3cret" not in repr(jar)


def test_a_platforms_cookies_never_go_in_the_clear(tmp_path: Path) -> None:
    """Also where the export forgot to say so; another site may have no TLS."""
    put(tmp_path, LINE.format(".x.com", "a"))
    put(tmp_path, LINE.format(".old.example", "a"), "old.example")
    assert read(tmp_path, "twitter").cookies[0].secure
    assert not read(tmp_path, "old.example").cookies[0].secure


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ('[{"domain": ".x.com"}]', "not Netscape"),
        (".x.com TRUE / TRUE 0 a b", "not Netscape"),
        ("", "no cookies"),
        ("# Netscape HTTP Cookie File\n", "no cookies"),
        (LINE.format(".bank.example", "b"), "no cookies"),
        (b"\xff\xfe\x00", "no text"),
        (b"x" * (1024 * 1024 + 1), "too large"),
    ],
)
def test_a_file_that_is_of_no_use(
    tmp_path: Path, content: str | bytes, fault: str
) -> None:
    """Each in a word, and none of its content."""
    put(tmp_path, content)
    with pytest.raises(JarError) as caught:
        read(tmp_path, "twitter")
    assert caught.value.fault == fault
    assert str(caught.value) == f"twitter.txt: {fault}"
    assert caught.value.__cause__ is None


def test_a_pipe_in_its_place_is_not_waited_for(tmp_path: Path) -> None:
    """The worker would hang on it for ever."""
    os.mkfifo(tmp_path / "twitter.txt")
    with pytest.raises(JarError):
        read(tmp_path, "twitter")


def test_a_mounted_secret_is_a_link(tmp_path: Path) -> None:
    """Container platforms mount them so."""
    put(tmp_path, LINE.format(".x.com", "a"), "..data")
    (tmp_path / "twitter.txt").symlink_to("..data.txt")
    assert read(tmp_path, "twitter").cookies


def test_who_may_read_it(tmp_path: Path) -> None:
    """Others on this machine should not."""
    path = put(tmp_path, LINE.format(".x.com", "a"))
    assert not read(tmp_path, "twitter").shared
    path.chmod(0o640)
    assert read(tmp_path, "twitter").shared


def test_another_content_is_another_digest(tmp_path: Path) -> None:
    """That is how a file written anew is noticed."""
    put(tmp_path, LINE.format(".x.com", "a"))
    first = read(tmp_path, "twitter")
    put(tmp_path, LINE.format(".x.com", "b"))
    assert read(tmp_path, "twitter").digest != first.digest
