"""What a site said of a download's media, as lines of its receipt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from bossbot.messages.neutral import clean
from bossbot.models import Metadata, Subtitles

_TEXT = 300


def said_of(about: Metadata) -> Iterator[tuple[str, str]]:
    """Label and text of each line; only what the site did say."""
    if about.title:
        yield "Title", clean(about.title, 200)
    if about.author or about.handle:
        yield "Author", _author(about)
    if about.date:
        yield "Published", _date(about.date)
    if about.text:
        yield "Text", clean(about.text, _TEXT)
    if about.age_restricted:
        yield "Restricted", "by age"
    if about.subtitles:
        yield "Subtitles", ", ".join(map(_language, about.subtitles))


def _author(about: Metadata) -> str:
    name, handle = about.author or "", about.handle or ""
    if handle and handle.casefold() != name.casefold():
        return clean(f"{name} (@{handle})" if name else f"@{handle}", 200)
    return clean(name, 200)


def _date(published: datetime | date) -> str:
    if isinstance(published, datetime):
        return published.strftime("%Y-%m-%d %H:%M:%S UTC")
    return published.isoformat()


def _language(one: Subtitles) -> str:
    return f"{one.language} (automatic)" if one.automatic else one.language
