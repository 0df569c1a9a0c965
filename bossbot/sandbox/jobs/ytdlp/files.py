"""One format becomes one file, in this process or not at all, and under our name."""

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

from bossbot.errors import UnsupportedUrlError
from bossbot.sandbox.jobs.fetching.params import safe_extension
from bossbot.sandbox.jobs.ytdlp.options import FRAGMENT_RETRIES, LONGEST_WAIT
from bossbot.sandbox.jobs.ytdlp.patience import unlimited
from bossbot.sandbox.jobs.ytdlp.videos import Videos

_OWN_DOWNLOADERS: Final = frozenset({HttpFD, HlsFD, DashSegmentsFD})


class Files(yt_dlp.YoutubeDL):  # type: ignore[misc]
    """The part of yt-dlp that fetches what was chosen."""

    def __init__(
        self, params: dict[str, Any], *, directory: Path, videos: Videos
    ) -> None:
        self.directory = directory
        self.videos = videos
        super().__init__(params)

    def process_info(self, info_dict: Any) -> None:
        """Fetch one format."""
        downloader = get_suitable_downloader(info_dict, self.params)
        if downloader not in _OWN_DOWNLOADERS:
            raise UnsupportedUrlError(reason="protocol")
        # Of each fragment, which is an HTTP download of its own.
        self.params["retries"] = 0 if downloader is HttpFD else FRAGMENT_RETRIES
        if ready := info_dict.get("available_at"):
            # yt-dlp sleeps until then: as long as the advertisements would take.
            info_dict["available_at"] = min(ready, time.time() + LONGEST_WAIT)
        with unlimited():
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
