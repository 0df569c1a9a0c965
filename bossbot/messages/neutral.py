"""Untrusted text made harmless: no mention, no markup, no invisible characters."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_ELLIPSIS: Final = "…"
_NAMELESS: Final = "untitled"
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_KEPT_JOINERS: Final = "\u200d\ufe0f"
"""Emoji are made of several characters with these between them."""


def clean(text: str, length: int) -> str:
    """One line of printable text of at most `length` characters.

    Control characters, direction overrides, zero-width characters and towers of
    combining marks go; white space of any kind becomes one space.
    """
    spaced = re.sub(r"\s+", " ", text[: length * 8])
    shown: list[str] = []
    marks = 0
    for character in spaced:
        category = unicodedata.category(character)
        if category in _INVISIBLE and character not in _KEPT_JOINERS:
            continue
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if marks <= 2:
            shown.append(character)
    line = "".join(shown).strip()
    return line if len(line) <= length else line[: length - 1].rstrip() + _ELLIPSIS


def code(text: str, *, length: int = 80) -> str:
    """Text in a Discord code span: no link, mention, emoji or markup works in it."""
    inner = clean(text.replace("`", "'"), length)
    return f"`{inner.strip(_KEPT_JOINERS) or _NAMELESS}`"


def fact(value: object, *, length: int = 80) -> str:
    """A word of an error's data, fit to stand inside a sentence anywhere."""
    return re.sub(r"[^\w .,:%+-]", "", clean(str(value), length))
