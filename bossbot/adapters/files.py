"""Opening the files of a download, whose names and kinds hostile code chose."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bossbot.media.refusals import invalid

_NO_FILE: Final = frozenset(
    {errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENXIO, errno.ENAMETOOLONG}
    | {errno.EACCES, errno.EPERM}
)


@contextmanager
def readable(path: Path) -> Iterator[int]:
    """A descriptor of a plain file; no link is followed, no pipe waited for.

    Raises:
        InvalidFileError: There is no such file, or it is something else.
    """
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        if error.errno not in _NO_FILE:
            raise  # out of descriptors, say: the file may be fine
        raise invalid("missing") from None
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise invalid("missing")
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def writable(path: Path) -> Iterator[int]:
    """A descriptor of a new, empty file in the place of whatever stood there."""
    path.unlink(missing_ok=True)
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(path, flags, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def make_empty(directory: Path) -> None:
    """Remove all that is in a directory; links are removed, not followed."""
    for entry in directory.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
