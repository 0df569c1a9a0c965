"""Refusals that yt-dlp goes on after, and what its errors mean in their light."""

from __future__ import annotations

from typing import Final

from yt_dlp.networking.exceptions import HTTPError

from bossbot.errors import (
    BossBotError,
    RateLimitedError,
    UnknownError,
    UnsupportedUrlError,
)
from bossbot.sandbox.jobs.error_answers import by_answer
from bossbot.sandbox.jobs.fetch_errors import Answer, classify
from bossbot.sandbox.jobs.fetch_params import FetchParams

_HOUR: Final = 3600.0


class Refusals:
    """The refused answer seen last: some errors lose theirs on the way.

    Where one of several ways to ask is refused, extractors warn and go on with what
    they have; where that is too little they end in an error that doesn't tell why.
    """

    def __init__(self, params: FetchParams) -> None:
        self._params = params
        self._last: Answer | None = None

    def note(self, error: HTTPError) -> None:
        """Remember a refusal."""
        headers = dict(error.response.headers)
        self._last = Answer(status=error.status, headers=headers)

    def forget(self) -> None:
        """What was refused of one video says nothing of the next."""
        self._last = None

    def explain(self, error: BaseException) -> BossBotError:
        """The error in this project's words.

        That nothing was found says less than a refusal that may pass.
        """
        found = self._classified(error)
        if isinstance(found, UnknownError | UnsupportedUrlError):
            refusal = by_answer(self._last, "")
            if refusal is not None and not refusal.permanent:
                return self._classified(refusal)
        if isinstance(found, RateLimitedError) and found.retry_after is None:
            # What YouTube does to a session that asked too much, without a header.
            found.retry_after = _HOUR if "up to an hour" in str(error) else None
        return found

    def _classified(self, error: BaseException) -> BossBotError:
        job = self._params
        return classify(error, platform=job.platform, host=job.host, answer=self._last)
