"""Of the subtitles that a job says it brought, only real ones are taken."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from bossbot.adapters.subtitles import subtitles_among
from bossbot.media.subtitles import LARGEST
from bossbot.models import Subtitles

pytestmark = pytest.mark.unit

GOOD = b"WEBVTT\n\n00:00.000 --> 00:01.000\nA boat\n"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """With good ones in three languages, and a secret outside."""
    directory = tmp_path / "source"
    directory.mkdir()
    for name in ("a.vtt", "b.vtt", "c.vtt"):
        (directory / name).write_bytes(GOOD)
    (tmp_path / "secret.vtt").write_bytes(GOOD)
    return directory


def taken(directory: Path, *entries: Any) -> list[Subtitles]:
    return list(subtitles_among(list(entries), directory))


def test_good_ones(directory: Path) -> None:
    """The size is that of the disk; of more than two the first are taken."""
    entries = [
        {"path": "a.vtt", "language": "de", "size": 9},
        {"path": "b.vtt", "language": "../x", "automatic": True},
        {"path": "c.vtt", "language": "fr"},
    ]
    assert taken(directory, *entries) == [
        Subtitles(path="a.vtt", language="de", size=len(GOOD)),
        Subtitles(path="b.vtt", language="und", size=len(GOOD), automatic=True),
    ]


@pytest.mark.parametrize(
    "path",
    ["../secret.vtt", "/etc/passwd", "sub/a.vtt", ".a.vtt", "gone.vtt", "a.mp4", "", 7],
)
def test_paths_that_lead_elsewhere(directory: Path, path: Any) -> None:
    """A job that was taken over names no file that isn't its own."""
    assert taken(directory, {"path": path, "language": "de"}) == []
    assert (directory.parent / "secret.vtt").exists()


@pytest.mark.parametrize("how", ["symlink", "hardlink", "directory"])
def test_files_that_are_none(directory: Path, how: str) -> None:
    """They are neither read nor deleted."""
    path, secret = directory / "x.vtt", directory.parent / "secret.vtt"
    {
        "symlink": lambda: path.symlink_to(secret),
        "hardlink": lambda: path.hardlink_to(secret),
        "directory": path.mkdir,
    }[how]()
    assert taken(directory, {"path": "x.vtt", "language": "de"}) == []
    assert path.exists()


@pytest.mark.parametrize(
    "data", [b"", b"<html>-->", GOOD + b"\x00", GOOD + b"x" * LARGEST]
)
def test_what_is_none_is_deleted(directory: Path, data: bytes) -> None:
    """It would lie about until the cleanup."""
    (directory / "x.vtt").write_bytes(data)
    assert taken(directory, {"path": "x.vtt", "language": "de"}) == []
    assert not (directory / "x.vtt").exists()


def test_what_is_huge_is_not_read(directory: Path) -> None:
    """The worker would not survive it."""
    (directory / "x.vtt").touch()
    os.truncate(directory / "x.vtt", 1 << 40)
    assert taken(directory, {"path": "x.vtt", "language": "de"}) == []
    assert not (directory / "x.vtt").exists()


@pytest.mark.parametrize("claimed", [None, {}, "a.vtt", [None, "a.vtt", []], 5])
def test_claims_that_make_no_sense(directory: Path, claimed: Any) -> None:
    """Nothing is missed."""
    assert list(subtitles_among(claimed, directory)) == []
