"""Ids as operators type them, refused before anything is asked."""

from __future__ import annotations

import re
from typing import Final, override

import click

from bossbot.queue.names import is_download_id

_SNOWFLAKE: Final = re.compile(r"\d{1,20}")


class DownloadId(click.ParamType[str]):
    """A download's id."""

    name = "id"

    @override
    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        if not is_download_id(value):
            self.fail(f"{value!r} is no download's id (like abcdefghjkmn).", param, ctx)
        return value


class Snowflake(click.ParamType[str]):
    """The id of a Discord server or user.

    Args:
        what: Whose, for the error.
        also: Words that stand for none.
    """

    name = "id"

    def __init__(self, what: str, *, also: tuple[str, ...] = ()) -> None:
        self._what = what
        self._also = also

    @override
    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        if value not in self._also and not _SNOWFLAKE.fullmatch(value):
            self.fail(f"{value!r} is no {self._what}'s id (a number).", param, ctx)
        return value
