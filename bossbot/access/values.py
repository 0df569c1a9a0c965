"""Values of settings, read from what members write."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_DEFAULT: Final = frozenset({"default", "reset"})
_YES: Final = frozenset(
    {"true", "yes", "on", "1", "y", "enable", "enabled", "allow", "give", "an", "ja"}
)
_NO: Final = frozenset(
    {"false", "no", "off", "0", "n", "disable", "disabled", "deny", "take"}
    | {"aus", "nein"}
)


class BadValue(Exception):
    """A value that a setting can't have.

    Attributes:
        setting: Its name, as members write it.
        value: What was written; empty where nothing was.
        allowed: The words that would do, or a description of them.
        example: What works behind `dls`.
    """

    def __init__(
        self, setting: str, value: str, allowed: tuple[str, ...], example: str
    ) -> None:
        super().__init__(setting, value)
        self.setting = setting
        self.value = value
        self.allowed = allowed
        self.example = example


class UnknownSetting(Exception):
    """No setting is called so.

    Attributes:
        name: What was written; empty where nothing was.
        known: The names that there are.
    """

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(name)
        self.name = name
        self.known = tuple(known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What becomes of a setting.

    Attributes:
        name: The setting, as members write it.
        field: What it is called where it is kept.
        value: What it is set to, fit for JSON; None is back to the default.
    """

    name: str
    field: str
    value: object | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Something that can be set.

    Attributes:
        name: As members write it.
        field: What it is called where it is kept.
        summary: What it is for, in a few words.
        allowed: The words that it takes, or a description of them.
        free: Whether `allowed` is a description, nothing to choose from.
        example: A value.
        parse: The value from a word in lower case; None where it isn't one.
    """

    name: str
    field: str
    summary: str
    allowed: tuple[str, ...]
    free: bool = False
    example: str
    parse: Callable[[str], object | None]

    @property
    def choices(self) -> tuple[str, ...]:
        """What Discord may offer while somebody writes."""
        return () if self.free else (*self.allowed, "default")

    def change(self, written: str, *, before: str = "") -> Change:
        """What becomes of it by a member's words.

        Args:
            written: The value's words.
            before: What stands before the name in an example.

        Raises:
            BadValue: It can't be that.
        """
        word = written.strip().lower()
        if word in _DEFAULT:
            return Change(name=self.name, field=self.field, value=None)
        value = self.parse(word)
        if value is None:
            example = f"{before}{self.name} {self.example}"
            raise BadValue(self.name, written.strip(), self.allowed, example)
        return Change(name=self.name, field=self.field, value=value)


def named(name: str, settings: Iterable[Setting]) -> Setting:
    """The setting of a name, as somebody may write it: `Max-Retries`.

    Raises:
        UnknownSetting: There is none.
    """
    known = {setting.name: setting for setting in settings}
    found = known.get(re.sub(r"[\s-]+", "_", name.strip().lower()))
    if found is None:
        raise UnknownSetting(name.strip(), known)
    return found


def one_of(words: type[StrEnum]) -> Callable[[str], str | None]:
    """One of some words."""
    return lambda word: words(word).value if word in set(words) else None


def boolean(word: str) -> bool | None:
    """Yes or no, in the words that people have for them."""
    if word in _YES:
        return True
    return False if word in _NO else None


def number(low: int, high: int) -> Callable[[str], int | None]:
    """A whole number within bounds."""

    def parse(word: str) -> int | None:
        if not re.fullmatch(r"[0-9]{1,9}", word):
            return None
        return int(word) if low <= int(word) <= high else None

    return parse
