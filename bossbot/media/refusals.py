"""Why a file is refused: the closed set of words, and how the unwelcome are told apart.

The words are data of `InvalidFileError`; `bossbot.messages` makes sentences of them.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

from bossbot.errors import InvalidFileError

type Reason = Literal[
    "archive",
    "damaged",
    "document",
    "empty",
    "executable",
    "missing",
    "no_media",
    "no_sound",
    "playlist",
    "text",
    "too_complex",
    "too_many_pixels",
    "too_slow",
    "unsupported_type",
    "vector_image",
    "web_page",
]
"""`damaged`: doesn't decode; `missing`: gone or not a plain file; `no_media`: a
container without a playable stream; `no_sound`: audio was asked for; `too_complex`,
`too_slow`: over the memory or the time that a look or a conversion may take."""

REASONS: Final[tuple[str, ...]] = get_args(Reason.__value__)

_MAGIC: Final[tuple[tuple[bytes, Reason], ...]] = (
    (b"PK\x03\x04", "archive"),
    (b"PK\x05\x06", "archive"),
    (b"Rar!", "archive"),
    (b"RE~^", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"\x28\xb5\x2f\xfd", "archive"),
    (b"MSCF", "archive"),
    (b"MZ", "executable"),
    (b"\x7fELF", "executable"),
    (b"\x00asm", "executable"),
    (b"\xca\xfe\xba\xbe", "executable"),
    (b"\xfe\xed\xfa", "executable"),
    (b"\xce\xfa\xed\xfe", "executable"),
    (b"\xcf\xfa\xed\xfe", "executable"),
    (b"#!", "executable"),
    (b"%PDF", "document"),
    (b"{\\rtf", "document"),
    (b"\xd0\xcf\x11\xe0", "document"),
)
_TAR: Final = (257, b"ustar")
_WORDS: Final[tuple[tuple[bytes, Reason], ...]] = (
    (b"<svg", "vector_image"),
    (b"<!doctype svg", "vector_image"),
    (b"<mpd", "playlist"),
    (b"<smil", "playlist"),
    (b"<!doctype html", "web_page"),
    (b"<html", "web_page"),
    (b"<head", "web_page"),
    (b"<body", "web_page"),
    (b"<script", "web_page"),
)
_PLAYLISTS: Final = (b"#extm3u", b"ffconcat", b"[playlist]", b"v=0", b"file ")


def invalid(reason: Reason) -> InvalidFileError:
    """The error of this reason."""
    return InvalidFileError(reason=reason)


def refusal(head: bytes) -> InvalidFileError:
    """What to say of a beginning that belongs to no accepted type."""
    return invalid(_reason(head))


def _reason(head: bytes) -> Reason:
    if not head:
        return "empty"
    for magic, reason in _MAGIC:
        if head.startswith(magic):
            return reason
    if head[_TAR[0] :].startswith(_TAR[1]):
        return "archive"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith(_PLAYLISTS):
        return "playlist"
    if text.startswith(b"<"):
        return next((why for word, why in _WORDS if word in text), "text")
    return "text" if _is_text(text) else "unsupported_type"


def _is_text(head: bytes) -> bool:
    """UTF-8 without control characters; the last character may be cut in two."""
    if any(byte < 0x20 and byte not in b"\t\n\r\f\x1b" for byte in head):
        return False
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return len(head) - error.start < 4 < len(head)
    return True
