"""What yt-dlp's errors mean: words that only it has, and refusals it goes on after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from yt_dlp.networking.exceptions import HTTPError

from bossbot.errors import (
    BossBotError,
    GeoBlockedError,
    NotFoundError,
    RateLimitedError,
    UnknownError,
    UnsupportedUrlError,
)
from bossbot.sandbox.jobs.error_answers import by_answer
from bossbot.sandbox.jobs.fetch_errors import Answer, classify
from bossbot.sandbox.jobs.fetch_params import FetchParams

_HOUR: Final = 3600.0
_SAYS: Final[Mapping[str, BossBotError]] = {
    # YouTube to a session that asked too much: no status, and no header
    "rate-limited by YouTube for up to an hour": RateLimitedError(retry_after=_HOUR),
    # TikTok's numbers, in the order to look
    "Video not available, status code 10231": GeoBlockedError(),
    "Video not available, status code": NotFoundError(),
}
_VAGUE: Final = (UnknownError, UnsupportedUrlError)


class Errors:
    """The errors of one run, and the refused answer seen last.

    Where one of several ways to ask is refused, extractors warn and go on with what
    they have; where that is too little they end in an error that doesn't tell why.
    """

    def __init__(self, params: FetchParams) -> None:
        self._params = params
        self._refusal: Answer | None = None

    def note(self, error: HTTPError) -> None:
        """Remember a refusal."""
        headers = dict(error.response.headers)
        self._refusal = Answer(status=error.status, headers=headers)

    def forget(self) -> None:
        """What was refused of one video says nothing of the next."""
        self._refusal = None

    def explain(self, error: BaseException) -> BossBotError:
        """The error in this project's words.

        That nothing was found says less than a refusal that may pass.
        """
        said = (one for words, one in _SAYS.items() if words in str(error))
        if known := next(said, None):
            return self._classified(known)
        found = self._classified(error)
        refused = by_answer(self._refusal, "")
        if isinstance(found, _VAGUE) and refused and not refused.permanent:
            return self._classified(refused)
        return found

    def _classified(self, error: BaseException) -> BossBotError:
        job, answer = self._params, self._refusal
        return classify(error, platform=job.platform, host=job.host, answer=answer)
