"""Delivers files into a local directory (`bossbot get`)."""

from __future__ import annotations

import asyncio
import errno
import filecmp
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final, override

from bossbot.errors import BossBotError, DiskFullError, UnknownError
from bossbot.messages.attachments import extension, mark
from bossbot.models import Delivery, DirectoryTarget, DownloadRecord, MediaFile
from bossbot.pipeline.ports import Poster
from bossbot.storage.names import delivered_name

_NO_LINKS: Final = frozenset(
    {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
)


class DirectoryPoster(Poster):
    """The `Poster` of directories.

    A file appears under its name complete or not at all, never over another one, and
    what stands there already with the same name and content is not written again.
    """

    @override
    async def find(
        self, record: DownloadRecord, delivery: Delivery, batch: int, since: float
    ) -> tuple[str, ...] | None:
        """Nothing to look for: writing again finds what is there and keeps it."""
        return ()

    @override
    async def post(
        self,
        record: DownloadRecord,
        delivery: Delivery,
        batch: int,
        files: Sequence[tuple[Path, MediaFile]],
    ) -> tuple[str, ...]:
        """Write one batch and return the paths, in the order of the files.

        Raises:
            DiskFullError: No room there.
            UnknownError: The directory or a file can't be used.
        """
        assert isinstance(delivery.target, DirectoryTarget)
        directory = Path(delivery.target.path)
        marked = mark(record.id, delivery, batch)
        try:
            return await asyncio.to_thread(_write_all, directory, marked, files)
        except OSError as error:
            raise _translated(error) from error


def _write_all(
    directory: Path, marked: str, files: Sequence[tuple[Path, MediaFile]]
) -> tuple[str, ...]:
    directory.mkdir(parents=True, exist_ok=True)
    part = directory / f".{marked}.part"
    written: list[str] = []
    try:
        for source, file in files:
            written.append(_write(directory, part, source, file, tuple(written)))
    finally:
        part.unlink(missing_ok=True)
    return tuple(str(directory / name) for name in written)


def _write(
    directory: Path, part: Path, source: Path, file: MediaFile, written: tuple[str, ...]
) -> str:
    """Give the file the first name that is free or stands for the same content."""
    taken = set(written)
    copied = False
    while True:
        name = delivered_name(file.name, extension(file), taken=taken)
        target = directory / name
        if _is_same(source, target):
            return name
        if not os.path.lexists(target):
            if not copied:
                _copy(source, part)
                copied = True
            if _appear(part, target):
                return name
        taken.add(name)


def _is_same(source: Path, target: Path) -> bool:
    if target.is_symlink() or not target.is_file():
        return False
    return filecmp.cmp(source, target, shallow=False)


def _copy(source: Path, part: Path) -> None:
    part.unlink(missing_ok=True)  # of a try that was killed
    with source.open("rb") as reader, part.open("xb") as writer:
        shutil.copyfileobj(reader, writer, 1024 * 1024)
        writer.flush()
        os.fsync(writer.fileno())


def _appear(part: Path, target: Path) -> bool:
    """Put the finished copy under its name; False when someone else just took it."""
    try:
        os.link(part, target)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        return _replace(part, target)
    part.unlink()
    return True


def _replace(part: Path, target: Path) -> bool:
    """The way for file systems without hard links: reserve the name, then take it."""
    try:
        target.touch(exist_ok=False)
    except FileExistsError:
        return False
    part.replace(target)
    return True


def _translated(error: OSError) -> BossBotError:
    if DiskFullError.explains(error):
        return DiskFullError()
    return UnknownError(reason=f"directory {errno.errorcode.get(error.errno or 0, '')}")
