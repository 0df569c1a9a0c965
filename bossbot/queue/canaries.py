"""What a look at a site's canary link means: for people, and for the circuit breaker.

A site fails when as many looks in a row failed as failing downloads would pause it, and
at once where trying again is pointless. One good look ends that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from bossbot.errors import (
    BossBotError,
    DiskFullError,
    FileTooLargeError,
    InvalidFileError,
    UnknownError,
    UnsupportedUrlError,
)
from bossbot.models import Canary, ErrorRecord
from bossbot.queue import sites

LONGEST_LOOK: Final = 40.0
"""Seconds a fetch may take: three that time out still fall into a breaker's window."""
LOOK_AGAIN: Final = 10.0
"""Seconds before a failure is made sure of."""
LONGEST_WAIT: Final = 60.0
"""A site that asks for more patience is looked at when its turn comes."""
LARGEST: Final = 10 * 1024 * 1024
"""Bytes that are fetched at most: who sends more works."""
KEPT: Final = 86_400.0
"""Seconds a verdict is remembered at least."""

_STRANGE: Final = (InvalidFileError, UnknownError, UnsupportedUrlError)
"""What becomes of a page that isn't as its extractor expects."""

type Change = Literal["works", "fails"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What follows from a look.

    Attributes:
        canary: What is known from now on.
        change: What is to be told; None where nothing is new.
        heard: What the circuit breaker is told.
        again: In how many seconds to look again, to make sure; None: at the next turn.
    """

    canary: Canary
    change: Change | None = None
    heard: sites.Heard | None = None
    again: float | None = None


def says_nothing(error: BossBotError | None) -> bool:
    """Whether a look failed for reasons of this host: no look at the site at all."""
    if isinstance(error, UnknownError):
        return type(error) is not UnknownError  # the sandbox's, not the library's
    return isinstance(error, DiskFullError)


def judged(
    before: Canary | None,
    error: BossBotError | None,
    *,
    site: str,
    link: str,
    at: float,
    host: str,
) -> Judgement:
    """What is known after a look.

    Args:
        before: What was known; of another link it doesn't count.
        error: How the look failed; None where it didn't.
        site: Whose link it is.
        link: Tells it from others.
        at: When the look ended (epoch seconds).
        host: Who looked.
    """
    if before is None or before.link != link:
        before = Canary(site=site, link=link, since=at, at=at)
    seen = before.model_copy(update={"at": at, "host": host})
    if error is None or isinstance(error, FileTooLargeError):
        return _good(seen)
    return _bad(seen, error)


def _good(seen: Canary) -> Judgement:
    recovered = seen.works is False
    update: dict[str, object] = {"works": True, "worked": True, "failures": 0}
    update["error"] = None
    if not seen.works:
        update |= {"since": seen.at, "told": not recovered}
    canary = seen.model_copy(update=update)
    change: Change | None = "works" if recovered else None
    return Judgement(canary=canary, change=change, heard="answers")


def _bad(seen: Canary, error: BossBotError) -> Judgement:
    heard = _heard(error, worked=seen.worked)
    failures = seen.failures + 1
    enough = sites.LIMITED if heard == "limited" else sites.FAILING
    record = ErrorRecord.model_validate(error.to_dict())
    update: dict[str, object] = {"failures": failures, "error": record}
    fails = seen.works is not False and (error.permanent or failures >= enough)
    if fails:
        update |= {"works": False, "since": seen.at, "told": False}
    faulty = heard in {"failing", "limited"} or not error.permanent
    wait = max(LOOK_AGAIN, error.retry_after or 0.0)
    return Judgement(
        canary=seen.model_copy(update=update),
        change="fails" if fails else None,
        heard=heard,
        again=wait if faulty and failures < enough and wait <= LONGEST_WAIT else None,
    )


def _heard(error: BossBotError, *, worked: bool) -> sites.Heard | None:
    """As of a download; and where a link that worked is strange now, all may be."""
    return "failing" if worked and isinstance(error, _STRANGE) else sites.heard(error)
