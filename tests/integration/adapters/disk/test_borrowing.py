"""Kept files once more in a temp directory: the same bytes, or none at all."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bossbot.adapters.disk import Disk, KeptDisk, borrowing, locks
from bossbot.errors import DiskFullError
from bossbot.models import MediaFile, State, Subtitles
from bossbot.pipeline.ports import Borrowed
from bossbot.storage.kept import place_of
from bossbot.storage.layout import Place
from tests.integration.adapters.disk.conftest import RECORD, Clock, fill, put, tree
from tests.world.records import NETWORK, a_record

pytestmark = pytest.mark.integration

PLACE = place_of(RECORD)
FIRST = "20240417_123456_cat.mp4"
WORDS = "20240417_123456_cat.de.vtt"


@pytest.fixture
def kept(disk: Disk) -> Path:
    """Two videos in storage, one with a thumbnail."""
    fill(disk)
    kept = disk.keep(RECORD)
    disk.drop_temp("d1")
    assert kept is not None
    return kept


@pytest.fixture
def output(disk: Disk) -> Path:
    """Where the files of another download go."""
    output = disk.temp("d2") / "output"
    output.mkdir(parents=True)
    return output


def contents(borrowed: Borrowed | None, output: Path) -> list[bytes]:
    assert borrowed is not None
    return [(output / file.path).read_bytes() for file in borrowed.files]


def no_links(patch: pytest.MonkeyPatch) -> None:
    """Temp and storage on different file systems."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    patch.setattr(borrowing.os, "link", refuse)


