"""Directories that go with their process: by itself, or by the next one's sweep."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bossbot.adapters.disk.transient import TransientDirectory, abandoned, for_socket
from bossbot.settings import SettingsError

pytestmark = pytest.mark.integration

KEEPER = (
    "import sys, time; from pathlib import Path;"
    "from bossbot.adapters.disk.transient import TransientDirectory;"
    "made = TransientDirectory.make('kept-', Path(sys.argv[1]));"
    "print(made.path, flush=True); time.sleep(600)"
)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory for temporary files, with a short path."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_it_is_ours_alone_and_goes(tmp_path: Path) -> None:
    """Nobody else may look; nothing of it is left."""
    made = TransientDirectory.make("kept-", tmp_path)
    assert made.path.stat().st_mode & 0o777 == 0o700
    (made.path / "deep" / "er").mkdir(parents=True)
    (made.path / "deep").chmod(0o500)
    made.remove()
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_is_swept(tmp_path: Path) -> None:
    """While its holder lives it is in use; from its death on it is nobody's."""
    process = subprocess.Popen(
        [sys.executable, "-c", KEEPER, str(tmp_path)], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    left = Path(os.fsdecode(process.stdout.readline().strip()))
    assert list(abandoned("kept-", tmp_path)) == []
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    [found] = abandoned("kept-", tmp_path)
    assert found.path == left
    assert list(abandoned("kept-", tmp_path)) == []  # the sweeper holds it now
    found.remove()
    assert not left.exists()


def test_links_and_files_are_not_swept(tmp_path: Path) -> None:
    """In a shared directory anybody may make a name that begins so."""
    target = tmp_path / "precious"
    target.mkdir()
    (tmp_path / "kept-link").symlink_to(target)
    (tmp_path / "kept-file").touch()
    assert list(abandoned("kept-", tmp_path)) == []


def test_a_socket_gets_a_short_path(temporary: Path) -> None:
    """Where TMPDIR lies deep, `/tmp` serves; what was left there goes."""
    left = temporary / "boss-bot-run-left"
    left.mkdir()
    made = for_socket("x.sock")
    deep = for_socket("y" * (100 - len(os.fsencode(temporary))))
    try:
        assert made.path.parent == temporary
        assert deep.path.parent == Path("/tmp")
        assert not left.exists()
    finally:
        made.remove()
        deep.remove()


def test_no_path_is_short_enough() -> None:
    """Said with the variable that would help."""
    with pytest.raises(SettingsError, match="TMPDIR"):
        for_socket("x" * 200)


def test_what_was_cleaned_away_is_made_again(tmp_path: Path) -> None:
    """By somebody who empties `/tmp`; it is held again, under the same name."""
    made = TransientDirectory.make("kept-", tmp_path)
    made.path.rmdir()
    made.restore()
    assert made.path.is_dir()
    assert list(abandoned("kept-", tmp_path)) == []
    made.remove()
    made.remove()
    assert list(tmp_path.iterdir()) == []
