"""A video's subtitles are fetched without holding anything up.

Nobody waits for them and nobody misses them: they come after the media, within
seconds, and what can't be had is left out.
"""

from __future__ import annotations

import hashlib
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from yt_dlp import YoutubeDL
from yt_dlp.downloader.hls import HlsFD
from yt_dlp.networking import Request

from bossbot.sandbox.jobs.ytdlp.subtitle_tracks import Track, wanted

LARGEST: Final = 1024 * 1024
PATIENCE: Final = 10.0
"""Seconds for all of them together."""

_STREAMS: Final = frozenset({"m3u8", "m3u8_native"})


class _TooLate(BaseException):
    """Not an `Exception`: yt-dlp would swallow one."""


def subtitles_of(
    session: YoutubeDL, info: Mapping[str, Any], directory: Path, *, seconds: float
) -> list[dict[str, Any]]:
    """Fetch them; each as `bossbot.models.Subtitles`, without its size.

    Args:
        session: yt-dlp, done with the video.
        info: Of the video, as yt-dlp left it.
        directory: Where they are put.
        seconds: When to give up, if that is earlier than usual.
    """
    found: list[dict[str, Any]] = []
    with suppress(_TooLate, Exception), _no_longer_than(min(seconds, PATIENCE)):
        for track in wanted(info):
            path = directory / _name(info, track)
            with suppress(Exception):  # the media is there; nothing else matters
                _fetch(session, info, track, path)
                said = {"language": track.language, "automatic": track.automatic}
                found.append({"path": path.name, **said})
    return found


def _name(info: Mapping[str, Any], track: Track) -> str:
    """A name made of nothing the site says, the same in every attempt."""
    parts = [info.get("extractor_key"), info.get("id"), track.language]
    digest = hashlib.sha256(repr(parts).encode(errors="replace")).hexdigest()[:20]
    return f"{digest}.{track.source['ext']}"


def _fetch(
    session: YoutubeDL, info: Mapping[str, Any], track: Track, path: Path
) -> None:
    headers = track.source.get("http_headers") or info.get("http_headers") or {}
    source = {**track.source, "id": info.get("id"), "http_headers": headers}
    if source.get("data") is not None:
        _write(path, str(source["data"]).encode())
        return
    request = Request(source["url"], headers=headers)
    if not request.url.startswith(("https://", "http://")):
        raise ValueError(request.url)
    if source.get("protocol") in _STREAMS:
        _stream(session, source, path)
        return
    with session.urlopen(request) as answer:
        _write(path, answer.read(LARGEST + 1))


def _write(path: Path, data: bytes) -> None:
    if len(data) > LARGEST:
        raise ValueError(len(data))
    path.write_bytes(data)


def _stream(session: YoutubeDL, source: dict[str, Any], path: Path) -> None:
    def hold(status: Mapping[str, Any]) -> None:
        if (status.get("downloaded_bytes") or 0) > LARGEST:
            raise ValueError(status)

    downloader = HlsFD(session, session.params)
    downloader.add_progress_hook(hold)
    downloader.download(str(path), source, subtitle=True)


@contextmanager
def _no_longer_than(seconds: float) -> Iterator[None]:
    """Interrupt whatever goes on, even a read that waits for a single byte."""

    def expire(_number: int, _frame: object) -> None:
        raise _TooLate

    before = signal.signal(signal.SIGALRM, expire)
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
