"""The Netscape cookie file: seven fields a line, separated by tabs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

HEADER: Final = "# Netscape HTTP Cookie File"
_HTTP_ONLY: Final = "#HttpOnly_"
_FIELDS: Final = 7
_LONGEST: Final = 8192
"""Characters of name and value; browsers take half of that."""
_DOMAIN: Final = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
_PATH: Final = re.compile(r"/[^\s;]{0,1000}")
_EXPIRES: Final = re.compile(r"(\d{0,12})(?:\.\d*)?|-\d+")
_TEXT: Final = re.compile(r"[\x20-\x3a\x3c-\x7e\x80-\xff]*")
"""No control character, no `;`, which would be another cookie, and nothing that headers
can't carry: a request with one of those fails, and so would every fetch of the site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cookie:
    """One cookie.

    Attributes:
        domain: In lower case, without a leading dot.
        below: Whether the hosts below the domain get it, too.
        expires: Epoch seconds; 0 where it lasts as long as a browser runs.
    """

    domain: str
    below: bool
    path: str
    secure: bool
    expires: int
    name: str
    value: str = field(repr=False)

    @property
    def key(self) -> tuple[str, bool, str, str]:
        """A later one with the same key takes its place."""
        return self.domain, self.below, self.path, self.name

    def is_expired(self, now: float) -> bool:
        """Whether no browser would send it any more."""
        return 0 < self.expires <= now


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What a text holds: its cookies, and how many lines are none."""

    cookies: tuple[Cookie, ...] = field(repr=False)
    broken: int


def parse(text: str) -> Parsed:
    """Read a file's text; the last of several cookies with one key counts."""
    found: dict[tuple[str, bool, str, str], Cookie] = {}
    broken = 0
    for line in text.split("\n"):
        plain = line.removesuffix("\r").removeprefix(_HTTP_ONLY)
        if not plain.strip() or plain.startswith("#"):
            continue
        cookie = _cookie(plain.split("\t"))
        if cookie is None:
            broken += 1
        else:
            found[cookie.key] = cookie
    return Parsed(cookies=tuple(found.values()), broken=broken)


def write(cookies: Iterable[Cookie], *comments: str) -> str:
    """The text of a file, such as either download library reads."""
    lines = [HEADER, *(f"# {comment}" for comment in comments)]
    return "\n".join([*lines, *map(_line, cookies), ""])


def _cookie(fields: list[str]) -> Cookie | None:
    if len(fields) != _FIELDS:
        return None
    domain, below, path, secure, expires, name, value = fields
    host = domain.lower().removeprefix(".")
    until = _EXPIRES.fullmatch(expires)
    if not (_DOMAIN.fullmatch(host) and _PATH.fullmatch(path) and until and name):
        return None
    if len(name) + len(value) > _LONGEST or not _TEXT.fullmatch(name + value):
        return None
    return Cookie(
        domain=host,
        below=domain.startswith(".") or below.upper() == "TRUE",
        path=path,
        secure=secure.upper() == "TRUE",
        expires=int(until[1] or 0),
        name=name,
        value=value,
    )


def _line(cookie: Cookie) -> str:
    flags = {True: "TRUE", False: "FALSE"}
    return "\t".join(
        (
            f".{cookie.domain}" if cookie.below else cookie.domain,
            flags[cookie.below],
            cookie.path,
            flags[cookie.secure],
            str(cookie.expires),
            cookie.name,
            cookie.value,
        )
    )
