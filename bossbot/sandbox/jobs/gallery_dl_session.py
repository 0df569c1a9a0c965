"""gallery-dl's download job with its errors brought to light.

Its own `run` logs every error and returns a number; its downloader tells why a file
is missing in a log line only. Here both are collected.
"""

from __future__ import annotations

import hashlib
import io
import logging
import time
from typing import Any, Final

from gallery_dl import exception, formatter, util
from gallery_dl.job import DownloadJob

from bossbot.errors import (
    BossBotError,
    FileTooLargeError,
    RateLimitedError,
    UnsupportedUrlError,
)
from bossbot.sandbox.jobs.fetch_errors import Answer
from bossbot.sandbox.jobs.fetch_params import safe_extension
from bossbot.sandbox.jobs.gallery_dl_album import ENDS_ALL, Album, acceptable
from bossbot.sandbox.jobs.gallery_dl_config import FILENAME
from bossbot.sandbox.jobs.gallery_dl_extractors import find
from bossbot.sandbox.jobs.retry_after import retry_after

_ALL_LEVELS: Final = 99
_HTTP: Final = ("http://", "https://")


class Complaint(Exception):
    """What gallery-dl said in its log instead of raising it."""


class Session(DownloadJob):  # type: ignore[misc]
    """One run of one extractor."""

    def __init__(self, extr: Any, parent: Any = None, album: Album | None = None):
        self.album: Album = album or parent.album
        super().__init__(extr, parent)
        self.out = self.album.output
        self._complaint: BaseException | None = None
        self._archive_name: Any = None
        extr.wait = self._refuse_to_wait
        if self.album.params.cookies:
            extr._init_cookies = self._load_cookies  # noqa: SLF001 (no public way)

    def run(self) -> int:
        """Fetch everything the extractor finds, and raise what it raises."""
        self._init()
        session = self.extractor.session
        if self._look_at not in session.hooks["response"]:
            session.hooks["response"].append(self._look_at)
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
        if self.album.keywords is None:
            self.album.keywords = dict(kwdict)
        super().handle_directory(kwdict)

    def handle_url(self, url: str, kwdict: dict[str, Any]) -> None:
        """Fetch one file, or note why not."""
        output = self.album.output
        if output.full:
            raise exception.StopExtraction(_ALL_LEVELS)
        if not url.startswith(_HTTP):
            if url.startswith("ytdl:"):
                self.album.skip(UnsupportedUrlError(reason="stream"))
            return
        kwdict["extension"] = _extension(kwdict)
        kwdict[FILENAME] = self._name(url, kwdict)
        output.expect(str(kwdict.get("filename") or ""), kwdict.get("count"))
        self._complaint = None
        before = len(output.files)
        with _Listener(self):
            try:
                super().handle_url(url, kwdict)
            except exception.ControlException:
                raise
            except Exception as error:  # noqa: BLE001 (one file, not the album)
                self._complaint = error
        if len(output.files) == before and not output.repeated:
            self.album.skip(self._complaint or Complaint("no media"))

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
        """Fetch one URL; unlike the original, an `OSError` is told and not logged."""
        downloader = self.get_downloader(url.partition(":")[0])
        return bool(downloader and downloader.download(url, self.pathfmt))

    def complain(self, text: str) -> None:
        """Remember the last thing the downloader said, unless we know better."""
        if not isinstance(self._complaint, BossBotError):
            self._complaint = Complaint(text)

    def _name(self, url: str, kwdict: dict[str, Any]) -> str:
        """A name made of what identifies the file, the same in every attempt."""
        if self._archive_name is None:
            self._archive_name = formatter.parse(self.extractor.archive_fmt).format_map
        try:
            identity = self._archive_name(kwdict) or url
        except (LookupError, TypeError, ValueError, AttributeError):
            identity = url
        key = f"{self.extractor.category} {identity}"
        return hashlib.sha256(key.encode(errors="replace")).hexdigest()[:20]

    def _look_at(self, response: Any, **_how: Any) -> None:
        """Note a refusal with its headers, and refuse what is too large."""
        if response.status_code >= 400:
            headers = dict(response.headers)
            self.album.answer = Answer(status=response.status_code, headers=headers)
        size = int(response.headers.get("Content-Length") or 0)
        if size > self.album.params.max_bytes:
            response.close()
            most = self.album.params.max_bytes
            self._complaint = FileTooLargeError.of(size=size, limit=most)
            raise self._complaint

    def _refuse_to_wait(
        self, seconds: Any = None, until: Any = None, **_how: Any
    ) -> None:
        """Raise instead of sleeping for minutes: the queue waits better than we do."""
        answer = self.album.answer
        wait = retry_after(answer.headers) if answer is not None else None
        if wait is None and until is not None:
            instant = until.timestamp() if hasattr(until, "timestamp") else until
            wait = float(instant) - time.time()
        raise RateLimitedError(retry_after=max(wait or float(seconds or 0), 1.0))

    def _load_cookies(self) -> None:
        jar = self.extractor.cookies
        for cookie in util.cookiestxt_load(io.StringIO(self.album.params.cookies)):
            jar.set_cookie(cookie)


class _Listener(logging.Handler):
    """Hears why the downloader gave a file up."""

    def __init__(self, session: Session) -> None:
        super().__init__(logging.WARNING)
        self._session = session
        self._logger = logging.getLogger("downloader.http")

    def __enter__(self) -> None:
        self._logger.addHandler(self)

    def __exit__(self, *_error: object) -> None:
        self._logger.removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Take a line of the log."""
        self._session.complain(record.getMessage())


def _extension(kwdict: dict[str, Any]) -> str:
    extension = kwdict.get("extension")
    return safe_extension(extension) if extension else ""
