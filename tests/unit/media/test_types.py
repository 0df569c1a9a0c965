"""Types are told by content: what may come in, and who is to open it."""

from __future__ import annotations

import pytest

from bossbot.errors import InvalidFileError
from bossbot.media.types import id3_length, mime_type, sniff

pytestmark = pytest.mark.unit


def box(brand: bytes, *compatible: bytes) -> bytes:
    """The first box of a file in the ISO base media format."""
    body = b"ftyp" + brand + bytes(4) + b"".join(compatible)
    return (len(body) + 4).to_bytes(4) + body


ACCEPTED = [
    (b"\xff\xd8\xff\xe0", "JPEG", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "PNG", "png"),
    (b"GIF89a", "GIF", "gif"),
    (b"BM\x00", "BMP", "bmp"),
    (b"II*\x00", "TIFF", "tiff"),
    (b"MM\x00*", "TIFF", "tiff"),
    (b"RIFF\x00\x00\x00\x00WEBP", "WEBP", "webp"),
    (box(b"heic"), "HEIF", "heif"),
    (box(b"mif1", b"avif"), "AVIF", "avif"),
    (box(b"mif1", b"heic"), "HEIF", "heif"),
    (box(b"avis"), "AVIF", "avif"),
    (box(b"isom"), "mov", "mp4"),
    (box(b"qt  "), "mov", "mov"),
    (box(b"M4A "), "mov", "m4a"),
    (b"\x00\x00\x00\x08moov", "mov", "mp4"),
    (b"\x1a\x45\xdf\xa3\x01\x42\x82\x84webm", "matroska", "webm"),
    (b"\x1a\x45\xdf\xa3\x01\x42\x82\x88matroska", "matroska", "matroska"),
    (b"FLV\x01", "flv", "flv"),
    (b"RIFF\x00\x00\x00\x00AVI ", "avi", "avi"),
    (b"RIFF\x00\x00\x00\x00WAVE", "wav", "wav"),
    ((b"\x47" + bytes(187)) * 3, "mpegts", "mpegts"),
    (b"OggS", "ogg", "ogg"),
    (b"fLaC", "flac", "flac"),
    (b"\xff\xfb\x90\x00", "mp3", "mp3"),
    (b"\xff\xf1\x50\x80", "aac", "aac"),
]


@pytest.mark.parametrize(("head", "opener", "container"), ACCEPTED)
def test_accepted_types(head: bytes, opener: str, container: str) -> None:
    """Every input type of the specification has its one opener."""
    found = sniff(head)
    assert (found.opener, found.container) == (opener, container)
    assert found.family == ("image" if opener.isupper() else "stream")


REFUSED = [
    (b"", "empty"),
    (b"\xef\xbb\xbf  <!DOCTYPE html>", "web_page"),
    (b"<?xml version='1.0'?><!-- x --><svg>", "vector_image"),
    (b"<svg><html>", "vector_image"),
    (b"#EXTM3U\n", "playlist"),
    (b"ffconcat version 1.0", "playlist"),
    (b"file '/etc/passwd'", "playlist"),
    (b"<?xml version='1.0'?><MPD>", "playlist"),
    (b"v=0\no=- 0 0", "playlist"),
    (b"PK\x03\x04", "archive"),
    (bytes(257) + b"ustar", "archive"),
    (b"\x1f\x8b\x08", "archive"),
    (b"MZ\x90", "executable"),
    (b"#!/bin/sh", "executable"),
    (b"%PDF-1.4", "document"),
    (b"hello", "text"),
    (b"\x00\x01\x02", "unsupported_type"),
    (b"\xff\xfd\x90\x00", "unsupported_type"),  # MPEG audio layer II
    (b"RIFF\x00\x00\x00\x00ACON", "unsupported_type"),
    (b"\xff\x0a", "unsupported_type"),  # JPEG XL
]


@pytest.mark.parametrize(("head", "reason"), REFUSED)
def test_refused_types(head: bytes, reason: str) -> None:
    """Everything else is refused with a word of the closed set."""
    with pytest.raises(InvalidFileError) as raised:
        sniff(head)
    assert raised.value.data == {"reason": reason}


def test_the_length_of_an_id3_tag() -> None:
    """Its size is in seven bits a byte and does not count its own ten."""
    assert id3_length(b"ID3\x04\x00\x00\x00\x00\x02\x01" + bytes(20)) == 257 + 10
    assert id3_length(b"ID3\x04\x00\x00\x00\x00\xff\x01") == 0
    assert id3_length(b"\xff\xfb\x90\x00") == 0


def test_the_same_container_may_hold_sound_alone() -> None:
    """An MP4 without picture is audio/mp4."""
    assert mime_type("mp4", "video") == "video/mp4"
    assert mime_type("mp4", "audio") == "audio/mp4"
    assert mime_type("mp3", "audio") == "audio/mpeg"
