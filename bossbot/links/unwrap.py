"""The link within what people put around it: brackets, markdown, a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_MARKDOWN: Final = re.compile(
    r"(?:\[[^][]*)?\]\(\s*<?(?P<link>(?:[^\s<>()]|\([^\s<>()]*\))+)>?"
    r"(?:\s+[\"'][^\"'\n]*[\"'])?\s*\)"
)
"""`[text](link)`, also with a title, and with parentheses within the link."""
_SPACE: Final = " \t\r\n"
"""What separates words; rarer spaces within a link are a trick, and stay to be seen."""
_GLUED: Final = re.compile(r"(?<=[>|,;\"'`*])(?=<?https?://)", re.IGNORECASE)
"""Where a link begins right after what can only stand around another."""
_START: Final = re.compile(r"https?://", re.IGNORECASE)
_OPENING: Final = "*_~|`'\"‘“«([{<>「『（【《"
_TRAILING: Final = "*~|`'\"’”»)]}>.,;:!?…。，、！？：；」』）】》"
_MAX_TEXT: Final = 4096
"""Twice what Discord takes; keeps the search for markdown short."""


def words(text: str) -> tuple[str, ...]:
    """The words of a text: markdown links and links that are glued together, too."""
    text = _without_markdown(text[:_MAX_TEXT])
    split = re.split(f"[{_SPACE}]+", text)
    return tuple(part for word in split for part in _unglued(word))


def unwrap(text: str) -> str:
    """The first link of a text, bare; the stripped text where there is none.

    What is found may still be no link that can be used: that is for `parse` to say.
    """
    text = text[:_MAX_TEXT].strip(_SPACE)
    found = words(text)
    for word in found:
        if _START.match(word.lstrip(_OPENING)):
            return _bare(word)
    if match := _MARKDOWN.search(text):
        return match["link"]
    return _bare(text) if len(found) == 1 else text


def _without_markdown(text: str) -> str:
    """The text with what markdown links lead to in their places, between spaces."""
    return _MARKDOWN.sub(r" \g<link> ", text)


def _unglued(word: str) -> Iterator[str]:
    """The links of a word, each with what stands before it."""
    held = ""
    for part in _GLUED.split(word):
        held += part
        if _START.search(part):
            yield held
            held = ""
    if held:
        yield held


def _bare(word: str) -> str:
    """Drop what opens and closes a wrapper, or ends a sentence."""
    link = word.lstrip(_OPENING)
    before = word[: len(word) - len(link)]
    if "<" in before:
        link = link.partition(">")[0]
    # Ids may end in `_`: it is markup only where it stands in front as well.
    trailing = _TRAILING + "_" * ("_" in before)
    while link and link[-1] in trailing:
        if link[-1] == ")" and link.count("(") >= link.count(")"):
            break  # the link's own, as in `…/Rust_(film)`
        link = link[:-1]
    return link
