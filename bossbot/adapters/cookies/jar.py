"""A cookie file of the operator's: read, judged, and cut down to its site's cookies."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal

from bossbot.adapters.cookies.netscape import Cookie, parse
from bossbot.adapters.cookies.scope import domains_of, is_within
from bossbot.links.platforms import DOMAINS

MOST_BYTES: Final = 1024 * 1024
"""A whole browser's cookies; of one site they are a hundredth of that."""
MOST_COOKIES: Final = 300

type Fault = Literal["unreadable", "too large", "no text", "not Netscape", "no cookies"]


class JarError(Exception):
    """A cookie file that can't be used.

    Attributes:
        fault: Why, in words for people; nothing of its content.
    """

    def __init__(self, path: Path, fault: Fault) -> None:
        self.path = path
        self.fault: Fault = fault
        super().__init__(f"{path.name}: {fault}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Jar:
    """The cookies of one site.

    Attributes:
        name: The site's: a platform, or a domain.
        cookies: Those of the site, expired ones too.
        digest: Of the whole file; another one means that somebody wrote it anew.
        foreign: Domains of other sites, whose cookies were left out.
        broken: How many lines were left out, because they are no cookies.
        shared: Whether others on this machine may read the file.
    """

    name: str
    path: Path
    cookies: tuple[Cookie, ...] = field(repr=False)
    digest: str
    foreign: frozenset[str] = frozenset()
    broken: int = 0
    shared: bool = False


def read(directory: Path, name: str) -> Jar:
    """The file of a site, by its name.

    Raises:
        FileNotFoundError: There is none.
        JarError: It is of no use.
    """
    path = directory / f"{name}.txt"
    content, mode = _content(path)
    try:
        parsed = parse(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise JarError(path, "no text") from None
    domains = domains_of(name)
    own = [one for one in parsed.cookies if is_within(one.domain, domains)]
    foreign = {one.domain for one in parsed.cookies} - {one.domain for one in own}
    if not own:
        nothing = parsed.broken and not parsed.cookies
        raise JarError(path, "not Netscape" if nothing else "no cookies")
    # No platform is reached without TLS; exports often forget to say so.
    never_plain = name in DOMAINS.values()
    return Jar(
        name=name,
        path=path,
        cookies=tuple(
            replace(one, secure=one.secure or never_plain) for one in own[:MOST_COOKIES]
        ),
        digest=hashlib.sha256(content).hexdigest(),
        foreign=frozenset(foreign),
        broken=parsed.broken,
        shared=bool(mode & (stat.S_IRWXG | stat.S_IRWXO)),
    )


def _content(path: Path) -> tuple[bytes, int]:
    """The bytes and the mode of a plain file; a mounted secret is a link to one."""
    try:
        # Not waiting: something else than a file may stand there.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(descriptor, "rb") as file:  # noqa: PTH123
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                raise JarError(path, "unreadable")
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise
    except OSError:
        raise JarError(path, "unreadable") from None
    if len(content) > MOST_BYTES:
        raise JarError(path, "too large")
    return content, found.st_mode
