"""gallery-dl's download job with its errors brought to light.

Its own `run` logs every error and returns a number; its downloader tells why a file
is missing in a log line only. Here both are collected.
"""

from __future__ import annotations

from functools import partial
from typing import Any, Final, Self

from gallery_dl import exception
from gallery_dl.job import DownloadJob

from bossbot.errors import InvalidFileError, RateLimitedError, UnsupportedUrlError
from bossbot.sandbox.jobs.fetching.metadata import description_of
from bossbot.sandbox.jobs.gallery_dl import instagram, twitter
from bossbot.sandbox.jobs.gallery_dl.album import (
    ENDS_ALL,
    Album,
    Complaint,
    acceptable,
)
from bossbot.sandbox.jobs.gallery_dl.bluesky import stream_of
from bossbot.sandbox.jobs.gallery_dl.choice import (
    is_last,
    is_manifest,
    is_mute,
    is_still,
)
from bossbot.sandbox.jobs.gallery_dl.config import FILENAME
from bossbot.sandbox.jobs.gallery_dl.extractors import find
from bossbot.sandbox.jobs.gallery_dl.log import Listener
from bossbot.sandbox.jobs.gallery_dl.names import Names, extension_of
from bossbot.sandbox.jobs.gallery_dl.streams import PREFIX, Streams
from bossbot.sandbox.jobs.gallery_dl.watch import ALL_LEVELS, Watch

_HTTP: Final = ("http://", "https://")


class Session(DownloadJob):  # type: ignore[misc]
    """One run of one extractor."""

    def __init__(
        self, extr: Any, parent: Self | None = None, album: Album | None = None
    ) -> None:
        self.album: Album = album or parent.album  # type: ignore[union-attr]
        self.watch: Watch = parent.watch if parent else Watch(self.album)
        self.streams: Streams = parent.streams if parent else Streams(self.album)
        super().__init__(extr, parent)
        self.out = self.album.output
        self._names = Names(extr)
        self.watch.over(extr)
        if self.album.params.cookies:
            fill = self.album.fill
            extr._init_cookies = lambda: fill(extr.cookies)  # noqa: SLF001 (no public way)

    def run(self) -> int:
        """Fetch everything the extractor finds, and raise what it raises."""
        self._init()
        self.watch.hear(self.extractor)
        for site in (twitter, instagram):
            site.adapt(self.extractor, self.album)
        try:
            self.dispatch(self.extractor)
        except exception.AbortExtraction:
            raise
        except exception.StopExtraction as stop:
            if stop.depth > 1:
                stop.depth -= 1
                raise
        finally:
            if self.extractor.finalize is not None:
                self.extractor.finalize(self.status)
        return 0

    def handle_directory(self, kwdict: dict[str, Any]) -> None:
        """Note what the site says of the post."""
        self.album.note(kwdict)
        super().handle_directory(kwdict)

    def handle_url(self, url: str, kwdict: dict[str, Any]) -> None:
        """Fetch one file, or note why not."""
        wanted = self.album.params.format
        url = stream_of(self.extractor, kwdict) or url
        if url.startswith(PREFIX) or is_manifest(kwdict):
            self.streams.note(url, kwdict)
        elif wanted == "audio" and is_mute(kwdict):
            self.album.skip(InvalidFileError(reason="no_sound"))
        elif wanted == "video" and is_still(kwdict):
            self.album.stills.append(partial(self._fetch, url, dict(kwdict)))
        elif url.startswith(_HTTP):
            self._fetch(url, kwdict)
        if self.album.full or is_last(self.extractor, kwdict):
            raise exception.StopExtraction(ALL_LEVELS)

    def handle_queue(self, url: str, kwdict: dict[str, Any]) -> None:
        """Follow a link to another extractor; its failure is not the album's."""
        if not url.startswith(_HTTP):
            return
        if "_extractor" not in kwdict and not acceptable(find(url)):
            self.album.skip(UnsupportedUrlError())
            return
        try:
            super().handle_queue(url, kwdict)
        except exception.StopExtraction:
            raise
        except Exception as error:
            if isinstance(error, ENDS_ALL):
                raise
            self.album.skip(error)

    def download(self, url: str) -> bool:
        """Fetch one URL; unlike the original, an `OSError` is told and not logged.

        Raises:
            RateLimitedError: No other URL of the file may be tried.
        """
        downloader = self.get_downloader(url.partition(":")[0])
        before = self.album.answer
        done = bool(downloader and downloader.download(url, self.pathfmt))
        refused = self.album.answer
        if (
            not done
            and refused is not None
            and refused is not before
            and refused.limits
        ):
            raise RateLimitedError(retry_after=refused.wait)
        return done

    def _fetch(self, url: str, kwdict: dict[str, Any]) -> None:
        output = self.album.output
        kwdict["extension"] = extension_of(kwdict)
        kwdict[FILENAME] = self._names.of(url, kwdict)
        output.expect(
            str(kwdict.get("filename") or ""),
            kwdict.get("count"),
            description=description_of(kwdict),
        )
        self.album.complaint = None
        before = len(output.files)
        with Listener(self.album):
            try:
                super().handle_url(url, kwdict)
            except exception.ControlException:
                raise
            except Exception as error:  # noqa: BLE001 (one file, not the album)
                self.album.complaint = error
        if len(output.files) == before and not output.repeated:
            self.album.skip(self.album.complaint or Complaint("no media"))
