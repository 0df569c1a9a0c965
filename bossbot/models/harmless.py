"""Words of strangers as typed values: each makes itself harmless, or is left out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Annotated, Any, Final

from pydantic import BeforeValidator

TITLE: Final = 300
TEXT: Final = 4000
DESCRIPTION: Final = 1024
"""Discord's limit for the description of an attachment."""

_NAME: Final = 200
_WORD: Final = 80
_URL: Final = 2000
_CONTROL: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff]"
)
"""Control and direction characters, invisible ones, and halves of characters."""
_ADDRESS: Final = re.compile(r"https?://[^\s\\]+")
_LANGUAGE: Final = re.compile(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*")
_UNKNOWN_LANGUAGE: Final = "und"
_COMPACT_DAY: Final = re.compile(r"\d{8}")
_EPOCH: Final = re.compile(r"\d{9,11}(?:\.\d+)?")
_EARLIEST: Final = dt.datetime(1990, 1, 1, tzinfo=dt.UTC)
"""Before any site: what is earlier stands for "unknown"."""


def _harmless(length: int, *, lines: bool = False) -> Callable[[Any], str | None]:
    """A text without control characters, at most so long; None if it is no text."""

    def clean(value: Any) -> str | None:
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            return None
        text = str(value)[: 2 * length].replace("\r\n", "\n")
        text = _CONTROL.sub("", text) if lines else _CONTROL.sub("", _one_line(text))
        return text.strip()[:length].rstrip() or None

    return clean


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _web_address(value: Any) -> str | None:
    """A link that leads to a site."""
    if not isinstance(value, str) or not _ADDRESS.fullmatch(value):
        return None
    return value if _harmless(_URL)(value) == value else None


def _moment(value: Any) -> dt.datetime | dt.date | None:
    """When it was published, from any form that sites and earlier versions give it.

    Seconds since the epoch, `YYYYMMDD`, or ISO 8601, which is UTC where it names no
    zone; a day without a time of day stays one.
    """
    try:
        found = _instant(value)
        if type(found) is dt.date:
            return found if found >= _EARLIEST.date() else None
        if not isinstance(found, dt.datetime):
            return None
        aware = found if found.tzinfo else found.replace(tzinfo=dt.UTC)
        utc = aware.astimezone(dt.UTC)
        return utc if utc >= _EARLIEST else None
    except (ValueError, OverflowError, OSError):
        return None


def _instant(value: Any) -> dt.datetime | dt.date | None:
    if isinstance(value, dt.date):  # datetimes as well
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return dt.datetime.fromtimestamp(value, dt.UTC)
    text = str(value).strip() if isinstance(value, str) else ""
    if _COMPACT_DAY.fullmatch(text) or re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return dt.date.fromisoformat(text)
    if _EPOCH.fullmatch(text):
        return dt.datetime.fromtimestamp(float(text), dt.UTC)
    return dt.datetime.fromisoformat(text) if len(text) > len("2024-04-17") else None


def _language(value: Any) -> str:
    text = value[:35] if isinstance(value, str) else ""
    return text if _LANGUAGE.fullmatch(text) else _UNKNOWN_LANGUAGE


type Title = Annotated[str | None, BeforeValidator(_harmless(TITLE))]
type Name = Annotated[str | None, BeforeValidator(_harmless(_NAME))]
type Word = Annotated[str | None, BeforeValidator(_harmless(_WORD))]
type Lines = Annotated[str | None, BeforeValidator(_harmless(TEXT, lines=True))]
type Address = Annotated[str | None, BeforeValidator(_web_address)]
type Moment = Annotated[dt.datetime | dt.date | None, BeforeValidator(_moment)]
type Language = Annotated[str, BeforeValidator(_language)]
"""As the site names it, mostly BCP 47; `und` where it doesn't."""
type Description = Annotated[
    str | None, BeforeValidator(_harmless(DESCRIPTION, lines=True))
]
"""What is to be seen in a picture, for those who don't see it."""
