"""What the libraries' error texts mean, where neither type nor status tells.

The first pattern that is found decides. Texts change with each release of the
libraries: what matches nothing stays unknown, and is logged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from bossbot.errors import (
    BossBotError,
    GeoBlockedError,
    InvalidFileError,
    LoginRequiredError,
    NetworkError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
    UnsupportedUrlError,
)

type Meaning = tuple[type[BossBotError], dict[str, Any]]

_LOGIN: Final = (
    r"log(?:ged)?[ -]?in\b",
    r"sign(?:ed)? in\b",
    r"cookies|credentials|account required|authenticat|registered users",
    r"\bprivate (?:video|account|tweet|post|profile)",
    r"protected (?:tweet|account)",
    r"age[- ](?:restricted|verif)|subscriber|members[- ]only",
)

_TABLE: Final[Sequence[tuple[Sequence[str], Meaning]]] = (
    # Instagram's wall has no way around it but an account, whatever else is said.
    (("redirected to the login page",), (LoginRequiredError, {})),
    (("rate.?limit", "too many requests"), (RateLimitedError, {})),
    (
        (
            "geo.?(?:restrict|block)",
            "(?:not |not made .{0,30}|un)available (?:in|from) your (?:coun|loca|regi)",
            "blocked .{0,20}your country",
        ),
        (GeoBlockedError, {}),
    ),
    # yt-dlp leaves a stream to ffmpeg only where it can't decrypt it itself.
    ((r"\bDRM\b", "ffmpeg could not be found"), (InvalidFileError, {"reason": "drm"})),
    (
        (
            "blocked by network security|blocked due to a network policy",
            "ip address is (?:blocked|unable)",
            r"\b403:? blocked\b",
        ),
        (PermissionDeniedError, {"reason": "blocked"}),
    ),
    (("not a (?:bot|robot)",), (LoginRequiredError, {"reason": "robot"})),
    (
        ("redirect to challenge|(?:challenge|checkpoint)_required",),
        (LoginRequiredError, {"reason": "challenge"}),
    ),
    (("redirect to home",), (LoginRequiredError, {})),
    (_LOGIN, (LoginRequiredError, {})),
    (("html response|http redirect to",), (InvalidFileError, {"reason": "web_page"})),
    (
        ("live ?stream", r"is live\b", "live event", "currently live", "premieres? in"),
        (InvalidFileError, {"reason": "live"}),
    ),
    (
        (
            "unsupported url|no suitable extractor",
            "no video (?:formats )?(?:found|could)|no video in",
            "requested format|no media|file extension|redirect",
            "no connection adapters|urls are disabled|no handlers",
        ),
        (UnsupportedUrlError, {"reason": "no_media"}),
    ),
    (
        (
            "(?:has been|was) (?:removed|deleted)",
            "does(?: not|n't) exist",
            "not found on|page not found|could not be found|unable to find",
            "media not found",
            "(?:post|profile) not found|unable to resolve handle",
            "no longer (?:available|exists)|suspended|(?:video|tweet) (?:is )?unavail",
            # all that gallery-dl says of a post for which X has no answer
            "'unavailable'",
        ),
        (NotFoundError, {}),
    ),
    (
        ("empty file|file is empty|any data blocks",),
        (InvalidFileError, {"reason": "empty"}),
    ),
    (
        ("invalid (?:response|file signature)",),
        (InvalidFileError, {"reason": "damaged"}),
    ),
    (
        (
            "timed? ?out|connection|reset by peer|temporary failure|name or service",
            "got error:|size mismatch|bytes read|content too short",
            r"handshake|\bssl\b|certificate|tunnel",
            r"unable to download|fragment \d+ not found",
        ),
        (NetworkError, {}),
    ),
)
_PATTERNS: Final = tuple(
    (re.compile("|".join(patterns), re.IGNORECASE), meaning)
    for patterns, meaning in _TABLE
)
_URL: Final = re.compile(r"https?://\S+")


def plain(text: str) -> str:
    """The text without URLs: those are the member's or site's own words."""
    return _URL.sub("", text)


def by_text(text: str) -> BossBotError | None:
    """What the text says went wrong, if it is known."""
    for pattern, (kind, data) in _PATTERNS:
        if pattern.search(text):
            return kind(**data)
    return None
