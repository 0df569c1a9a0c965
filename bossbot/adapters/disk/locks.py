"""flock on directories and files: who may write where, on this host.

A lock dies with its holder, so nothing is ever left locked. A locked directory may
be deleted by its holder; whoever waited for it then finds that it holds a directory
without a name, and starts over with the new one.
"""

from __future__ import annotations

import asyncio
import errno
import fcntl
import os
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from bossbot.adapters.disk.durable import disk_errors, make_directory
from bossbot.adapters.disk.trash import make_writable
from bossbot.pipeline.ports import LockedError

_POLL = 0.05
_BUSY = frozenset({errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES})


def try_directory(path: Path, *, shared: bool = False) -> int | None:
    """Lock an existing directory now; the descriptor that holds it, or None.

    None too where something else than a directory stands there, or nothing.

    Args:
        path: The directory.
        shared: With others who only read there; nobody then holds it alone.
    """
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        make_writable(path)
        return _lock(path, os.open(path, flags), shared=shared)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        if error.errno == errno.ELOOP:
            return None
        raise


def try_file(path: Path) -> int | None:
    """Lock a file now, made where it is missing; lock files are never deleted."""
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    return _lock(path, os.open(path, flags, 0o600))


def _lock(path: Path, descriptor: int, *, shared: bool = False) -> int | None:
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        held, named = os.fstat(descriptor), path.lstat()
    except FileNotFoundError:
        os.close(descriptor)
        return None
    except OSError as error:
        os.close(descriptor)
        if error.errno in _BUSY:
            return None
        raise
    if (held.st_ino, held.st_dev) != (named.st_ino, named.st_dev):
        os.close(descriptor)
        return None
    return descriptor


@contextmanager
def if_free(path: Path) -> Iterator[bool]:
    """Hold a directory if nobody else does; says whether."""
    with disk_errors():
        descriptor = try_directory(path)
    try:
        yield descriptor is not None
    finally:
        if descriptor is not None:
            os.close(descriptor)


@contextmanager
def reading(path: Path) -> Iterator[int | None]:
    """Keep a directory from being deleted; its descriptor, or None where it is gone."""
    descriptor = try_directory(path, shared=True)
    try:
        yield descriptor
    finally:
        if descriptor is not None:
            os.close(descriptor)


@asynccontextmanager
async def directory(path: Path, *, timeout: float) -> AsyncIterator[Path]:
    """Make a directory where it is missing, and hold it.

    Raises:
        LockedError: Somebody held it for all of `timeout` seconds.
    """
    deadline = time.monotonic() + timeout
    while True:
        with disk_errors():
            make_directory(path)
            descriptor = try_directory(path)
        if descriptor is not None:
            break
        if time.monotonic() >= deadline:
            raise LockedError
        await asyncio.sleep(_POLL)
    try:
        yield path
    finally:
        os.close(descriptor)


@asynccontextmanager
async def one_of(paths: Sequence[Path], *, timeout: float) -> AsyncIterator[int | None]:
    """Hold the first free one of several lock files.

    Yields its index, or None where all stayed taken for `timeout` seconds.
    """
    deadline = time.monotonic() + timeout
    found: tuple[int, int] | None = None
    while True:
        with disk_errors():
            found = _first_free(paths)
        if found is not None or time.monotonic() >= deadline:
            break
        await asyncio.sleep(_POLL)
    try:
        yield found[0] if found else None
    finally:
        if found is not None:
            os.close(found[1])


def _first_free(paths: Sequence[Path]) -> tuple[int, int] | None:
    for index, path in enumerate(paths):
        descriptor = try_file(path)
        if descriptor is not None:
            return index, descriptor
    return None
