"""The storage root: made once, named once, and never somebody else's."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from bossbot.adapters.disk import Disk
from bossbot.settings import SettingsError
from tests.integration.adapters.disk.conftest import put

pytestmark = pytest.mark.integration


def test_the_id_lives_as_long_as_the_files(tmp_path: Path) -> None:
    """Opened again it is the same disk; another root is another one."""
    first = Disk.open(tmp_path / "a").disk_id
    assert uuid.UUID(first)
    assert Disk.open(tmp_path / "a").disk_id == first
    assert Disk.open(tmp_path / "b").disk_id != first


def test_processes_that_start_together_agree(tmp_path: Path) -> None:
    """Six at once on a new root: one id."""
    script = (
        "import sys; from pathlib import Path; from bossbot.adapters.disk import Disk;"
        "print('ready', flush=True); sys.stdin.read();"
        "print(Disk.open(Path(sys.argv[1])).disk_id)"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "new")]
    waiting = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(6)
    ]
    for process in waiting:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
    for process in waiting:
        assert process.stdin is not None
        process.stdin.close()
        process.stdin = None
    ids = {process.communicate()[0] for process in waiting}
    assert len(ids) == 1
    assert uuid.UUID(ids.pop().decode().strip())


def test_only_we_can_read_it(tmp_path: Path) -> None:
    """Directories 0700, files 0600."""
    disk = Disk.open(tmp_path / "root")
    root = disk.layout.root
    for path in (root, root / "temp", root / "downloads", root / ".locks"):
        assert path.stat().st_mode & 0o777 == 0o700
    assert disk.layout.disk_id.stat().st_mode & 0o777 == 0o600


def test_an_empty_id_is_replaced(tmp_path: Path) -> None:
    """A power cut left the file without content: a new id, and no refusal."""
    disk = Disk.open(tmp_path)
    put(disk.temp("d1") / "x")
    disk.layout.disk_id.write_bytes(b"")
    assert uuid.UUID(Disk.open(tmp_path).disk_id)


@pytest.mark.parametrize("folder", ["downloads", "temp"])
def test_a_folder_of_somebody_else_is_refused(tmp_path: Path, folder: str) -> None:
    """STORAGE_ROOT=$HOME must not let the cleanups eat ~/downloads."""
    mine = put(tmp_path / folder / "2024" / "holiday.mp4")
    with pytest.raises(SettingsError, match=r"STORAGE_ROOT: .* empty directory"):
        Disk.open(tmp_path)
    assert mine.exists()


def test_a_root_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    """The message names the variable."""
    with pytest.raises(SettingsError, match="STORAGE_ROOT: "):
        Disk.open(put(tmp_path / "file") / "below")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give directories away")
def test_a_directory_of_another_user_is_refused(tmp_path: Path) -> None:
    """In a shared /tmp somebody may have made it first, to read along."""
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    os.chown(theirs, 12345, 12345)
    with pytest.raises(SettingsError, match="another user"):
        Disk.open(theirs)


def test_space_is_told(tmp_path: Path) -> None:
    """Figures that admission can use."""
    space = Disk.open(tmp_path).space()
    assert 0 < space.free <= space.total
    assert 0 <= space.used < 1
