"""Whether bytes are subtitles."""

from __future__ import annotations

import pytest

from bossbot.media.subtitles import LARGEST, are_subtitles

pytestmark = pytest.mark.unit

CUE = "00:00:01.000 --> 00:00:02.000 align:start\nA boat 🚢\n"


@pytest.mark.parametrize(
    "text",
    [
        f"WEBVTT\n\n{CUE}",
        f"WEBVTT Kind: captions; Language: en\n\nNOTE x\n\n1\n{CUE}",
        "WEBVTT\r\n\r\n01:02.000 --> 01:03.500\r\nHello\r\n",
        f"\ufeffWEBVTT\n\n{CUE}",
        "1\n00:00:01,000 --> 00:00:02,000\nA boat\n",
        "\ufeff\r\n1\r\n00:00:01,000 --> 00:00:02,000\r\nA boat\r\n",
    ],
)
def test_subtitles(text: str) -> None:
    """WebVTT and SubRip, as they are found."""
    assert are_subtitles(text.encode())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"WEBVTT\n",
        f"WEBVTTX\n\n{CUE}".encode(),
        f"<!doctype html>WEBVTT\n\n{CUE}".encode(),
        f"<pre>\n1\n{CUE}</pre>".encode(),
        f"{{}}\n{CUE}".encode(),
        f"WEBVTT\n\n{CUE}\x00".encode(),
        f"WEBVTT\n\n{CUE}\x1b[2J".encode(),
        f"WEBVTT\n\n{CUE}".encode("utf-16"),
        f"WEBVTT\n\n{CUE}Grüße".encode("latin-1", "replace"),
        f"WEBVTT\n\n{CUE}".encode() + b"x" * LARGEST,
        b"\x89PNG\r\n\x1a\n",
    ],
)
def test_none(data: bytes) -> None:
    """Pages, programs, other encodings, and too much of it."""
    assert not are_subtitles(data)
