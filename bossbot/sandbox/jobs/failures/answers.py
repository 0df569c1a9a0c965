"""The HTTP answer that an error is about, and what its status means."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from bossbot.errors import (
    BossBotError,
    GeoBlockedError,
    LoginRequiredError,
    NetworkError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
)
from bossbot.sandbox.jobs.failures.retry_after import retry_after
from bossbot.sandbox.jobs.failures.texts import Meaning, by_text, plain

_STATUS: Final[Mapping[int, Meaning]] = {
    401: (LoginRequiredError, {}),
    402: (PermissionDeniedError, {}),
    403: (PermissionDeniedError, {}),
    404: (NotFoundError, {}),
    408: (NetworkError, {}),
    410: (NotFoundError, {}),
    425: (NetworkError, {}),
    451: (GeoBlockedError, {}),
}
_STATUS_IN_TEXT: Final = re.compile(r"(?:HTTP Error |'|status(?: code)?:? )(\d{3})\b")
_REMAINING: Final = frozenset({"x-ratelimit-remaining", "x-rate-limit-remaining"})
_SHORT: Final = 4000
_MEANT_BY_403: Final = (
    GeoBlockedError,
    LoginRequiredError,
    PermissionDeniedError,
    RateLimitedError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A refusal.

    Attributes:
        words: What a short answer for programs says, where it was read.
    """

    status: int
    headers: Mapping[str, str]
    words: str = ""

    @property
    def limits(self) -> bool:
        """Whether the site asks us to slow down."""
        spent = self.status == http.client.FORBIDDEN and any(
            name.lower() in _REMAINING and value in {"0", "0.0"}
            for name, value in self.headers.items()
        )
        busy = self.status == http.client.SERVICE_UNAVAILABLE and self.wait is not None
        return spent or busy or self.status == http.client.TOO_MANY_REQUESTS

    @property
    def wait(self) -> float | None:
        """Seconds after which the site wants to be asked again, where it tells."""
        return retry_after(self.headers)


def answer_of(
    chain: Iterable[BaseException], text: str, noted: Answer | None
) -> Answer | None:
    """The refusal that an error is about.

    Args:
        chain: The error and what it was made of.
        text: All their words: some errors keep nothing else of the answer.
        noted: The refusal seen last, for errors that lost its headers.
    """
    for one in chain:
        status = getattr(one, "status", None)
        response = getattr(one, "response", None)
        if isinstance(status, int) and status >= http.client.BAD_REQUEST:
            headers = getattr(response, "headers", {})
            return Answer(status=status, headers=headers, words=_words(response))
    if match := _STATUS_IN_TEXT.search(text):
        status = int(match.group(1))
        if noted is not None and noted.status == status:
            return noted
        return Answer(status=status, headers={})
    return None


def by_answer(answer: Answer | None, text: str) -> BossBotError | None:
    """What a refusal means; the text says what its status leaves open."""
    if answer is None or answer.status < http.client.BAD_REQUEST:
        return None
    if answer.limits:
        return RateLimitedError(retry_after=answer.wait)
    if answer.status == http.client.FORBIDDEN:
        return _forbidden(f"{text} {answer.words}")
    if answer.status in _STATUS:
        kind, data = _STATUS[answer.status]
        return kind(**data)
    if answer.status >= http.client.INTERNAL_SERVER_ERROR:
        return NetworkError(status=answer.status)
    told = by_text(f"{text} {answer.words}")
    return told if told and told.permanent else PermissionDeniedError()


def _words(response: object) -> str:
    """The body of a short JSON answer, if requests has it already: it is not read."""
    body = getattr(response, "_content", None)
    kind = getattr(response, "headers", {}).get("Content-Type") or ""
    if not isinstance(body, bytes) or len(body) > _SHORT or "json" not in kind:
        return ""
    return plain(body.decode(errors="replace"))


def _forbidden(text: str) -> BossBotError:
    """403 is the catch-all of refusals."""
    told = by_text(text)
    return told if isinstance(told, _MEANT_BY_403) else PermissionDeniedError()
