"""The link within what people put around it: brackets, markdown, a sentence."""

from __future__ import annotations

import re
from typing import Final

_MARKDOWN: Final = re.compile(r"\[[^][]*\]\(\s*<?(?P<link>[^\s<>]+?)>?\s*\)")
_SPACE: Final = " \t\r\n"
"""What separates words; rarer spaces within a link are a trick, and stay to be seen."""
_START: Final = re.compile(r"https?://", re.IGNORECASE)
_OPENING: Final = "*_~|`'\"‘“«([{<"
_TRAILING: Final = "*~|`'\"’”»)]}>.,;:!?"
_MAX_TEXT: Final = 4096
"""Twice what Discord takes; keeps the search for markdown short."""


def without_markdown(text: str) -> str:
    """The text with what markdown links lead to in their places, between spaces."""
    return _MARKDOWN.sub(r" \g<link> ", text)


def unwrap(text: str) -> str:
    """The first link of a text, bare; the stripped text where there is none.

    What is found may still be no link that can be used: that is for `parse` to say.
    """
    text = text[:_MAX_TEXT].strip(_SPACE)
    if match := _MARKDOWN.search(text):
        return match["link"]
    words = re.split(f"[{_SPACE}]+", text)
    for word in words:
        if _START.match(word.lstrip(_OPENING)):
            return _bare(word)
    return _bare(text) if len(words) == 1 else text


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
