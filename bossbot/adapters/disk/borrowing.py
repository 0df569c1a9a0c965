"""Kept files for a download that is served from storage: linked, else copied.

What is handed on is what was checked: a name is given to the bytes first, and these
are then compared with the document. A link's bytes are shared with storage; both
sides only ever rename or delete them.
"""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from typing import Final

import structlog
from pydantic import ValidationError

from bossbot.adapters.disk import locks
from bossbot.adapters.disk.durable import is_regular, sha256_of
from bossbot.adapters.disk.keeping import read_document
from bossbot.errors import DiskFullError
from bossbot.models import MediaFile, State, Subtitles
from bossbot.pipeline.ports import Borrowed
from bossbot.storage.document import StoredDownload, StoredFile
from bossbot.storage.layout import CONTENT, Layout, Place

_NO_LINK: Final = frozenset(
    {errno.EXDEV, errno.EPERM, errno.EMLINK, errno.EOPNOTSUPP, errno.ENOSYS}
)
_DIRECTORY: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_READ: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC

log = structlog.get_logger(__name__)


class _NotAsKept(Exception):
    """Something is missing or not what the document says."""


def borrow(
    place: Place, *, layout: Layout, directory: Path, now: float
) -> Borrowed | None:
    """Put the files kept at `place` into `directory`; None unless all are sound.

    Raises:
        OSError: There is no room for copies.
    """
    kept = layout.kept(place)
    if kept.resolve() != layout.downloads.resolve() / place.key:
        return None
    try:
        with locks.reading(kept) as held:
            document = read_document(kept) if held is not None else None
            if held is None or document is None or not _is_good(document, place, now):
                return None
            content = os.open(CONTENT, _DIRECTORY, dir_fd=held)
            try:
                return _borrowed(document, content, directory)
            finally:
                os.close(content)
    except (_NotAsKept, ValidationError):
        return None
    except OSError as error:
        if DiskFullError.explains(error):
            raise
        log.warning("kept files not usable", kept=place.key, error=error.strerror)
        return None


def _is_good(document: StoredDownload, place: Place, now: float) -> bool:
    return (
        document.state is State.COMPLETED
        and (document.guild, document.id) == (place.guild, place.download)
        and document.expires_at > now
        and bool(document.files)
    )


def _borrowed(document: StoredDownload, content: int, directory: Path) -> Borrowed:
    taken: list[Path] = []
    try:
        files = [_file(entry, content, directory, taken) for entry in document.files]
        subtitles = [
            one
            for one in document.metadata.subtitles
            if _has_taken(one, content, directory, taken)
        ]
    except BaseException:
        for path in taken:
            path.unlink(missing_ok=True)
        raise
    return Borrowed(
        files=tuple(files),
        metadata=document.metadata.model_copy(update={"subtitles": tuple(subtitles)}),
        tool=document.tool,
        canonical=document.canonical,
        format=document.format,
        private=document.private,
    )


def _file(
    entry: StoredFile, content: int, directory: Path, taken: list[Path]
) -> MediaFile:
    path = _take(content, entry.name, directory, taken)
    if not is_regular(path) or path.lstat().st_size != entry.size:
        raise _NotAsKept
    if sha256_of(path) != entry.sha256:
        raise _NotAsKept
    thumbnail = entry.thumbnail
    if thumbnail and not is_regular(_take(content, thumbnail, directory, taken)):
        raise _NotAsKept
    return MediaFile.model_validate(
        {
            **entry.model_dump(exclude={"original_name"}),
            "path": entry.name,
            "name": entry.original_name,
        }
    )


def _has_taken(
    subtitles: Subtitles, content: int, directory: Path, taken: list[Path]
) -> bool:
    """Take subtitles along, if they are there: the files are good without them."""
    path = directory / subtitles.path
    try:
        _take(content, subtitles.path, directory, taken)
        if is_regular(path) and path.lstat().st_size == subtitles.size:
            return True
    except OSError as error:
        if DiskFullError.explains(error):
            raise
    path.unlink(missing_ok=True)
    return False


def _take(content: int, name: str, directory: Path, taken: list[Path]) -> Path:
    """Give an entry of the kept content a name in the directory, too."""
    path = directory / name
    path.unlink(missing_ok=True)  # of an execution that was killed
    taken.append(path)
    try:
        os.link(name, path, src_dir_fd=content, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINK:
            raise
        _copy(content, name, path)
    return path


def _copy(content: int, name: str, path: Path) -> None:
    with (
        open(os.open(name, _READ, dir_fd=content), "rb") as reader,  # noqa: PTH123
        open(os.open(path, _NEW, 0o600), "wb") as writer,  # noqa: PTH123
    ):
        shutil.copyfileobj(reader, writer, 1024 * 1024)
