"""yt-dlp with the decisions taken from it: names, formats, live streams, failures."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yt_dlp
from yt_dlp.downloader import get_suitable_downloader
from yt_dlp.downloader.dash import DashSegmentsFD
from yt_dlp.downloader.hls import HlsFD
from yt_dlp.downloader.http import HttpFD
from yt_dlp.networking.exceptions import HTTPError
from yt_dlp.utils import DownloadCancelled

from bossbot.errors import (
    BossBotError,
    DiskFullError,
    FileTooLargeError,
    InvalidFileError,
    NetworkError,
    RateLimitedError,
    UnsupportedUrlError,
)
from bossbot.sandbox.channel import Channel
from bossbot.sandbox.jobs.fetch_errors import Answer, classify
from bossbot.sandbox.jobs.fetch_params import FetchParams, safe_extension
from bossbot.sandbox.jobs.formats import choose
from bossbot.sandbox.jobs.profiles import most_files
from bossbot.sandbox.jobs.ytdlp_options import extractors, options

_LIVE: Final = frozenset({"is_live", "is_upcoming"})
_OWN_DOWNLOADERS: Final = frozenset({HttpFD, HlsFD, DashSegmentsFD})
_ENDS_ALL: Final = (DiskFullError, RateLimitedError)
"""What the next file of a playlist would only run into as well."""


@dataclass(slots=True)
class Video:
    """One video of the page: what the site says of it, and the files it came in."""

    info: dict[str, Any]
    parts: int = 1
    paths: list[Path] = field(default_factory=list)

    def check(self) -> None:
        """Raise a `NetworkError` if a part is missing that nobody complained about."""
        if len(self.paths) < self.parts:
            raise NetworkError(reason="incomplete")


class Session(yt_dlp.YoutubeDL):  # type: ignore[misc]
    """One run of yt-dlp; collects the videos, and why single ones are missing."""

    def __init__(self, params: FetchParams, directory: Path, channel: Channel) -> None:
        self.job = params
        self.directory = directory
        self.channel = channel
        self.videos: list[Video] = []
        self.skipped: list[BossBotError] = []
        self.expected = 1
        self.max_files = params.max_files
        self.full = False
        self._answer: Answer | None = None
        super().__init__(
            {
                **options(params),
                "format": self._select,
                "progress_hooks": [self._progress],
            }
        )

    def classified(self, error: BaseException) -> BossBotError:
        """The error in this project's words."""
        return classify(
            error,
            platform=self.job.platform,
            host=self.job.host,
            answer=self._answer,
        )

    def add_default_info_extractors(self) -> None:
        """Know all extractors without going through them: 42 ms otherwise."""
        self._ies = dict(extractors())

    def urlopen(self, request: Any) -> Any:
        """Open a URL, and remember a refusal: some errors lose theirs on the way."""
        try:
            return super().urlopen(request)
        except HTTPError as error:
            headers = dict(error.response.headers)
            self._answer = Answer(status=error.status, headers=headers)
            raise

    def process_ie_result(
        self, ie_result: Any, download: bool = True, extra_info: Any = None
    ) -> Any:
        """Process what an extractor found; one bad entry does not end a playlist."""
        if ie_result.get("_type") == "playlist":
            key = str(ie_result.get("extractor_key"))
            self.max_files = most_files(key, self.job.url, self.max_files)
        if not (extra_info or {}).get("playlist_index"):
            return super().process_ie_result(ie_result, download, extra_info)
        self.expected = min(extra_info.get("n_entries") or 1, self.max_files)
        try:
            return super().process_ie_result(ie_result, download, extra_info)
        except DownloadCancelled:
            raise
        except Exception as error:
            classified = self.classified(error)
            if self.full or isinstance(classified, _ENDS_ALL):
                raise classified from error
            self.skipped.append(classified)
            return None

    def process_video_result(self, info_dict: Any, download: bool = True) -> Any:
        """Process one video, unless it is live or one too many."""
        if info_dict.get("is_live") or info_dict.get("live_status") in _LIVE:
            raise InvalidFileError(reason="live")
        if len(self.videos) >= self.max_files:
            raise DownloadCancelled
        self.videos.append(Video(info=info_dict))
        try:
            result = super().process_video_result(info_dict, download)
            self.videos[-1].check()
        except BaseException:
            self.videos.pop()
            raise
        return result

    def process_info(self, info_dict: Any) -> None:
        """Fetch one format into one file, in this process or not at all."""
        if get_suitable_downloader(info_dict, self.params) not in _OWN_DOWNLOADERS:
            raise UnsupportedUrlError(reason="protocol")
        super().process_info(info_dict)
        path = Path(info_dict.get("filepath") or "")
        if path.is_file():
            self.videos[-1].paths.append(path)

    def prepare_filename(
        self, info_dict: Any, dir_type: str = "", **_how: Any
    ) -> str | None:
        """A name made of nothing the site says, the same in every attempt."""
        if dir_type not in ("", "temp"):
            return ""
        parts = [info_dict.get(key) for key in ("extractor_key", "id", "format_id")]
        digest = hashlib.sha256(repr(parts).encode()).hexdigest()[:20]
        return str(self.directory / f"{digest}.{safe_extension(info_dict.get('ext'))}")

    def _select(self, context: dict[str, Any]) -> Iterator[dict[str, Any]]:
        chosen = choose(
            context["formats"],
            wanted=self.job.format,
            fit_bytes=self.job.fit_bytes,
            max_bytes=self.job.max_bytes,
            duration=self.videos[-1].info.get("duration"),
        )
        self.videos[-1].parts = len(chosen)
        yield from map(dict, chosen)

    def _check(self, size: int) -> None:
        """Refuse what is too much together with the files before."""
        before = sum(path.stat().st_size for one in self.videos for path in one.paths)
        if before + size > self.job.max_bytes:
            self.full = True
            raise FileTooLargeError.of(size=before + size, limit=self.job.max_bytes)

    def _progress(self, status: dict[str, Any]) -> None:
        done = status.get("downloaded_bytes") or 0
        total = status.get("total_bytes")
        self._check(max(done, total or 0))
        number = len(self.videos)
        self.channel.progress(
            done=done,
            total=total or _whole(status.get("total_bytes_estimate")),
            speed=status.get("speed"),
            name=str(self.videos[-1].info.get("title") or "")[:200] or None,
            file_number=number,
            file_count=max(self.expected, number),
        )


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)