@pytest.mark.parametrize("linked", [True, False])
def test_what_is_kept_is_at_hand_again(
    linked: bool, disk: Disk, kept: Path, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Linked, or copied where there are no links; all that was known is known."""
    if not linked:
        no_links(monkeypatch)
    borrowed = disk.borrow(PLACE, output)
    assert contents(borrowed, output) == [b"moov", b"mdat"]
    assert borrowed is not None
    first = borrowed.files[0]
    assert (first.name, first.path, first.size) == ("cat.mp4", FIRST, 4)
    assert (first.kind, first.mime) == ("video", "video/mp4")
    assert first.thumbnail is not None
    assert (output / first.thumbnail).read_bytes() == b"jpeg"
    named = Subtitles(path=WORDS, language="de", size=6)
    assert borrowed.metadata == RECORD.metadata.model_copy(
        update={"subtitles": (named,)}
    )
    assert (output / WORDS).read_bytes() == b"WEBVTT"
    assert (borrowed.tool, borrowed.canonical) == ("yt-dlp", RECORD.request.canonical)
    assert (output / FIRST).samefile(kept / "content" / FIRST) is linked
    assert (output / FIRST).stat().st_mode & 0o777 == 0o600


def test_it_can_be_done_again(disk: Disk, kept: Path, output: Path) -> None:
    """After a crash in the middle: what stood there is replaced."""
    put(output / FIRST, b"half")
    (output / "20240417_123456_cat_2.mp4").symlink_to(kept / "metadata.json")
    disk.borrow(PLACE, output)
    assert contents(disk.borrow(PLACE, output), output) == [b"moov", b"mdat"]


def _edit(change: Callable[[dict[str, Any]], Any]) -> Callable[[Path], None]:
    def act(kept: Path) -> None:
        document = json.loads((kept / "metadata.json").read_text())
        change(document)
        (kept / "metadata.json").write_text(json.dumps(document))

    return act


def _first(**changes: Any) -> Callable[[Path], None]:
    return _edit(lambda document: document["files"][0].update(changes))


def _link_file(kept: Path) -> None:
    """Right bytes, by a link to somewhere else."""
    path = kept / "content" / FIRST
    path.rename(kept.parent / "elsewhere")
    path.symlink_to(kept.parent / "elsewhere")


def _link_thumbnail(kept: Path) -> None:
    path = kept / "content" / "20240417_123456_cat thumbnail.jpg"
    path.unlink()
    path.symlink_to("/etc/hostname")


def _link_content(kept: Path) -> None:
    (kept / "content").rename(kept.parent / "elsewhere")
    (kept / "content").symlink_to(kept.parent / "elsewhere")


def _link_place(kept: Path) -> None:
    kept.rename(kept.parent.parent / "elsewhere")
    kept.symlink_to(kept.parent.parent / "elsewhere")


def _link_day(kept: Path) -> None:
    day = kept.parent
    day.rename(day.parent / "elsewhere")
    day.symlink_to(day.parent / "elsewhere")


def _pipe(kept: Path) -> None:
    (kept / "content" / FIRST).unlink()
    os.mkfifo(kept / "content" / FIRST)


DAMAGE = {
    "a byte changed": lambda kept: (kept / "content" / FIRST).write_bytes(b"moob"),
    "a longer file": lambda kept: (kept / "content" / FIRST).write_bytes(b"moov!"),
    "a file gone": lambda kept: (kept / "content" / FIRST).unlink(),
    "another file gone": lambda kept: (
        kept / "content" / "20240417_123456_cat_2.mp4"
    ).unlink(),
    "a pipe": _pipe,
    "no document": lambda kept: (kept / "metadata.json").unlink(),
    "no JSON": lambda kept: (kept / "metadata.json").write_bytes(b"\xff"),
    "another checksum": _first(sha256="0" * 64),
    "another name": _first(name="../metadata.json"),
    "subtitles elsewhere": _edit(
        lambda document: document["subtitles"][0].update(path="../metadata.json")
    ),
    "another size": _first(size=5),
    "another kind": _first(kind="program"),
    "another download": _edit(lambda document: document.update(id="d9")),
    "another server": _edit(lambda document: document.update(guild="g9")),
    "a failed one": _edit(lambda document: document.update(state="failed")),
    "no files": _edit(lambda document: document.update(files=[])),
    "a link for a file": _link_file,
    "a link for a thumbnail": _link_thumbnail,
    "a link for the content": _link_content,
    "a link for the place": _link_place,
    "a link for the day": _link_day,
}


@pytest.mark.parametrize("linked", [True, False])
@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_what_is_not_as_it_was_kept_is_refused(
    damage: Callable[[Path], object],
    linked: bool,
    disk: Disk,
    kept: Path,
    output: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All of it, with nothing left behind; no link leads out of the place."""
    if not linked:
        no_links(monkeypatch)
    damage(kept)
    assert disk.borrow(PLACE, output) is None
    assert list(output.iterdir()) == []


def _link_subtitles(kept: Path) -> None:
    (kept / "content" / WORDS).unlink()
    (kept / "content" / WORDS).symlink_to("/etc/hostname")


@pytest.mark.parametrize("linked", [True, False])
@pytest.mark.parametrize(
    "damage",
    [
        lambda kept: (kept / "content" / WORDS).unlink(),
        lambda kept: (kept / "content" / WORDS).write_bytes(b"longer than it was"),
        _link_subtitles,
    ],
    ids=["gone", "another", "a link"],
)
def test_the_files_are_good_without_their_subtitles(
    damage: Callable[[Path], object],
    linked: bool,
    disk: Disk,
    kept: Path,
    output: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nobody posts them; no download is fetched again for their sake."""
    if not linked:
        no_links(monkeypatch)
    damage(kept)
    borrowed = disk.borrow(PLACE, output)
    assert contents(borrowed, output) == [b"moov", b"mdat"]
    assert borrowed is not None
    assert borrowed.metadata.subtitles == ()
    assert not os.path.lexists(output / WORDS)


def test_nothing_kept_is_nothing_to_borrow(disk: Disk, output: Path) -> None:
    """No directory is made by looking."""
    assert disk.borrow(Place("g1", "2024-04-17", "d1"), output) is None
    assert not disk.layout.guild("g1").exists()


def test_what_has_expired_is_not_served(
    disk: Disk, kept: Path, output: Path, clock: Clock
) -> None:
    """Though it may lie there until the next cleanup."""
    clock.at += 86401
    assert disk.borrow(PLACE, output) is None
    assert kept.exists()


def test_what_failed_is_not_served(disk: Disk, output: Path) -> None:
    """Its files are kept for its own retry."""
    fill(disk)
    disk.keep(RECORD.model_copy(update={"state": State.FAILED, "error": NETWORK}))
    assert disk.borrow(PLACE, output) is None


def test_it_is_not_deleted_meanwhile(
    disk: Disk, kept: Path, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cleanup comes later; who else reads it doesn't wait."""
    stored = KeptDisk(disk)
    with locks.reading(kept):
        assert not stored.remove(PLACE)
        assert disk.borrow(PLACE, output) is not None
    assert stored.remove(PLACE)
    assert contents_of(output) == {"moov", "mdat", "jpeg", "WEBVTT"}


def contents_of(output: Path) -> set[str]:
    return {path.read_text() for path in output.iterdir()}


def test_a_full_disk_is_told_as_such(
    disk: Disk, kept: Path, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The download waits for room; it is not fetched into the same full disk."""
    no_links(monkeypatch)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(borrowing.shutil, "copyfileobj", full)
    with pytest.raises(DiskFullError):
        disk.borrow(PLACE, output)
    assert list(output.iterdir()) == []


@pytest.mark.parametrize("times", [1, 2])
def test_a_download_served_again_is_kept_as_any_other(
    times: int, disk: Disk, kept: Path, output: Path
) -> None:
    """In its own place, for its own time; a retry that is served once more, too."""
    for _ in range(times):
        borrowed = disk.borrow(PLACE, output)
        assert borrowed is not None
        again = a_record(
            id="d2",
            files=tuple(map(_in_output, borrowed.files)),
            metadata=borrowed.metadata.beneath("output"),
        )
        own = disk.keep(again)
        assert tree(disk.temp("d2")) == set()
        disk.drop_temp("d2")
        output.mkdir(parents=True)
    assert own is not None
    names = {path.name for path in (own / "content").iterdir()}
    assert {name.endswith((".mp4", ".jpg", ".de.vtt")) for name in names} == {True}
    assert len(names) == 4
    sound = KeptDisk(disk)
    for place in (PLACE, place_of(again)):
        found = sound.inspect(place, sound.read(place))
        assert (found.missing, found.corrupt, found.strays) == ((), (), ())
    assert sound.remove(PLACE)
    sound.empty_trash(seconds=30)
    assert {path.read_bytes() for path in (own / "content").iterdir()} == {
        b"moov",
        b"mdat",
        b"jpeg",
        b"WEBVTT",
    }


def _in_output(file: MediaFile) -> MediaFile:
    thumbnail = f"output/{file.thumbnail}" if file.thumbnail else None
    return file.model_copy(
        update={"path": f"output/{file.path}", "thumbnail": thumbnail}
    )
