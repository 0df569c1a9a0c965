"""A download's files on disk, as the stages reach them."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path
from typing import Final

from bossbot.media.facts import Facts
from bossbot.media.refusals import invalid
from bossbot.models import DownloadRecord, Limits, MediaFile

SOURCE: Final = "source"
OUTPUT: Final = "output"
"""Directories within a download's temp directory."""
_CHUNK: Final = 1 << 20
"""About a millisecond of hashing: the loop has leases to renew."""


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


def posted_limits(record: DownloadRecord) -> Limits:
    """The most bytes of a posted file: the request's, or a server's that takes less."""
    return record.request.posted_limits
