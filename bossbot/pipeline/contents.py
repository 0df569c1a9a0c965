"""A download's files on disk, as the stages reach them."""

from __future__ import annotations

import asyncio
import hashlib
import stat
from pathlib import Path
from typing import Final

from bossbot.errors import InvalidFileError
from bossbot.media.facts import Facts
from bossbot.media.refusals import invalid
from bossbot.models import DownloadRecord, MediaFile

SOURCE: Final = "source"
OUTPUT: Final = "output"
"""Directories within a download's temp directory."""
_CHUNK: Final = 1 << 20
"""About a millisecond of hashing: the loop has leases to renew."""


def source_of(record: DownloadRecord) -> str:
    """The directory that fetch fills: another change asks the site for other files."""
    return f"{SOURCE}-{record.change}" if record.change else SOURCE


def located(directory: Path, relative: str) -> Path:
    """The path of a file of the download; what a job named is not trusted.

    Raises:
        InvalidFileError: It lies elsewhere, or leads through a link.
    """
    path = directory / relative
    inside = path.resolve() == directory.resolve() / relative
    if not inside or ".." in Path(relative).parts or Path(relative).is_absolute():
        raise invalid("missing")
    return path


def own_directory(path: Path) -> Path:
    """Make a directory for results; a link in its place is not followed."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def stands(directory: Path, file: MediaFile) -> bool:
    """Whether a file of the download is still there, as long as it was."""
    try:
        found = located(directory, file.path).lstat()
    except (InvalidFileError, OSError):
        return False
    return stat.S_ISREG(found.st_mode) and found.st_size == file.size


async def sha256(path: Path) -> str:
    """The file's SHA-256 in hexadecimal, without holding up the loop."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            await asyncio.sleep(0)
    return digest.hexdigest()


async def described(file: MediaFile, path: Path, facts: Facts) -> MediaFile:
    """The file with what was found out about the bytes at `path`."""
    return file.model_copy(
        update={
            "size": facts.size,
            "kind": facts.kind,
            "mime": facts.mime,
            "sha256": await sha256(path),
            "width": facts.width,
            "height": facts.height,
            "duration": facts.duration,
            "video_codec": facts.video_codec,
            "audio_codec": facts.audio_codec,
            "pixel_format": facts.pixel_format,
            "container": facts.container,
            "animated": facts.animated,
        }
    )
