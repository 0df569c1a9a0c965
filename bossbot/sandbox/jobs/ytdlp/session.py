"""yt-dlp with the decisions taken from it: lists, live streams, retries, failures."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from yt_dlp.networking.exceptions import HTTPError
from yt_dlp.utils import DownloadCancelled

from bossbot.errors import DiskFullError, InvalidFileError, RateLimitedError
from bossbot.sandbox.channel import Channel
from bossbot.sandbox.jobs.fetching.params import FetchParams
from bossbot.sandbox.jobs.fetching.profiles import key_of, most_files
from bossbot.sandbox.jobs.ytdlp.errors import Errors
from bossbot.sandbox.jobs.ytdlp.files import Files
from bossbot.sandbox.jobs.ytdlp.formats import Selector
from bossbot.sandbox.jobs.ytdlp.javascript import Javascript
from bossbot.sandbox.jobs.ytdlp.options import extractors, options
from bossbot.sandbox.jobs.ytdlp.playlists import measure
from bossbot.sandbox.jobs.ytdlp.videos import Video, Videos

_LIVE: Final = frozenset({"is_live", "is_upcoming"})
_ENDS_ALL: Final = (DiskFullError, RateLimitedError)
"""What the next file of a playlist would only run into as well."""
_PATIENCE: Final = 150
"""After so many links in a row without a file nothing more is asked: a list may lead
to lists, and these to more of them, for ever."""


class Session(Files):
    """One run of yt-dlp."""

    def __init__(self, params: FetchParams, directory: Path, channel: Channel) -> None:
        self.job = params
        videos = Videos(
            channel=channel, max_files=params.max_files, max_bytes=params.max_bytes
        )
        self.errors = Errors(params)
        self._asked, self._files = 0, 0
        self.javascript = Javascript(params)
        super().__init__(
            {
                **options(params),
                "logger": self.errors,
                "format": Selector(params, videos),
                "progress_hooks": [videos.progress],
            },
            directory=directory,
            videos=videos,
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
        self._asked = self._asked + 1 if before == self._files else 1
        self._files = before
        if self._asked > _PATIENCE:
            raise DownloadCancelled
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
            key = key_of(ie_result)
            videos.max_files = most_files(key, self.job.url, videos.max_files)
        if not (extra_info or {}).get("playlist_index"):
            return super().process_ie_result(ie_result, download, extra_info)
        if videos.enough:
            raise DownloadCancelled
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
        measure(self, info_dict)
        self.videos.found.append(Video(info=info_dict))
        try:
            result = super().process_video_result(info_dict, download)
            self.videos.current.check()
        except BaseException:
            self.videos.found.pop()
            raise
        return result
