"""The words of a `dl` command: links, a priority, a format."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bossbot.errors import BossBotError
from bossbot.links import Link, parse, unwrap, without_markdown
from bossbot.models import Format, Priority

MOST_LINKS: Final = 10

_PRIORITIES: Final = {word.value: word for word in Priority}
_FORMATS: Final = {word.value: word for word in Format}


class NoLink(Exception):
    """There is no link among the words."""


class TooManyLinks(Exception):
    """More than `MOST_LINKS`."""


class BadWord(Exception):
    """A word that is neither link, priority nor format."""

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
    """Read the words after `dl`, in any order; the same link twice counts once.

    Args:
        text: As the member wrote it.
        allow: The setting `EGRESS_ALLOW`.

    Raises:
        NoLink: Also when the only word is none that means something.
        TooManyLinks: More than one command may have.
        BadWord: Beside the links stands a word that isn't known.
    """
    links: dict[str, Link] = {}
    refused: list[tuple[str, BossBotError]] = []
    unknown: list[str] = []
    priority, wanted = Priority.NORMAL, Format.BEST
    for word in without_markdown(text).split():
        if word.lower() in _PRIORITIES:
            priority = _PRIORITIES[word.lower()]
        elif word.lower() in _FORMATS:
            wanted = _FORMATS[word.lower()]
        elif not re.search(r"[.:/\\]", word):
            unknown.append(word)
        else:
            try:
                link = parse(unwrap(word), allow=allow)
                links.setdefault(link.canonical, link)
            except BossBotError as error:
                refused.append((word, error))
    if not links and not refused:
        raise NoLink
    if unknown:
        raise BadWord(unknown[0])
    if len(links) + len(refused) > MOST_LINKS:
        raise TooManyLinks
    return Arguments(
        links=tuple(links.values()),
        refused=tuple(refused),
        priority=priority,
        format=wanted,
    )
