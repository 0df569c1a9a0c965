"""What both download libraries have in common seen from outside: a job, and a guard."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Final

import structlog

from bossbot.adapters.egress import EgressGuard
from bossbot.adapters.fetched import SLACK, brought, explained
from bossbot.adapters.sandbox import Sandbox
from bossbot.errors import BossBotError, NetworkError
from bossbot.models import FETCH, Progress
from bossbot.pipeline.ports import Fetched, FetchRequest, Report
from bossbot.sandbox.protocol import JobKind, JobProgress, JobSpec
from bossbot.settings import MB, Settings

_COOKIES_LIMIT: Final = MB

log = structlog.get_logger(__name__)


class SandboxedTool:
    """A download library in a sandbox job, behind a session of the egress guard."""

    name: str
    kind: JobKind

    def __init__(
        self, *, sandbox: Sandbox, guard: EgressGuard, settings: Settings
    ) -> None:
        self._sandbox = sandbox
        self._guard = guard
        self._memory = settings.job_memory_mb * MB
        self._ca_file = settings.ca_file
        self._cookies_dir = settings.cookies_dir

    async def fetch(self, request: FetchRequest, report: Report) -> Fetched:
        """Bring the media of one URL.

        Raises:
            BossBotError: Classified; the partial files stay for the next try.
        """
        request.directory.mkdir(mode=0o700, exist_ok=True)
        cookies = self._cookies(request.platform)
        async with self._guard.session(
            max_bytes=request.max_bytes, deadline=request.deadline
        ) as session:
            try:
                async with asyncio.timeout(request.deadline):
                    value = await self._sandbox.run(
                        self._spec(request, session.url, cookies),
                        on_progress=_telling(report),
                    )
            except TimeoutError:
                raise NetworkError(
                    platform=request.platform, reason="timeout"
                ) from None
            except BossBotError as error:
                raise explained(error, session.verdict) from error
            verdict = session.verdict
        return replace(brought(value, request, verdict), private=bool(cookies))

    def _spec(self, request: FetchRequest, proxy: str, cookies: str | None) -> JobSpec:
        ca_file = None if self._ca_file is None else str(self._ca_file.absolute())
        return JobSpec(
            kind=self.kind,
            params={
                "url": request.url,
                "platform": request.platform,
                "proxy": proxy,
                "format": request.format.value,
                "fit_bytes": request.fit_bytes,
                "max_bytes": request.max_bytes,
                "max_files": request.max_files,
                "ca_file": ca_file,
                "cookies": cookies,
            },
            directory=str(request.directory),
            memory=self._memory,
            file_size=request.max_bytes + SLACK,
            environment={} if ca_file is None else {"SSL_CERT_FILE": ca_file},
        )

    def _cookies(self, platform: str) -> str | None:
        """The operator's cookies for a platform, read anew: they get renewed."""
        if self._cookies_dir is None or not platform.isalnum():
            return None
        try:
            with (self._cookies_dir / f"{platform}.txt").open() as file:
                return file.read(_COOKIES_LIMIT)
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            log.warning("cookies not readable", platform=platform, error=repr(error))
            return None


def _telling(report: Report) -> Callable[[JobProgress], None]:
    return lambda progress: report(Progress(stage=FETCH, **asdict(progress)))
