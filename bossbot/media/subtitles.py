"""Whether bytes are subtitles: plain text with times, in one of two forms."""

from __future__ import annotations

import re
from typing import Final

LARGEST: Final = 1024 * 1024
"""Bytes; a film has about a tenth."""

_TIME: Final = r"(?:\d{1,3}:)?\d\d:\d\d[.,]\d{1,3}"
_CUE: Final = re.compile(rf"^[ \t]*{_TIME}[ \t]+-->[ \t]+{_TIME}", re.MULTILINE)
_BEGINS: Final = re.compile(
    rf"WEBVTT(?:[ \t\n]|$)|\s*\d+[ \t]*\n[ \t]*{_TIME}[ \t]+-->"
)
_BINARY: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def are_subtitles(data: bytes) -> bool:
    """Whether it is WebVTT or SubRip, in UTF-8, with at least one line to be shown.

    A page that says there is nothing here is neither, whatever its file is called.
    """
    if len(data) > LARGEST:
        return False
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        return False
    return (
        _BEGINS.match(text) is not None
        and _BINARY.search(text) is None
        and _CUE.search(text) is not None
    )
