"""Opening files that hostile code made."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from bossbot.adapters import files as module
from bossbot.adapters.files import readable
from bossbot.errors import InvalidFileError

pytestmark = pytest.mark.unit


def test_what_is_no_plain_file_is_missing(tmp_path: Path) -> None:
    """Nothing, a directory, a link, a pipe: none is waited for or followed."""
    plain = tmp_path / "plain"
    plain.touch()
    (tmp_path / "link").symlink_to(plain)
    os.mkfifo(tmp_path / "pipe")
    for path in ("nothing", "link", "pipe", ".", "plain/below", "x" * 300):
        with pytest.raises(InvalidFileError), readable(tmp_path / path):
            pass
    with readable(plain) as descriptor:
        assert os.fstat(descriptor).st_size == 0


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENFILE, errno.EIO])
def test_trouble_of_ours_is_not_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """A file that can't be opened just now must not be deleted as missing."""

    def refuse(*_: object) -> int:
        raise OSError(number, "not now")

    monkeypatch.setattr(module.os, "open", refuse)
    with pytest.raises(OSError, match="not now"), readable(tmp_path / "a"):
        pass
