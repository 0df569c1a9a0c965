"""What users may set for themselves: names, words, and how they are read."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from bossbot.access.values import Change, Setting, boolean, named, number, one_of
from bossbot.models import BarStyle, Format, NotificationLevel, Priority

_YES_NO: Final = ("true", "false")


def _choice(name: str, summary: str, words: type[StrEnum], example: str) -> Setting:
    return Setting(
        name=name,
        field=name,
        summary=summary,
        allowed=tuple(word.value for word in words),
        example=example,
        parse=one_of(words),
    )


def _switch(name: str, summary: str) -> Setting:
    return Setting(
        name=name,
        field=name,
        summary=summary,
        allowed=_YES_NO,
        example="false",
        parse=boolean,
    )


SETTINGS: Final = (
    _choice(
        "notification_level",
        "how much a status message tells",
        NotificationLevel,
        "minimal",
    ),
    _choice("progress_bar_style", "how progress is drawn", BarStyle, "blocks"),
    _choice("default_priority", "where you name none", Priority, "low"),
    _switch("mention_on_complete", "whether you are mentioned at the end"),
    _switch("auto_retry", "whether I try again by myself"),
    Setting(
        name="max_retries",
        field="max_retries",
        summary="how often I try again",
        allowed=("a number from 0 to 10",),
        free=True,
        example="5",
        parse=number(0, 10),
    ),
    _choice("default_format", "where you name none", Format, "smallest"),
)
"""All of them, as they are shown; a test holds them to `UserSettings`."""


def change_of(name: str, written: str) -> Change:
    """What a user's words change.

    Raises:
        UnknownSetting: There is no such setting.
        BadValue: It can't be set to that.
    """
    return named(name, SETTINGS).change(written)


def field_of(name: str) -> str:
    """What a setting is called where it is kept.

    Raises:
        UnknownSetting: There is no such setting.
    """
    return named(name, SETTINGS).field
