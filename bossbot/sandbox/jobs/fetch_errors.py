"""What went wrong in a download library, in this project's words.

Both libraries wrap, rewrap and flatten their errors, so an error is looked at as a
whole: every exception in its chain, the HTTP status of the answer that was refused,
and last the text.
"""

from __future__ import annotations

import errno
import http.client
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

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
from bossbot.sandbox.jobs.error_texts import Meaning, asks_for_login, by_text, plain
from bossbot.sandbox.jobs.retry_after import retry_after

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

_STATUS: Final[Mapping[int, Meaning]] = {
    401: (LoginRequiredError, {}),
    402: (PermissionDeniedError, {}),
    403: (PermissionDeniedError, {}),
    404: (NotFoundError, {}),
    408: (NetworkError, {}),
    410: (NotFoundError, {}),
    425: (NetworkError, {}),
    429: (RateLimitedError, {}),
    451: (GeoBlockedError, {}),
}

_TRANSPORT: Final = frozenset(
    {
        *("TransportError", "ContentTooShortError"),  # yt-dlp
        *("ConnectionError", "Timeout"),  # requests
        *("ChunkedEncodingError", "ContentDecodingError"),
        *("ProtocolError", "MaxRetryError"),  # urllib3
    }
)
_STATUS_IN_TEXT: Final = re.compile(r"(?:HTTP Error |'|status(?: code)?:? )(\d{3})\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The HTTP answer that an error is about."""

    status: int
    headers: Mapping[str, str]


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
        text = plain(" ".join(str(one) for one in chain)[:8000])
        found = (
            _by_errno(chain)
            or _by_type(chain)
            or _by_status(_answer(chain, text, answer), text)
            or _by_transport(chain)
            or by_text(text)
            or UnknownError(reason=type(chain[-1]).__name__)
        )
    where = {"platform": platform}
    if isinstance(found, UnsupportedUrlError):
        where = {"host": host}
    return type(found)(retry_after=found.retry_after, **{**where, **found.data})


def foremost(errors: Sequence[BossBotError], *, host: str) -> BossBotError:
    """The error of an album without a file: one that may pass, else the first.

    Without any error there was nothing: that is not supported.
    """
    passing = [one for one in errors if not one.permanent]
    return [*passing, *errors, UnsupportedUrlError(host=host, reason="no_media")][0]


def walk(error: BaseException) -> Iterator[BaseException]:
    """An error and everything it was made of, outermost first, each once."""
    seen: set[int] = set()
    waiting: list[Any] = [error]
    while waiting:
        one = waiting.pop(0)
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        info = getattr(one, "exc_info", None)
        waiting += [info[1] if isinstance(info, tuple) and len(info) > 1 else None]
        waiting += [getattr(one, name, None) for name in ("cause", "reason")]
        waiting += [one.__cause__, *one.args]
        waiting += [] if one.__suppress_context__ else [one.__context__]


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


def _answer(
    chain: list[BaseException], text: str, noted: Answer | None
) -> Answer | None:
    for one in chain:
        status = getattr(one, "status", None)
        response = getattr(one, "response", None)
        if isinstance(status, int) and status >= http.client.BAD_REQUEST:
            return Answer(status=status, headers=getattr(response, "headers", {}))
    if match := _STATUS_IN_TEXT.search(text):
        status = int(match.group(1))
        if noted is not None and noted.status == status:
            return noted
        return Answer(status=status, headers={})
    return None


def _by_status(answer: Answer | None, text: str) -> BossBotError | None:
    if answer is None or answer.status < http.client.BAD_REQUEST:
        return None
    wait = retry_after(answer.headers)
    spent = answer.headers.get("x-ratelimit-remaining") in ("0", "0.0")
    if answer.status in (429, 503) and wait is not None:
        return RateLimitedError(retry_after=wait)
    if answer.status == http.client.FORBIDDEN and spent:
        return RateLimitedError(retry_after=wait)
    if answer.status == http.client.FORBIDDEN and asks_for_login(text):
        return LoginRequiredError()
    if answer.status in _STATUS:
        kind, data = _STATUS[answer.status]
        return kind(**data)
    if answer.status >= http.client.INTERNAL_SERVER_ERROR:
        return NetworkError(status=answer.status)
    told = by_text(text)
    return told if told and told.permanent else PermissionDeniedError()


def _by_transport(chain: list[BaseException]) -> BossBotError | None:
    for one in chain:
        names = {base.__name__ for base in type(one).__mro__}
        if names & _TRANSPORT or isinstance(one, TimeoutError):
            return NetworkError()
    return None
