"""How long an HLS stream is, and whether it ends, where its extractor doesn't tell.

One look at one of its lists: without it there is no size to choose by, and of a live
stream yt-dlp would fetch the last seconds and call them a video.
"""

from __future__ import annotations

import re
from typing import Any, Final

import yt_dlp
from yt_dlp.networking import Request
from yt_dlp.networking.exceptions import RequestError
from yt_dlp.utils import determine_protocol

from bossbot.errors import InvalidFileError

LONGEST: Final = 4 * 1024 * 1024
"""Bytes of a list that are looked at; a day of 2 s segments has about so many."""

_SECONDS: Final = re.compile(r"^#EXTINF:\s*(\d{1,9}(?:\.\d{1,9})?)", re.MULTILINE)
_OVER: Final = ("#EXT-X-ENDLIST", "#EXT-X-PLAYLIST-TYPE:VOD")


def measure(ydl: yt_dlp.YoutubeDL, info: dict[str, Any]) -> None:
    """Note the `duration` of a stream that doesn't tell any.

    Args:
        ydl: Asks the site.
        info: What an extractor found of one video; changed in place.

    Raises:
        InvalidFileError: It is live.
    """
    if info.get("duration"):
        return
    for one in info.get("formats") or [info]:
        if one.get("has_drm") or not one.get("url"):
            continue
        if determine_protocol(one) != "m3u8_native":
            continue
        text = _list(ydl, one)
        if "#EXT-X-TARGETDURATION" not in text:
            return
        if _may_be_live(info) and not any(mark in text for mark in _OVER):
            raise InvalidFileError(reason="live")
        info["duration"] = sum(map(float, _SECONDS.findall(text))) or None
        return


def _may_be_live(info: dict[str, Any]) -> bool:
    return info.get("is_live") is None and info.get("live_status") is None


def _list(ydl: yt_dlp.YoutubeDL, one: dict[str, Any]) -> str:
    """The text; empty where it can't be had: fetching it will tell why."""
    request = Request(one["url"], headers=one.get("http_headers") or {})
    try:
        # Past the session's own `urlopen`: a refusal here is not the error yet.
        with yt_dlp.YoutubeDL.urlopen(ydl, request) as answer:
            return str(answer.read(LONGEST).decode(errors="replace"))
    except (RequestError, OSError):
        return ""
