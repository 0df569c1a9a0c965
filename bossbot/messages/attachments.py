"""The names attachments get: safe, and marked so that a post is found again."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from typing import Final

from bossbot.messages.neutral import clean
from bossbot.models import Delivery, MediaFile
from bossbot.models.harmless import DESCRIPTION

_EXTENSIONS: Final = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "video/mp4": "mp4",
    "video/webm": "webm",
    "video/quicktime": "mov",
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
    "audio/x-wav": "wav",
    "audio/ogg": "ogg",
    "audio/mp4": "m4a",
}
_STEM: Final = 50
_PART: Final = re.compile(r"_part_\d{1,2}_of_\d{1,2}$")


def mark(download_id: str, delivery: Delivery, batch: int) -> str:
    """What the names of a batch have in common, and no other attachment."""
    return f"{download_id}-{delivery.number}-{delivery.generation}-{batch}"


def attachment_name(file: MediaFile, marked: str, index: int) -> str:
    """The name as it stands in Discord: ASCII, so that Discord leaves it alone.

    However long it is, which part of a whole it is stays in it.
    """
    plain = unicodedata.normalize("NFKD", _stem(file)).encode("ascii", "ignore")
    whole = re.sub(r"[^A-Za-z0-9]+", "_", plain.decode()).strip("_")
    part = _PART.search(whole)
    ending = part.group() if part else ""
    stem = whole.removesuffix(ending)[: _STEM - len(ending)].strip("_") + ending
    return f"{stem or 'media'}_{marked}_{index + 1}.{extension(file)}"


def description(file: MediaFile) -> str | None:
    """What Discord tells those who don't see the file; None where nobody said it."""
    return clean(file.description or "", DESCRIPTION) or None


def is_marked(name: str, marked: str) -> bool:
    """Whether an attachment's name was made with this mark."""
    return re.search(rf"_{re.escape(marked)}_\d+\.[a-z0-9]+$", name) is not None


def extension(file: MediaFile) -> str:
    """By content where that is known: the site's own word for it may be a lie."""
    if file.mime in _EXTENSIONS:
        return _EXTENSIONS[file.mime]
    suffix = re.sub(r"[^a-z0-9]", "", PurePosixPath(file.path).suffix.lower())
    return suffix[:8] or "bin"


def nonce(download_id: str, delivery: Delivery, batch: int) -> str:
    """What Discord knows a repeated post by: at most 25 characters.

    Ids have 12; 32 would not fit, so a long one gives its last 16.
    """
    return f"{download_id[-16:]}.{delivery.number}.{delivery.generation}.{batch}"[-25:]


def caption(title: str, batch: int, count: int) -> str:
    """The text above a batch's files; the title is neutralised already."""
    return title if count < 2 else f"{title} ({batch + 1} of {count})"


def _stem(file: MediaFile) -> str:
    return PurePosixPath(file.name.replace("\\", "/")).stem
