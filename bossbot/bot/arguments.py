"""The words of a download command: links, a priority, a format."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from bossbot.errors import BossBotError
from bossbot.links import Link, parse, unwrap, words
from bossbot.models import Format, Priority
from bossbot.queue.names import MOST_LINKS

_PRIORITIES: Final = {word.value: word for word in Priority}
_FORMATS: Final = {word.value: word for word in Format}
_OPTIONS: Final = (*_PRIORITIES, *_FORMATS)

_LINK_LIKE: Final = re.compile(
    r"[a-z][a-z0-9+.-]+:[^\s\d]|[a-z]:\\|\\\\|[^\s/]+\.[^\W\d_]{2,}/|\.?\.?/\w+/",
    re.IGNORECASE,
)
"""A scheme, a host with a path, or a path: meant as a link, though it may be none."""


class NoLink(Exception):
    """There is no link among the words."""


class TooManyLinks(Exception):
    """More than `MOST_LINKS`."""


class BadWord(Exception):
    """A word that was meant as a priority or a format, and is none."""

    def __init__(self, word: str) -> None:
        self.word = word
        super().__init__(word)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arguments:
    """What a command asks for.

    Attributes:
        refused: Links that may not be used, and why.
        priority: None where nothing was said of it.
        format: Likewise.
    """

    links: tuple[Link, ...]
    refused: tuple[tuple[str, BossBotError], ...] = ()
    priority: Priority | None = None
    format: Format | None = None


def parse_arguments(text: str, *, allow: tuple[str, ...] = ()) -> Arguments:
    """Read the words after the command: links of one post count once.

    Talk is passed over. Options may stand before, between and after the links. Several
    words that mean nothing are talk, and then an option's name among them is talk too.

    Args:
        text: As the member wrote it.
        allow: The setting `EGRESS_ALLOW`.

    Raises:
        NoLink: Also when the only word is none that means something.
        TooManyLinks: More than one command may have.
        BadWord: Where options stand is a word that is none, and no talk.
    """
    links: dict[str, Link] = {}
    refused: list[tuple[str, BossBotError]] = []
    runs: list[list[str]] = [[]]
    for word in words(text):
        bare = unwrap(word)
        if _LINK_LIKE.match(bare):
            runs.append([])
            try:
                link = parse(bare, allow=allow)
                links.setdefault(link.key, link)
            except BossBotError as error:
                refused.append((word, error))
        elif re.search(r"\w", bare):
            runs[-1].append(bare)
    if not links and not refused:
        raise NoLink
    options = _options(runs)
    if len(links) + len(refused) > MOST_LINKS:
        raise TooManyLinks
    return Arguments(
        links=tuple(links.values()),
        refused=tuple(refused),
        priority=_last(_PRIORITIES, options),
        format=_last(_FORMATS, options),
    )


def _options(runs: list[list[str]]) -> list[str]:
    """The options among the words before, between and after the links.

    Raises:
        BadWord: A lone word after the last link, or one that is nearly an option.
    """
    unknown = [word for run in runs for word in run if word.lower() not in _OPTIONS]
    if len(unknown) == 1:
        [word] = unknown
        if word in runs[-1] or get_close_matches(word.lower(), _OPTIONS, 1, 0.75):
            raise BadWord(word)
    return [word.lower() for run in runs if not set(run) & set(unknown) for word in run]


def _last[T](known: dict[str, T], options: list[str]) -> T | None:
    chosen = [known[word] for word in options if word in known]
    return chosen[-1] if chosen else None
