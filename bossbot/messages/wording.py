"""What an error is made of when people read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

type Data = Mapping[str, str]
"""An error's data, neutralised, for the function that words it."""


@dataclass(frozen=True, slots=True)
class ErrorText:
    """An error's title, text and next step: plain text, without the receipt."""

    title: str
    text: str
    next_step: str = ""

    def __str__(self) -> str:
        return f"{self.title}: {self.text} {self.next_step}".strip()
