"""What variables are made of: names, words, and what is wrong with them."""

from __future__ import annotations

import re
from typing import Annotated, Final

from pydantic import AliasChoices, BeforeValidator, PositiveInt
from pydantic_settings import NoDecode

PREFIX: Final = "BOSS_BOT_"
MB: Final = 1024 * 1024

EXIT_ENVIRONMENT: Final = 3
"""What a process exits with that can't run for want of settings, or of something else
that only an operator can put right: starting it again is no use."""


class SettingsError(Exception):
    """A variable is missing or wrong; the text names it and says what is expected."""


def _words(value: object) -> object:
    """A comma- or space-separated variable as a tuple."""
    if not isinstance(value, str):
        return value
    return tuple(word for word in re.split(r"[,\s]+", value) if word)


def bare(name: str) -> AliasChoices:
    """The variable with the prefix, or without it."""
    return AliasChoices(PREFIX + name, name)


Words = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_words)]
"""Several words in one variable."""

Sizes = Annotated[
    tuple[PositiveInt, PositiveInt, PositiveInt, PositiveInt],
    NoDecode,
    BeforeValidator(_words),
]
"""Four sizes in one variable."""
