"""What went wrong in a download library, in this project's words.

Both libraries wrap, rewrap and flatten their errors, so an error is looked at as a
whole: every exception in its chain, the HTTP status of the answer that was refused,
and last the text.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence
from typing import Final

from bossbot.errors import (
    BossBotError,
    DiskFullError,
    FileTooLargeError,
    GeoBlockedError,
    InvalidFileError,
    LoginRequiredError,
    NetworkError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
    UnknownError,
    UnsupportedUrlError,
)
from bossbot.sandbox.jobs.failures.answers import Answer, answer_of, by_answer
from bossbot.sandbox.jobs.failures.chain import walk
from bossbot.sandbox.jobs.failures.texts import Meaning, by_text, plain

__all__ = ["Answer", "classify", "foremost"]

_TYPES: Final[Mapping[str, Meaning]] = {
    "yt_dlp.GeoRestrictedError": (GeoBlockedError, {}),
    "yt_dlp.UnsupportedError": (UnsupportedUrlError, {}),
    "yt_dlp.UserNotLive": (InvalidFileError, {"reason": "live"}),
    "gallery_dl.NoExtractorError": (UnsupportedUrlError, {}),
    "gallery_dl.NotFoundError": (NotFoundError, {}),
    "gallery_dl.AuthorizationError": (LoginRequiredError, {}),
    "gallery_dl.AuthenticationError": (LoginRequiredError, {}),
    "gallery_dl.ChallengeError": (PermissionDeniedError, {"reason": "challenge"}),
}
"""By library and class (or a base of it), anywhere in the chain: these say it all."""

_LENGTH: Final = 64_000
"""Of the text: some errors hold a web page, with its style sheet before its words."""
_TRANSPORT: Final = frozenset(
    {
        *("TransportError", "ContentTooShortError"),  # yt-dlp
        *("ConnectionError", "Timeout"),  # requests
        *("ChunkedEncodingError", "ContentDecodingError"),
        *("ProtocolError", "MaxRetryError"),  # urllib3
    }
)


def classify(
    error: BaseException, *, platform: str, host: str, answer: Answer | None = None
) -> BossBotError:
    """The error as one of `bossbot.errors`.

    Args:
        error: What the library raised, or hid and we recorded.
        platform: For the error's data.
        host: For the error's data.
        answer: The refused answer seen last, for errors that lost theirs.
    """
    chain = list(walk(error))
    found = next((one for one in chain if isinstance(one, BossBotError)), None)
    if found is None:
        text = plain(" ".join(str(one) for one in chain)[:_LENGTH])
        found = (
            _by_errno(chain)
            or _by_type(chain)
            or by_answer(answer_of(chain, text, answer), text)
            or _by_transport(chain)
            or by_text(text)
            or UnknownError(reason=type(chain[-1]).__name__)
        )
    wait = found.retry_after
    if wait is None and isinstance(found, RateLimitedError) and answer is not None:
        wait = answer.wait if answer.limits else None
    where = {"platform": platform}
    if isinstance(found, UnsupportedUrlError):
        where = {"host": host}
    return type(found)(retry_after=wait, **{**where, **found.data})


def foremost(errors: Sequence[BossBotError], *, host: str) -> BossBotError:
    """The error of an album without a file: one that may pass, else the first.

    Without any error there was nothing: that is not supported.
    """
    passing = [one for one in errors if not one.permanent]
    return [*passing, *errors, UnsupportedUrlError(host=host, reason="no_media")][0]


def _by_errno(chain: list[BaseException]) -> BossBotError | None:
    for one in chain:
        if DiskFullError.explains(one):
            return DiskFullError()
        if isinstance(one, OSError) and one.errno == errno.EFBIG:
            return FileTooLargeError()
    return None


def _by_type(chain: list[BaseException]) -> BossBotError | None:
    for one in chain:
        for base in type(one).__mro__:
            library = base.__module__.partition(".")[0]
            if meaning := _TYPES.get(f"{library}.{base.__name__}"):
                kind, data = meaning
                return kind(**data)
    return None


def _by_transport(chain: list[BaseException]) -> BossBotError | None:
    for one in chain:
        names = {base.__name__ for base in type(one).__mro__}
        if names & _TRANSPORT or isinstance(one, TimeoutError):
            return NetworkError()
    return None
