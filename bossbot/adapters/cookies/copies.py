"""This host's private copies of operators' files, with what sites have renewed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import structlog

from bossbot.adapters.cookies.jar import MOST_BYTES, Jar
from bossbot.adapters.cookies.netscape import Cookie, parse, write
from bossbot.adapters.cookies.renewal import merged
from bossbot.adapters.cookies.scope import domains_of, is_within
from bossbot.adapters.disk import durable, locks
from bossbot.storage.layout import Layout

_PATIENCE: Final = 5.0
"""Seconds to wait for a parallel fetch to write its own."""
_SOURCE: Final = "# source: "
"""Before the digest of the file that a copy was made of."""

log = structlog.get_logger(__name__)


class Copies:
    """One per operator's file, below the storage root."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    @property
    def directory(self) -> Path:
        """Where all of them lie."""
        return self._layout.cookies

    def of(self, jar: Jar) -> tuple[Cookie, ...] | None:
        """What became of a file's cookies since the operator wrote it, if anything."""
        try:
            with self._layout.jar(jar.name).open(encoding="utf-8") as file:
                text = file.read(MOST_BYTES)
        except (OSError, UnicodeDecodeError):
            return None
        if f"{_SOURCE}{jar.digest}" not in text.split("\n", 3)[:3]:
            return None
        domains = domains_of(jar.name)
        return tuple(c for c in parse(text).cookies if is_within(c.domain, domains))

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[bool]:
        """Whether nobody else on this host writes copies, once that is so; or not."""
        durable.make_directory(self._layout.locks)
        durable.make_directory(self.directory)
        path = self._layout.lock("cookies")
        async with locks.one_of([path], timeout=_PATIENCE) as held:
            yield held is not None

    def renew(self, jar: Jar, changed: tuple[Cookie, ...], now: float) -> None:
        """Write a file's copy anew; only for who is `alone`."""
        whole = merged(self.of(jar) or jar.cookies, changed, now)
        text = write(whole, _SOURCE.removeprefix("# ") + jar.digest)
        self._clear(jar.path.parent)
        durable.write(self._layout.jar(jar.name), text.encode())
        log.info("renewed cookies kept", site=jar.name)

    def _clear(self, given: Path) -> None:
        """Remove what a killed write left, and copies of files that are gone.

        Only one writes at a time, and only where the operator's files can be read.
        """
        for path in self.directory.iterdir():
            if path.name.startswith(".") or not (given / path.name).exists():
                path.unlink(missing_ok=True)
