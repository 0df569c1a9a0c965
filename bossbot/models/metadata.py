"""What a site says of its media: for status, receipt and library alike.

It comes from a job that handled untrusted bytes, or from a file that anybody may have
edited: each value makes itself harmless or is left out, whoever hands it over.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Annotated, Any, Final, Self

from pydantic import BeforeValidator

from bossbot.models.words import Value

TITLE: Final = 300
TEXT: Final = 4000
DESCRIPTION: Final = 1024
"""Discord's limit for the description of an attachment."""
SUBTITLES: Final = 2
"""How many languages of subtitles are kept at most."""

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


type _Title = Annotated[str | None, BeforeValidator(_harmless(TITLE))]
type _Name = Annotated[str | None, BeforeValidator(_harmless(_NAME))]
type _Word = Annotated[str | None, BeforeValidator(_harmless(_WORD))]
type _Lines = Annotated[str | None, BeforeValidator(_harmless(TEXT, lines=True))]
type _Address = Annotated[str | None, BeforeValidator(_web_address)]
type _Moment = Annotated[dt.datetime | dt.date | None, BeforeValidator(_moment)]
type Language = Annotated[str, BeforeValidator(_language)]
"""As the site names it, mostly BCP 47; `und` where it doesn't."""
type Description = Annotated[
    str | None, BeforeValidator(_harmless(DESCRIPTION, lines=True))
]
"""What is to be seen in a picture, for those who don't see it."""


class Subtitles(Value):
    """Subtitles in one language, a WebVTT or SubRip file beside the media.

    Attributes:
        path: Relative to the download's temp directory; in storage, to `content/`.
        size: Bytes.
        automatic: Made by speech recognition.
    """

    path: str
    language: Language
    size: int = 0
    automatic: bool = False


class Metadata(Value):
    """What the site says of a post, or of the first video of a playlist.

    Texts are bounded and free of control characters, and still a stranger's words.

    Attributes:
        title: None where the site has no titles, as Twitter; see `headline`.
        author: As shown; `handle` is the name in links, without `@`.
        source_url: The post's own page.
        date: When it was published, an instant in UTC; a day where that is all the
            site says.
        extractor: What the tool calls its part for the site.
    """

    title: _Title = None
    author: _Name = None
    handle: _Name = None
    text: _Lines = None
    source_url: _Address = None
    date: _Moment = None
    age_restricted: bool = False
    extractor: _Word = None
    subtitles: tuple[Subtitles, ...] = ()

    @property
    def headline(self) -> str | None:
        """The title, else how the text begins."""
        return self.title or (self.text and self.text.partition("\n")[0][:TITLE])

    def beneath(self, directory: str) -> Self:
        """The same, with all paths in a directory."""
        moved = tuple(
            one.model_copy(update={"path": f"{directory}/{one.path}"})
            for one in self.subtitles
        )
        return self.model_copy(update={"subtitles": moved})
