"""Short links, followed one step at a time by sandbox jobs."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from bossbot.adapters.cookies import names_for
from bossbot.adapters.egress import EgressGuard
from bossbot.adapters.fetched import explained
from bossbot.adapters.sandbox import Sandbox
from bossbot.errors import (
    BossBotError,
    FileTooLargeError,
    NetworkError,
    UnknownError,
    UnsupportedUrlError,
)
from bossbot.sandbox.protocol import JobSpec
from bossbot.settings import MB, Settings

_PATIENCE: Final = 30.0
"""Seconds for one step."""


class SandboxedShortLinks:
    """Asks a shortener where a link leads, behind a session of the egress guard."""

    def __init__(
        self, *, sandbox: Sandbox, guard: EgressGuard, settings: Settings
    ) -> None:
        self._sandbox = sandbox
        self._guard = guard
        self._memory = settings.job_memory_mb * MB
        self._ca_file = settings.ca_file

    async def target(self, url: str, platform: str, directory: Path) -> str:
        """The link that a short one leads to, as the site says it.

        Raises:
            BossBotError: Classified.
        """
        directory.mkdir(mode=0o700, exist_ok=True)
        async with self._guard.session(
            max_bytes=MB, deadline=_PATIENCE, site=(*names_for(platform, url), platform)
        ) as session:
            spec = self._spec(url, platform, session.url, directory)
            try:
                async with asyncio.timeout(_PATIENCE):
                    return _told(await self._sandbox.run(spec))
            except TimeoutError:
                raise NetworkError(platform=platform, reason="timeout") from None
            except BossBotError as error:
                told = explained(error, session.verdict)
                if isinstance(told, FileTooLargeError):  # no file of anybody's
                    told = UnsupportedUrlError(
                        host=urlsplit(url).hostname, reason="no_media"
                    )
                raise told from error

    def _spec(self, url: str, platform: str, proxy: str, directory: Path) -> JobSpec:
        ca_file = None if self._ca_file is None else str(self._ca_file.absolute())
        return JobSpec(
            kind="short_link",
            params={
                "url": url,
                "platform": platform,
                "proxy": proxy,
                "format": "best",
                "fit_bytes": MB,
                "max_bytes": MB,
                "max_files": 1,
                "ca_file": ca_file,
            },
            directory=str(directory),
            memory=self._memory,
            file_size=MB,
        )


def _told(value: Any) -> str:
    try:
        return str(value["url"])
    except (KeyError, TypeError) as error:
        raise UnknownError(reason="result") from error
