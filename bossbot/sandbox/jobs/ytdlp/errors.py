"""What yt-dlp's errors mean: words that only it has, and what it goes on after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from yt_dlp.networking.exceptions import HTTPError

from bossbot.errors import (
    BossBotError,
    GeoBlockedError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
    UnknownError,
    UnsupportedUrlError,
)
from bossbot.sandbox.jobs.failures.answers import by_answer
from bossbot.sandbox.jobs.failures.classify import Answer, classify
from bossbot.sandbox.jobs.fetching.params import FetchParams

_HOUR: Final = 3600.0
_SAYS: Final[Mapping[str, BossBotError]] = {
    # YouTube to a session that asked too much: no status, and no header
    "rate-limited by YouTube for up to an hour": RateLimitedError(retry_after=_HOUR),
    # TikTok's numbers, in the order to look
    "Video not available, status code 10231": GeoBlockedError(),
    "Video not available, status code": NotFoundError(),
}
_UNSOLVED: Final = ("challenge solving failed", "Signature solving failed")
"""It warns so where YouTube's player would have to be run, and can't be."""
_VAGUE: Final = (UnknownError, UnsupportedUrlError)


class Errors:
    """The errors of one run, and what came before them; yt-dlp's logger as well.

    Where one of several ways to ask is refused, extractors warn and go on with what
    they have; where that is too little they end in an error that doesn't tell why.
    """

    def __init__(self, params: FetchParams) -> None:
        self._params = params
        self._refusal: Answer | None = None
        self._unsolved = False

    def debug(self, message: str) -> None:
        """Progress and chatter."""

    def warning(self, message: str) -> None:
        """Advice to people at a terminal; some of it is missed later."""
        self._unsolved |= any(words in message for words in _UNSOLVED)

    def error(self, message: str) -> None:
        """The text of the error that is raised next."""

    def note(self, error: HTTPError) -> None:
        """Remember a refusal."""
        headers = dict(error.response.headers)
        self._refusal = Answer(status=error.status, headers=headers)

    def forget(self) -> None:
        """What one video met says nothing of the next."""
        self._refusal, self._unsolved = None, False

    def explain(self, error: BaseException) -> BossBotError:
        """The error in this project's words.

        That nothing was found says less than what stood before it.
        """
        said = (one for words, one in _SAYS.items() if words in str(error))
        if known := next(said, None):
            return self._classified(known)
        found = self._classified(error)
        return self._obstacle() or found if isinstance(found, _VAGUE) else found

    def _obstacle(self) -> BossBotError | None:
        refused = by_answer(self._refusal, "")
        if refused and not refused.permanent:
            return self._classified(refused)
        if self._unsolved:
            return self._classified(PermissionDeniedError(reason="javascript"))
        return None

    def _classified(self, error: BaseException) -> BossBotError:
        job, answer = self._params, self._refusal
        return classify(error, platform=job.platform, host=job.host, answer=answer)
