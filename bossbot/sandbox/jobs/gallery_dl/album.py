"""What a gallery-dl job and the jobs it starts collect together."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.cookiejar import Cookie
from typing import Any, Final

from gallery_dl import util

from bossbot.errors import (
    BossBotError,
    DiskFullError,
    NotFoundError,
    RateLimitedError,
)
from bossbot.sandbox.jobs.failures.classify import Answer, classify, foremost
from bossbot.sandbox.jobs.fetching.age_restrictions import is_adult
from bossbot.sandbox.jobs.fetching.params import FetchParams
from bossbot.sandbox.jobs.gallery_dl.output import Output

FORBIDDEN: Final = frozenset({"generic", "noop", "oauth", "recursive", "ytdl"})
"""Extractors that read files, start other tools or log in."""

ENDS_ALL: Final = (DiskFullError, RateLimitedError)
"""What the next file would only run into as well."""

_GONE: Final = "removed_by_category"
"""What Reddit says of a post of which only the title is left, and who took the rest."""


def acceptable(extr: Any) -> bool:
    """Whether an extractor was found, and only talks to web sites."""
    return extr is not None and extr.category not in FORBIDDEN


class Complaint(Exception):
    """What gallery-dl said in its log instead of raising it."""


@dataclass(slots=True, kw_only=True)
class Album:
    """What is collected over a job and its child jobs.

    Attributes:
        keywords: What the site says of the first post.
        adult: Whether it calls any of the posts age-restricted.
        skipped: Why single files were left out.
        answer: The refused answer seen last.
        jar: The cookies of the first extractor that asks the site.
        complaint: What is wrong with the file under way.
        stills: Fetch a picture each, where nothing of the post moves.
    """

    params: FetchParams
    output: Output
    keywords: dict[str, Any] | None = None
    adult: bool = False
    skipped: list[BossBotError] = field(default_factory=list)
    answer: Answer | None = None
    jar: Iterable[Cookie] = ()
    complaint: BaseException | None = None
    stills: list[Callable[[], None]] = field(default_factory=list)

    @property
    def full(self) -> bool:
        """Whether nothing more may be fetched, or it makes no sense to look on."""
        most = self.output.max_files
        idle = len(self.stills) >= most or len(self.skipped) >= 2 * most
        return self.output.full or idle

    def note(self, keywords: dict[str, Any]) -> None:
        """Remember what the site says of a post."""
        if self.keywords is None:
            self.keywords = dict(keywords)
        self.adult |= is_adult(keywords)

    def fill(self, jar: Any) -> None:
        """Put the operator's cookies into an extractor's jar."""
        self.jar = self.jar or jar
        for cookie in util.cookiestxt_load(io.StringIO(self.params.cookies)):
            jar.set_cookie(cookie)

    def classified(self, error: BaseException) -> BossBotError:
        """The error in this project's words."""
        return classify(
            error,
            platform=self.params.platform,
            host=self.params.host,
            answer=self.answer,
        )

    def complain(self, text: str) -> None:
        """Remember the last thing gallery-dl said, unless we know better."""
        if not isinstance(self.complaint, BossBotError):
            self.complaint = Complaint(text)

    def skip(self, error: BaseException) -> None:
        """Leave something out, unless the next file would fail likewise.

        Raises:
            BossBotError: It would.
        """
        classified = self.classified(error)
        if isinstance(classified, ENDS_ALL):
            raise classified from error
        self.skipped.append(classified)

    def nothing(self) -> BossBotError:
        """Why there is no file."""
        if not self.skipped and (self.keywords or {}).get(_GONE):
            return NotFoundError(platform=self.params.platform)
        return foremost(self.skipped, host=self.params.host)
