"""Removal of trees that hostile content made."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bossbot.adapters.disk.trash import Trash
from tests.integration.adapters.disk.conftest import put

pytestmark = pytest.mark.integration


@pytest.fixture
def trash(tmp_path: Path) -> Trash:
    return Trash(tmp_path / "trash")


def test_it_counts_what_it_freed(tmp_path: Path, trash: Trash) -> None:
    """Files at any depth, by their sizes."""
    put(tmp_path / "t" / "a", b"12345")
    put(tmp_path / "t" / "b" / "c" / "d", b"678")
    assert trash.throw(tmp_path / "t")
    assert not (tmp_path / "t").exists()
    emptied = trash.empty(seconds=30)
    assert (emptied.freed, emptied.errors, emptied.done) == (8, 0, True)
    assert list(trash.path.iterdir()) == []


def test_bytes_that_have_another_name_are_not_freed(
    tmp_path: Path, trash: Trash
) -> None:
    """A file served from storage is there still when its link goes."""
    kept = put(tmp_path / "kept" / "file", b"12345")
    put(tmp_path / "t" / "own", b"678")
    os.link(kept, tmp_path / "t" / "linked")
    trash.throw(tmp_path / "t")
    assert trash.empty(seconds=30).freed == 3
    assert kept.read_bytes() == b"12345"


def test_nothing_is_no_trouble(tmp_path: Path, trash: Trash) -> None:
    """Thrown away twice, emptied twice."""
    assert not trash.throw(tmp_path / "t")
    assert trash.empty(seconds=1).done


def test_links_and_pipes_go_and_what_they_lead_to_stays(
    tmp_path: Path, trash: Trash
) -> None:
    """No link is followed, no pipe is opened."""
    precious = put(tmp_path / "precious" / "file")
    hostile = tmp_path / "t"
    hostile.mkdir()
    (hostile / "to-directory").symlink_to(precious.parent)
    (hostile / "to-file").symlink_to(precious)
    (hostile / "loop").symlink_to(hostile)
    os.link(precious, hostile / "hard")
    os.mkfifo(hostile / "pipe")
    trash.throw(hostile)
    assert trash.empty(seconds=30).done
    assert precious.read_bytes() == b"data"
    assert precious.stat().st_nlink == 1


def test_a_link_is_thrown_away_itself(tmp_path: Path, trash: Trash) -> None:
    """The name goes, not what it points to."""
    precious = put(tmp_path / "precious" / "file")
    (tmp_path / "t").symlink_to(precious.parent)
    trash.throw(tmp_path / "t")
    assert trash.empty(seconds=30).done
    assert precious.exists()


def test_no_depth_is_too_deep(tmp_path: Path, trash: Trash) -> None:
    """3,000 levels: beyond path lengths, recursion and descriptors."""
    here = os.open(tmp_path, os.O_RDONLY)
    os.mkdir("t", dir_fd=here)
    inner = os.open("t", os.O_RDONLY, dir_fd=here)
    os.close(here)
    for _ in range(3000):
        os.mkdir("d", dir_fd=inner)
        deeper = os.open("d", os.O_RDONLY, dir_fd=inner)
        os.close(inner)
        inner = deeper
    os.close(inner)
    trash.throw(tmp_path / "t")
    assert trash.empty(seconds=60).done


def test_out_of_time_it_goes_on_later(tmp_path: Path, trash: Trash) -> None:
    """What is left is gone from its place already, and deleted next time."""
    for number in range(50):
        put(tmp_path / "t" / str(number) / "file")
    trash.throw(tmp_path / "t")
    assert not trash.empty(seconds=0).done
    assert not (tmp_path / "t").exists()
    assert trash.empty(seconds=60).done


def test_rights_taken_away_are_taken_back(tmp_path: Path) -> None:
    """Directories without any permission go as well, for an ordinary user."""
    script = """
import os, sys
from pathlib import Path
from bossbot.adapters.disk.trash import Trash
os.chdir(sys.argv[1])
if os.geteuid() == 0:
    os.chown(".", 65534, 65534)
    os.setuid(65534)
inner = Path("t/inner")
inner.mkdir(parents=True)
(inner / "file").touch()
inner.chmod(0)
Path("t").chmod(0)
trash = Trash(Path("trash"))
assert trash.throw(Path("t"))
emptied = trash.empty(seconds=30)
assert emptied.done and not emptied.errors, emptied
"""
    ran = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr


def test_what_will_not_go_is_counted_and_ends(
    tmp_path: Path, trash: Trash, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An entry that can't be deleted doesn't keep it busy for ever."""
    put(tmp_path / "t" / "immutable")
    real = os.unlink

    def refuse(name: str, **options: int) -> None:
        if name == "immutable":
            raise PermissionError(1, "Operation not permitted")
        real(name, **options)

    monkeypatch.setattr(os, "unlink", refuse)
    trash.throw(tmp_path / "t")
    emptied = trash.empty(seconds=30)
    assert not emptied.done
    assert emptied.errors == 1
