"""Which types may come in, told by their first bytes; names are never looked at.

The table only chooses who is to open the file (one demuxer, one image format: nothing
guesses later on). Whether it really is one, decoding the first frame decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from bossbot.media.refusals import refusal
from bossbot.models import Kind

HEAD_BYTES: Final = 4096
"""How much of a file's beginning `sniff` wants (and again behind an ID3 tag)."""

_HEIF_BRANDS: Final = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"}
_AVIF_BRANDS: Final = {b"avif", b"avis"}
_M4A_BRANDS: Final = {b"M4A ", b"M4B "}
_MOVIE_BOXES: Final = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot", b"styp"}
_IMAGES: Final = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"II+\x00", "TIFF"),
    (b"MM\x00+", "TIFF"),
)
_TS_PACKET: Final = 188
_LAYERS: Final = {0: "aac", 1: "mp3"}
"""By the layer bits of an MPEG audio frame's header; II and I are not accepted."""

_MIME: Final = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "bmp": "image/bmp",
    "tiff": "image/tiff",
    "heif": "image/heic",
    "avif": "image/avif",
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "m4a": "audio/mp4",
    "webm": "video/webm",
    "matroska": "video/x-matroska",
    "flv": "video/x-flv",
    "avi": "video/x-msvideo",
    "mpegts": "video/mp2t",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "ogg": "audio/ogg",
    "flac": "audio/flac",
    "aac": "audio/aac",
}
_AUDIO_MIME: Final = {"mp4": "audio/mp4", "mov": "audio/mp4", "webm": "audio/webm"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sniffed:
    """What a file claims to be.

    Attributes:
        family: Whether Pillow (`image`) or libavformat (`stream`) is to open it.
        opener: Pillow's format (`JPEG`) or the demuxer to force (`mov`).
        container: Our own name of it (`mp4` and `mov` share a demuxer).
    """

    family: Literal["image", "stream"]
    opener: str
    container: str


def _image(opener: str) -> Sniffed:
    return Sniffed(family="image", opener=opener, container=opener.lower())


def _stream(opener: str, container: str | None = None) -> Sniffed:
    return Sniffed(family="stream", opener=opener, container=container or opener)


def mime_type(container: str, kind: Kind) -> str:
    """The MIME type of a container that holds this kind."""
    if kind == "audio":
        return _AUDIO_MIME.get(container, _MIME[container])
    return _MIME[container]


def id3_length(head: bytes) -> int:
    """How many bytes of ID3v2 tag stand before the real beginning; 0 for none."""
    if len(head) < 10 or not head.startswith(b"ID3") or max(head[6:10]) > 0x7F:
        return 0
    size = 0
    for byte in head[6:10]:
        size = size << 7 | byte
    return size + 10


def sniff(head: bytes) -> Sniffed:
    """What the first bytes claim (those behind an ID3 tag, where there is one).

    Raises:
        InvalidFileError: Nothing that may come in; the reason tells what it is.
    """
    for magic, opener in _IMAGES:
        if head.startswith(magic):
            return _image(opener)
    found = _boxes(head) or _riff(head) or _ebml(head) or _elementary(head)
    if found is None:
        raise refusal(head)
    return found


def _boxes(head: bytes) -> Sniffed | None:
    name = head[4:8]
    if name in _MOVIE_BOXES:
        return _stream("mov", "mp4")
    if name != b"ftyp":
        return None
    size = min(int.from_bytes(head[:4]), len(head))
    major = head[8:12]
    brands = {major, *(head[at : at + 4] for at in range(16, size, 4))}
    if major in _AVIF_BRANDS | _HEIF_BRANDS:
        return _image("AVIF" if brands & _AVIF_BRANDS else "HEIF")
    if major in _M4A_BRANDS:
        return _stream("mov", "m4a")
    return _stream("mov", "mov" if major == b"qt  " else "mp4")


def _riff(head: bytes) -> Sniffed | None:
    if head[:4] == b"RF64" and head[8:12] == b"WAVE":
        return _stream("wav")
    if head[:4] != b"RIFF":
        return None
    if head[8:12] == b"WEBP":
        return _image("WEBP")
    return {b"AVI ": _stream("avi"), b"WAVE": _stream("wav")}.get(head[8:12])


def _ebml(head: bytes) -> Sniffed | None:
    if not head.startswith(b"\x1a\x45\xdf\xa3"):
        return None
    return _stream("matroska", "webm" if b"webm" in head[:64] else "matroska")


def _elementary(head: bytes) -> Sniffed | None:
    for magic, opener in ((b"FLV\x01", "flv"), (b"OggS", "ogg"), (b"fLaC", "flac")):
        if head.startswith(magic):
            return _stream(opener)
    if len(head) > 2 * _TS_PACKET and set(head[: 3 * _TS_PACKET : _TS_PACKET]) == {
        0x47
    }:
        return _stream("mpegts")
    if len(head) > 3 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        layer = _LAYERS.get(head[1] >> 1 & 3)
        return _stream(layer) if layer else None
    return None
