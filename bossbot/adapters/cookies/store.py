"""The cookies for a fetch, and what becomes of those that it renewed."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Literal, Self

import structlog

from bossbot.adapters.cookies.copies import Copies
from bossbot.adapters.cookies.jar import Jar, JarError, read
from bossbot.adapters.cookies.netscape import Cookie, write
from bossbot.adapters.cookies.renewal import changes
from bossbot.adapters.cookies.scope import names_for
from bossbot.pipeline.threads import to_the_end
from bossbot.settings import Settings
from bossbot.storage.layout import Layout

log = structlog.get_logger(__name__)


type State = Literal["none", "used", "expired", "unusable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The cookies for one fetch, if there are any.

    Attributes:
        name: Of their site, or of the site they might be for; empty where none can.
        state: `used`, or why there are none.
        digest: Of the operator's file that they come from.
    """

    name: str
    state: State = "none"
    digest: str = ""
    cookies: tuple[Cookie, ...] = field(default=(), repr=False)

    @property
    def text(self) -> str | None:
        """For the job."""
        return write(self.cookies) if self.cookies else None


class CookieStore:
    """The operator's files, and beside them the private copies of this host.

    Args:
        directory: Where the operator puts files (COOKIES_DIR); None for no cookies.
        layout: The storage root that holds the copies.
        now: The clock, in epoch seconds.
    """

    def __init__(
        self,
        *,
        directory: Path | None,
        layout: Layout,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._directory = directory
        self._copies = Copies(layout)
        self._now = now
        self._told: dict[str, str] = {}

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The one that COOKIES_DIR and STORAGE_ROOT ask for."""
        root = settings.storage_root.expanduser().absolute()
        directory = settings.cookies_dir and settings.cookies_dir.expanduser()
        return cls(directory=directory, layout=Layout(root))

    @property
    def places(self) -> list[str]:
        """The directories that hold cookies of all sites: nothing for a job."""
        kept = str(self._copies.directory)
        given = self._directory
        return [kept] if given is None else [kept, str(given.absolute())]

    def lookup(self, platform: str, url: str) -> Given:
        """The cookies for a link, read anew each time: they get renewed."""
        names = names_for(platform, url)
        nothing = Given(name=names[-1] if names else "")
        if self._directory is None:
            return nothing
        for name in names:
            try:
                return self._given(read(self._directory, name))
            except FileNotFoundError:
                continue
            except JarError as error:
                self._warn(name, error.fault, "cookies not usable", reason=error.fault)
                return Given(name=name, state="unusable")
        return nothing

    async def keep(self, given: Given, claim: object) -> None:
        """Take over what the site renewed, as a job claims it; it never fails.

        Nothing is changed when the operator's file was written anew meanwhile.
        """
        changed = changes(claim, given.cookies)
        if not changed or self._directory is None:
            return
        try:
            async with self._copies.alone() as alone:
                if alone:
                    await to_the_end(partial(self._renew, given, changed))
        except Exception as error:  # noqa: BLE001 - the media is here already
            name = type(error).__name__
            log.warning("renewed cookies not kept", site=given.name, error=name)

    def copy(self, jar: Jar) -> tuple[Cookie, ...] | None:
        """What became of a file's cookies since the operator wrote it, if anything."""
        return self._copies.of(jar)

    def _given(self, jar: Jar) -> Given:
        copy = self.copy(jar)
        cookies = jar.cookies if copy is None else copy
        fresh = tuple(one for one in cookies if not one.is_expired(self._now()))
        if jar.shared:
            self._warn(
                jar.name, jar.digest, "cookies that others may read", path=str(jar.path)
            )
        if jar.foreign:
            domains = sorted(jar.foreign)[:10]
            self._warn(
                jar.name, jar.digest, "cookies of other sites left out", domains=domains
            )
        if not fresh:
            self._warn(jar.name, jar.digest, "cookies have expired")
            return Given(name=jar.name, state="expired")
        return Given(name=jar.name, state="used", digest=jar.digest, cookies=fresh)

    def _renew(self, given: Given, changed: tuple[Cookie, ...]) -> None:
        assert self._directory is not None
        with suppress(FileNotFoundError, JarError):
            jar = read(self._directory, given.name)
            if jar.digest == given.digest:
                self._copies.renew(jar, changed, self._now())

    def _warn(self, name: str, version: str, event: str, **facts: object) -> None:
        """Say it once of a file as it is."""
        if self._told.get(f"{name} {event}") != version:
            self._told[f"{name} {event}"] = version
            log.warning(event, site=name, **facts)
