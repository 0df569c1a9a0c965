"""An eye on everything that a site answers to gallery-dl, and a hand on its brakes."""

from __future__ import annotations

import time
from functools import partial
from typing import Any, Final

from gallery_dl import exception, util

from bossbot.errors import (
    FileTooLargeError,
    NetworkError,
    NotFoundError,
    RateLimitedError,
    UnknownError,
)
from bossbot.sandbox.jobs.failures.classify import Answer
from bossbot.sandbox.jobs.gallery_dl.album import Album, Complaint

ALL_LEVELS: Final = 99
"""The depth that ends a job with the jobs that started it."""
LONGEST_PAUSE: Final = 2.0
"""Seconds. gallery-dl spaces its requests by up to 20, so that a run of thousands
doesn't upset a site; a job makes a handful, and its slot is worth more."""
PATIENCE: Final = 30
"""After so many pages in a row without a file nothing more is asked."""

_REFUSED: Final = 400
_NOTICES: Final = frozenset({"https://i.imgur.com/removed.png"})
"""Pictures that come in the place of one that is gone."""
_REMAINING: Final = ("x-rate-limit-remaining", "x-ratelimit-remaining")


class Watch:
    """Looks at the answers of a job and its child jobs."""

    def __init__(self, album: Album) -> None:
        self._album = album
        self._pages = 0
        self._files = 0

    def over(self, extractor: Any) -> None:
        """Take an extractor's bad habits from it, before it makes its first request."""
        extractor.wait = self._refuse_to_wait
        extractor.sleep = _nap
        extractor.request = partial(self._request, extractor.request)

    def hear(self, extractor: Any) -> None:
        """Look at every answer from now on; one that only leads on gets none."""
        if extractor.session is None:
            return
        hooks = extractor.session.hooks["response"]
        if self._look_at not in hooks:
            hooks.append(self._look_at)

    def _request(self, request: Any, url: str, *how: Any, **more: Any) -> Any:
        """Raise where a request failed that only a refusal may be read into."""
        response = request(url, *how, **more)
        lenient = more.get("fatal", True) is not None
        if lenient or not isinstance(response, util.NullResponse):
            return response
        error = self._album.classified(Complaint(response.reason))
        raise NetworkError if isinstance(error, UnknownError) else error

    def _look_at(self, response: Any, *, stream: bool = False, **_how: Any) -> None:
        """Note a refusal with its headers, and refuse what is too much."""
        if response.status_code >= _REFUSED:
            headers = dict(response.headers)
            self._album.answer = Answer(status=response.status_code, headers=headers)
        else:
            for name in _REMAINING:
                # A good answer is dropped where few more are left to ask for.
                response.headers.pop(name, None)
        if response.url in _NOTICES:
            self._album.complaint = NotFoundError()
        told = response.headers.get("Content-Length") or ""
        size = int(told) if told.isascii() and told.isdigit() else 0
        if size > self._album.params.max_bytes:
            response.close()
            most = self._album.params.max_bytes
            self._album.complaint = FileTooLargeError.of(size=size, limit=most)
            raise self._album.complaint
        if not stream:
            self._count_a_page()

    def _count_a_page(self) -> None:
        files = len(self._album.output.files)
        self._pages = self._pages + 1 if files == self._files else 1
        self._files = files
        if self._pages > PATIENCE:
            raise exception.StopExtraction(ALL_LEVELS)

    def _refuse_to_wait(
        self, seconds: Any = None, until: Any = None, **_how: Any
    ) -> None:
        """Raise instead of sleeping for minutes: the queue waits better than we do."""
        refused = self._album.answer
        wait = refused.wait if refused is not None and refused.limits else None
        if wait is None and until is not None:
            instant = until.timestamp() if hasattr(until, "timestamp") else until
            wait = float(instant) - time.time()
        raise RateLimitedError(retry_after=max(wait or float(seconds or 0), 1.0))


def _nap(seconds: float, _reason: str = "") -> None:
    """Sleep, as far as a pause between two requests goes."""
    time.sleep(min(max(seconds, 0.0), LONGEST_PAUSE))
