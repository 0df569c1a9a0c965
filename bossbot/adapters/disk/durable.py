"""Moves and writes that a crash at any point leaves either done or not begun."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bossbot.errors import BossBotError, CleanupError, DiskFullError


def translated(error: OSError) -> BossBotError:
    """The foreign exception as ours; no path in it, members may read it."""
    if DiskFullError.explains(error):
        return DiskFullError()
    return CleanupError(reason=errno.errorcode.get(error.errno or 0, "EUNKNOWN"))


@contextmanager
def disk_errors() -> Iterator[None]:
    """Around whatever touches the disk.

    Raises:
        DiskFullError: There is no room.
        CleanupError: Anything else the operating system refused.
    """
    try:
        yield
    except OSError as error:
        raise translated(error) from error


def make_directory(path: Path) -> None:
    """The directory and its parents, for our eyes only."""
    for parent in (*reversed(path.parents), path):
        if not parent.is_dir():
            parent.mkdir(mode=0o700, exist_ok=True)


def is_regular(path: Path) -> bool:
    """Whether it is a plain file itself, not something that points to one."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False


def write(path: Path, content: bytes) -> None:
    """Write the whole file or leave it as it was."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        with open(os.open(draft, flags, 0o600), "wb") as file:  # noqa: PTH123
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_directory(path.parent)


def move(source: Path, target: Path) -> None:
    """Move a plain file and make it durable; `target` is replaced.

    Between two file systems the copy takes its name only when it is complete.
    Of two names for the same bytes a rename would leave both.
    """
    source.chmod(0o600)
    _sync(source, os.O_RDONLY)
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _copy(source, target)
    source.unlink(missing_ok=True)
    sync_directory(target.parent)


def _copy(source: Path, target: Path) -> None:
    draft = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        shutil.copyfile(source, draft, follow_symlinks=False)
        draft.chmod(0o600)
        _sync(draft, os.O_RDONLY)
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def sync_directory(path: Path) -> None:
    """Make the names in a directory durable."""
    _sync(path, os.O_RDONLY | os.O_DIRECTORY)


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sha256_of(path: Path) -> str:
    """The checksum of a plain file; a link in its place is refused."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    with open(descriptor, "rb") as file:  # noqa: PTH123
        return hashlib.file_digest(file, "sha256").hexdigest()
