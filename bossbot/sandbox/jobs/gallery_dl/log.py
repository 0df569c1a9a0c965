"""Why gallery-dl's downloader gave a file up: it tells in a log line only."""

from __future__ import annotations

import logging

from bossbot.sandbox.jobs.gallery_dl.album import Album


class Listener(logging.Handler):
    """Hears the downloader's warnings while used as a context manager."""

    def __init__(self, album: Album) -> None:
        super().__init__(logging.WARNING)
        self._album = album
        self._logger = logging.getLogger("downloader.http")

    def __enter__(self) -> None:
        self._logger.addHandler(self)

    def __exit__(self, *_error: object) -> None:
        self._logger.removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Take a line of the log."""
        self._album.complain(record.getMessage())
