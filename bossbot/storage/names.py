"""File names out of untrusted titles: readable, unique, harmless on every system.

A name never leads anywhere (no separators, no leading dot or dash), shows nothing it
isn't (no control, bidi or invisible characters), mentions nobody, is no device of
Windows, and has at most 255 bytes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Final

MAX_BYTES: Final = 255
"""The limit of ext4, APFS and most others; NTFS counts characters and is wider."""

_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*@`]')
"""What Windows forbids, separators, and what Discord reads in a text."""

_BLANK: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]"
)
"""Drawn as nothing, though their Unicode category is a letter, mark or symbol."""

_MEDIA_EXTENSION: Final = re.compile(
    r"\.(jpe?g|png|gif|webp|heic|heif|avif|bmp|tiff?|mp4|webm|mov|mkv|ts|flv|avi|m4v"
    r"|mp3|wav|ogg|oga|m4a|flac|opus|aac|bin)$",
    re.IGNORECASE,
)
_EXTENSION: Final = re.compile(r"[a-z0-9]{1,10}")
_RESERVED: Final = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\.|$)", re.IGNORECASE
)


def stored_name(
    timestamp: float, title: str, extension: str, *, taken: Collection[str] = ()
) -> str:
    """The name of a kept file: `20240417_123456_video.mp4`.

    Args:
        timestamp: When the download was requested (epoch seconds; shown in UTC).
        title: The title or the original name, with or without an extension.
        extension: That of the file's real type, with or without the dot.
        taken: The names already given in the directory.
    """
    prefix = datetime.fromtimestamp(timestamp, UTC).strftime("%Y%m%d_%H%M%S_")
    return _unique(prefix, _clean(title), extension, taken)


def delivered_name(title: str, extension: str, *, taken: Collection[str] = ()) -> str:
    """The name in somebody's own directory: as the stored one, without the timestamp.

    Args:
        title: The title or the original name, with or without an extension.
        extension: That of the file's real type, with or without the dot.
        taken: The names already given there.
    """
    return _unique("", _clean(title), extension, taken)


def _clean(title: str) -> str:
    text = unicodedata.normalize("NFC", title)
    text = "".join(" " if letter.isspace() else letter for letter in text)
    text = _FORBIDDEN.sub("_", _BLANK.sub("", text))
    # Cc control, Cf format (bidi, zero width), Cs surrogates, Co private, Cn unassigned
    text = "".join(c for c in text if not unicodedata.category(c).startswith("C"))
    text = unicodedata.normalize("NFC", re.sub(r" +", " ", text))
    text = _MEDIA_EXTENSION.sub("", text.rstrip(" ."))
    return text.strip(" .-~") or "media"


def _unique(prefix: str, stem: str, extension: str, taken: Collection[str]) -> str:
    extension = extension.lower().removeprefix(".")
    if not _EXTENSION.fullmatch(extension):
        extension = "bin"
    # Two names that differ by case only are one file on macOS and Windows.
    seen = {_folded(name) for name in taken}
    number = 1
    while True:
        count = f"_{number}" if number > 1 else ""
        tail = f"{count}.{extension}"
        name = _fit(prefix, stem, tail)
        if _folded(name) not in seen:
            return name
        number += 1


def _fit(prefix: str, stem: str, tail: str) -> str:
    if not prefix and _RESERVED.match(f"{stem}{tail}"):
        stem = f"_{stem}"
    room = MAX_BYTES - len(f"{prefix}{tail}".encode())
    cut = stem.encode()[:room].decode(errors="ignore").rstrip(" .")
    return f"{prefix}{cut or 'media'}{tail}"


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
