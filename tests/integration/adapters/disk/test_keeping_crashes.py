"""From temp to organised storage, with a crash after any step."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bossbot.adapters.disk import Disk, durable
from bossbot.errors import CleanupError, DiskFullError
from tests.integration.adapters.disk.conftest import (
    NAMES,
    RECORD,
    fill,
    tree,
)

pytestmark = pytest.mark.integration


@pytest.mark.parametrize("other_file_system", [False, True])
@pytest.mark.parametrize("step", range(22))
def test_a_crash_at_any_step_is_completed_by_the_next_run(
    step: int, other_file_system: bool, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever was done when it died: the next run ends with everything, once."""
    fill(disk)
    with monkeypatch.context() as crashing:
        if other_file_system:
            separate(crashing)
        crash_after(step, crashing)
        try:
            disk.keep(RECORD)
        except KeyboardInterrupt:
            listed = disk.layout.downloads.rglob("metadata.json")
            assert not [path for path in listed if tree(path.parent) < NAMES]
    with monkeypatch.context() as again:
        if other_file_system:
            separate(again)
        kept = disk.keep(RECORD)
    assert kept is not None
    finished = {name for name in tree(kept) if not Path(name).name.startswith(".")}
    assert finished == NAMES
    assert (kept / "content/20240417_123456_cat.mp4").read_bytes() == b"moov"
    assert (kept / "content/20240417_123456_cat_2.mp4").read_bytes() == b"mdat"
    assert tree(disk.temp("d1")) == {"source/cat.webm"}


def separate(patch: pytest.MonkeyPatch) -> None:
    """Temp and storage on different file systems, as rename tells it."""
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if "temp" in self.parts and "downloads" in target.parts:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return real(self, target)

    patch.setattr(Path, "replace", replace)


def crash_after(steps: int, patch: pytest.MonkeyPatch) -> None:
    """Die, as by kill -9, after so many steps that the disk would remember."""
    left = [steps]

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*arguments: Any, **options: Any) -> Any:
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
            return real(*arguments, **options)

        return step

    for owner, name in ((Path, "replace"), (Path, "mkdir"), (os, "fsync")):
        patch.setattr(owner, name, counted(getattr(owner, name)))
    patch.setattr(durable.shutil, "copyfile", counted(durable.shutil.copyfile))


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.ENOSPC, DiskFullError),
        (errno.EDQUOT, DiskFullError),
        (errno.EIO, CleanupError),
    ],
)
def test_a_disk_that_refuses_is_told_in_our_words(
    disk: Disk,
    number: int,
    expected: type[Exception],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Full is full; everything else is a cleanup error without any path in it."""
    fill(disk)

    def refuse(*_: object) -> None:
        raise OSError(number, "refused", "/secret/path")

    with monkeypatch.context() as refusing:
        refusing.setattr(durable.os, "fsync", refuse)
        with pytest.raises(expected) as caught:
            disk.keep(RECORD)
    assert "/secret" not in str(caught.value)
    assert disk.keep(RECORD) is not None
