"""What can be named in a server, found by what members write."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

_ALSO: Final = {"x": "twitter", "twitter/x": "twitter", "yt": "youtube"}
_ID: Final = re.compile(r"<(?:#|@&)(\d{1,20})>|(\d{1,20})", re.ASCII)
_MOST: Final = 50
"""Channels that one setting may hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a server has, and what there is at all.

    Attributes:
        channels: Names by id.
        roles: Likewise; everybody's has the server's id and is called `@everyone`.
        platforms: Those that links are of.
        most_mb: The largest file that a role may be given.
    """

    channels: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    platforms: tuple[str, ...] = ()
    most_mb: int = 1


def id_in(written: str) -> str | None:
    """The id in a mention of a channel or role, or a bare one."""
    found = _ID.fullmatch(written)
    return (found[1] or found[2]) if found else None


def id_of(written: str, known: Mapping[str, str]) -> str | None:
    """The id of what is mentioned, or called by its id or name; None if unknown.

    A name that several have stands for none of them.
    """
    number = id_in(written)
    if number in known:
        return number
    name = written.lstrip("#@").lower()
    named = [id_ for id_, of in known.items() if of.lstrip("#@").lower() == name]
    return named[0] if len(named) == 1 and name else None


def channels(written: str, *, known: Known) -> list[str] | None:
    """The ids of channels; none for all of them."""
    if written in ("all", "everywhere"):
        return []
    found = [id_of(word, known.channels) for word in _words(written)]
    ids = [id_ for id_ in dict.fromkeys(found) if id_ is not None]
    return ids if ids and None not in found and len(ids) <= _MOST else None


def platforms(written: str, *, known: Known, empty: str) -> list[str] | None:
    """The names of platforms; `empty` is the word for none."""
    if written == empty:
        return []
    words = [_ALSO.get(word, word) for word in _words(written)]
    good = words and set(words) <= set(known.platforms)
    return list(dict.fromkeys(words)) if good else None


def _words(written: str) -> list[str]:
    return [word for word in re.split(r"[,\s]+", written) if word]
