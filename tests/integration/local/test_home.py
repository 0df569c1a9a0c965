"""A private deployment's directory: locked while in use, swept when abandoned."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from bossbot.local.home import sweep, temporary_home
from bossbot.settings import Settings, SettingsError

pytestmark = pytest.mark.integration


def settings(root: Path) -> Settings:
    """With the storage root there."""
    return Settings.load(storage_root=root / "storage")


def test_it_stands_beside_the_storage_and_goes_at_the_end(tmp_path: Path) -> None:
    """On the disk that has room for media, whatever was put in it."""
    with temporary_home(settings(tmp_path)) as home:
        assert home.path.parent == tmp_path
        assert home.path.stat().st_mode & 0o777 == 0o700
        hostile = home.storage / "deep"
        hostile.mkdir(parents=True)
        (hostile / "link").symlink_to(tmp_path)
        hostile.chmod(0o500)
    assert list(tmp_path.iterdir()) == []


def test_a_deep_tree_is_no_obstacle(tmp_path: Path) -> None:
    """Deeper than any recursion; made by a hostile site."""
    with temporary_home(settings(tmp_path)) as home:
        here = os.open(home.path, os.O_RDONLY)
        for _ in range(1500):
            os.mkdir("d", dir_fd=here)
            below = os.open("d", os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = below
        os.close(here)
    assert list(tmp_path.iterdir()) == []


def test_the_sweep_spares_who_is_in_use(tmp_path: Path) -> None:
    """Two at once never disturb one another; what has no holder goes."""
    (tmp_path / "boss-bot-get-left" / "storage").mkdir(parents=True)
    (tmp_path / "boss-bot").mkdir()
    with temporary_home(settings(tmp_path)) as home:
        sweep(tmp_path)
        assert {path.name for path in tmp_path.iterdir()} == {
            home.path.name,
            "boss-bot",
        }


def test_the_sweep_takes_torn_copies_along_and_nothing_else(tmp_path: Path) -> None:
    """Only unfinished copies of the abandoned one's own downloads are deleted."""
    out = tmp_path / "out"
    out.mkdir()
    keep = [out / ".other-0-0-0.part", out / "ours-1.jpg", out / ".ours-0-0-0.txt"]
    for path in [*keep, out / ".ours-0-0-0.part"]:
        path.write_bytes(b"x")
    left = tmp_path / "boss-bot-get-left"
    left.mkdir()
    (left / "delivers.json").write_text(f'{{"directory": "{out}", "ids": ["ours"]}}')
    sweep(tmp_path)
    assert sorted(out.iterdir()) == sorted(keep)


def test_nowhere_to_write_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The variable to change is named."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    with (
        pytest.raises(SettingsError, match="TMPDIR"),
        temporary_home(settings(tmp_path / "missing" / "too")),
    ):
        pass


def test_where_no_room_is_left_nothing_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The queue could write nothing down; better said at once than waited for."""
    used = shutil.disk_usage(tmp_path)._replace(free=1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: used)
    with (
        pytest.raises(SettingsError, match="TMPDIR: no room is left"),
        temporary_home(settings(tmp_path / "storage")),
    ):
        pass
    assert not list(tmp_path.iterdir())
