"""The words of a `dl` command: links, a priority, a format."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from bossbot.errors import BossBotError
from bossbot.links import Link, parse, unwrap, words
from bossbot.models import Format, Priority

MOST_LINKS: Final = 10

_PRIORITIES: Final = {word.value: word for word in Priority}
_FORMATS: Final = {word.value: word for word in Format}

_LINK_LIKE: Final = re.compile(
    r"[a-z][a-z0-9+.-]+:[^\s\d]|[a-z]:\\|\\\\|[^\s/]+\.[^\W\d_]{2,}/|\.?\.?/\w+/",
    re.IGNORECASE,
)
"""A scheme, a host with a path, or a path: meant as a link, though it may be none."""

_OPTION_LIKE: Final = re.compile(r"[\w-]+")


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
    """What a command asks for; `refused` are links that may not be used, and why."""

    links: tuple[Link, ...]
    refused: tuple[tuple[str, BossBotError], ...] = ()
    priority: Priority = Priority.NORMAL
    format: Format = Format.BEST


def parse_arguments(text: str, *, allow: tuple[str, ...] = ()) -> Arguments:
    """Read the words after `dl`, in any order; links of one post count once.

    Talk around the links is passed over.

    Args:
        text: As the member wrote it.
        allow: The setting `EGRESS_ALLOW`.

    Raises:
        NoLink: Also when the only word is none that means something.
        TooManyLinks: More than one command may have.
        BadWord: Beside the links stands a word that looks like a mistyped option.
    """
    links: dict[str, Link] = {}
    refused: list[tuple[str, BossBotError]] = []
    before: list[str] = []
    after: list[str] = []
    for word in words(text):
        bare = unwrap(word)
        if _LINK_LIKE.match(bare):
            before, after = before + after, []
            try:
                link = parse(bare, allow=allow)
                links.setdefault(link.key, link)
            except BossBotError as error:
                refused.append((word, error))
        elif re.search(r"\w", bare):
            after.append(bare)
    if not links and not refused:
        raise NoLink
    if len(links) + len(refused) > MOST_LINKS:
        raise TooManyLinks
    options = _options(before, after)
    return Arguments(
        links=tuple(links.values()),
        refused=tuple(refused),
        priority=next((p for w in options if (p := _PRIORITIES.get(w))), NORMAL),
    )


def _options(before: list[str], after: list[str]) -> list[str]:
    """The options among the words before the last link, and after it."""
