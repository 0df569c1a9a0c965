"""yt-dlp with the decisions taken from it: names, live streams, waiting, failures."""

from __future__ import annotations

import hashlib
import time
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
    DiskFullError,
    InvalidFileError,
    RateLimitedError,
    UnsupportedUrlError,
)
from bossbot.sandbox.channel import Channel
from bossbot.sandbox.jobs.fetch_params import FetchParams, safe_extension
from bossbot.sandbox.jobs.profiles import most_files
from bossbot.sandbox.jobs.ytdlp_errors import Errors
from bossbot.sandbox.jobs.ytdlp_formats import Selector
from bossbot.sandbox.jobs.ytdlp_javascript import Javascript
from bossbot.sandbox.jobs.ytdlp_options import LONGEST_WAIT, extractors, options
from bossbot.sandbox.jobs.ytdlp_videos import Video, Videos

_LIVE: Final = frozenset({"is_live", "is_upcoming"})
_OWN_DOWNLOADERS: Final = frozenset({HttpFD, HlsFD, DashSegmentsFD})
_ENDS_ALL: Final = (DiskFullError, RateLimitedError)
"""What the next file of a playlist would only run into as well."""


class Session(yt_dlp.YoutubeDL):  # type: ignore[misc]
    """One run of yt-dlp."""

    def __init__(self, params: FetchParams, directory: Path, channel: Channel) -> None:
        self.job = params
        self.directory = directory
        self.videos = Videos(
            channel=channel, max_files=params.max_files, max_bytes=params.max_bytes
        )
        self.errors = Errors(params)
        self.javascript = Javascript(params)
        super().__init__(
            {
                **options(params),
                "logger": self.errors,
                "format": Selector(params, self.videos),
                "progress_hooks": [self.videos.progress],
            }
        )

    def add_default_info_extractors(self) -> None:
        """Know all extractors without going through them: 42 ms otherwise."""
        self._ies = dict(extractors())

    @property
    def _js_runtimes(self) -> dict[str, Any]:
        return self.javascript.runtimes

    def extract_info(self, url: str, *how: Any, **more: Any) -> Any:
        """Find and fetch what is at a URL; if need be, once more with JavaScript."""
        before = len(self.videos.found)
        try:
            return super().extract_info(url, *how, **more)
        except DownloadCancelled:
            raise
        except Exception as error:
            explained = self.errors.explain(error)
            if len(self.videos.found) > before or not self.javascript.cures(explained):
                raise
        self.javascript.allow()
        self.errors.forget()
        return super().extract_info(url, *how, **more)

    def urlopen(self, request: Any) -> Any:
        """Open a URL, and remember a refusal."""
        try:
            return super().urlopen(request)
        except HTTPError as error:
            self.errors.note(error)
            raise

    def process_ie_result(
        self, ie_result: Any, download: bool = True, extra_info: Any = None
    ) -> Any:
        """Process what an extractor found; one bad entry does not end a playlist."""
        videos = self.videos
        if ie_result.get("_type") == "playlist":
            key = str(ie_result.get("extractor_key"))
            videos.max_files = most_files(key, self.job.url, videos.max_files)
        if not (extra_info or {}).get("playlist_index"):
            return super().process_ie_result(ie_result, download, extra_info)
        videos.expect(extra_info.get("n_entries"))
        self.errors.forget()
        try:
            return super().process_ie_result(ie_result, download, extra_info)
        except DownloadCancelled:
            raise
        except Exception as error:
            explained = self.errors.explain(error)
            if videos.full or isinstance(explained, _ENDS_ALL):
                raise explained from error
            videos.skipped.append(explained)
            return None

    def process_video_result(self, info_dict: Any, download: bool = True) -> Any:
        """Process one video, unless it is live or one too many."""
        if info_dict.get("is_live") or info_dict.get("live_status") in _LIVE:
            raise InvalidFileError(reason="live")
        if self.videos.enough:
            raise DownloadCancelled
        self.videos.found.append(Video(info=info_dict))
        try:
            result = super().process_video_result(info_dict, download)
            self.videos.current.check()
        except BaseException:
            self.videos.found.pop()
            raise
        return result

    def process_info(self, info_dict: Any) -> None:
        """Fetch one format into one file, in this process or not at all."""
        if get_suitable_downloader(info_dict, self.params) not in _OWN_DOWNLOADERS:
            raise UnsupportedUrlError(reason="protocol")
        if ready := info_dict.get("available_at"):
            # yt-dlp sleeps until then: as long as the advertisements would take.
            info_dict["available_at"] = min(ready, time.time() + LONGEST_WAIT)
        super().process_info(info_dict)
        path = Path(info_dict.get("filepath") or "")
        if path.is_file():
            self.videos.current.paths.append(path)

    def prepare_filename(
        self, info_dict: Any, dir_type: str = "", **_how: Any
    ) -> str | None:
        """A name made of nothing the site says, the same in every attempt."""
        if dir_type not in ("", "temp"):
            return ""
        parts = [info_dict.get(key) for key in ("extractor_key", "id", "format_id")]
        digest = hashlib.sha256(repr(parts).encode()).hexdigest()[:20]
        return str(self.directory / f"{digest}.{safe_extension(info_dict.get('ext'))}")
