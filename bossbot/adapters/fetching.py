"""What both download libraries have in common seen from outside: a job, and a guard."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from functools import partial
from typing import Any, Final

import structlog

from bossbot.adapters.cookies import CookieStore, Given, handed, names_for
from bossbot.adapters.egress import EgressGuard
from bossbot.adapters.fetched import SLACK, brought, explained
from bossbot.adapters.files import make_empty
from bossbot.adapters.sandbox import Sandbox
from bossbot.errors import (
    BossBotError,
    LoginRequiredError,
    NetworkError,
    PermissionDeniedError,
    UnknownError,
    WorkerLostError,
)
from bossbot.models import FETCH, OTHER, Progress
from bossbot.pipeline.ports import Fetched, FetchRequest, Report
from bossbot.pipeline.threads import to_the_end
from bossbot.sandbox.protocol import JobKind, JobProgress, JobSpec
from bossbot.settings import MB, Settings

_OF_ACCOUNTS: Final = (LoginRequiredError, PermissionDeniedError)
"""What another account, or one at all, might cure."""
_OF_ENDED_SESSIONS: Final = (LoginRequiredError, UnknownError)
"""What a site's refusal of an account looks like; the tools don't know each of them."""
_SHORTEST: Final = 5.0
"""Seconds that another try needs to have a chance."""

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
        self._user_agent = settings.user_agent
        self._cookies = CookieStore.of(settings)

    async def fetch(self, request: FetchRequest, report: Report) -> Fetched:
        """Bring the media of one URL.

        An account that the site no longer takes doesn't close what is open to
        everybody: that is tried once more without it.

        Raises:
            BossBotError: Classified; the partial files stay for the next try.
        """
        request.directory.mkdir(mode=0o700, exist_ok=True)
        given = self._cookies.lookup(request.platform, request.url)
        ends = time.monotonic() + request.deadline
        try:
            return await self._fetch(request, report, given)
        except _OF_ENDED_SESSIONS as error:
            left = ends - time.monotonic()
            crashed = isinstance(error, WorkerLostError)
            if not given.cookies or crashed or left < _SHORTEST:
                raise
            try:
                # What came by the account may not pass for what everybody may see.
                await to_the_end(partial(make_empty, request.directory))
                fetched = await self._fetch(
                    replace(request, deadline=left), report, replace(given, cookies=())
                )
            except (BossBotError, OSError):
                raise error from None
            log.warning(
                "cookies refused; fetched without them",
                platform=request.platform,
                cookie_file=f"{given.name}.txt",
            )
            return fetched

    async def _fetch(
        self, request: FetchRequest, report: Report, given: Given
    ) -> Fetched:
        try:
            value, verdict = await self._run(request, report, given)
            claim = value.pop("cookies", None) if isinstance(value, dict) else None
            fetched = brought(value, request, verdict)
        except _OF_ACCOUNTS as error:
            raise _advised(error, request.platform, given) from error
        asked = any(isinstance(one, LoginRequiredError) for one in fetched.skipped)
        if given.cookies and not asked:
            await self._cookies.keep(given, claim)
        return replace(fetched, private=bool(given.cookies))

    async def _run(
        self, request: FetchRequest, report: Report, given: Given
    ) -> tuple[Any, BossBotError | None]:
        """What the job says, and what the guard thinks of its connections."""
        async with self._guard.session(
            max_bytes=request.max_bytes,
            deadline=request.deadline,
            site=(*names_for(request.platform, request.url), request.platform),
        ) as session:
            try:
                with handed(given.text) as descriptors:
                    async with asyncio.timeout(request.deadline):
                        value = await self._sandbox.run(
                            self._spec(request, session.url, descriptors),
                            on_progress=_telling(report),
                        )
            except TimeoutError:
                raise NetworkError(
                    platform=request.platform, reason="timeout"
                ) from None
            except BossBotError as error:
                raise explained(error, session.verdict) from error
            return value, session.verdict

    def _spec(
        self, request: FetchRequest, proxy: str, descriptors: Mapping[int, int]
    ) -> JobSpec:
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
                "deadline": request.deadline,
                "ca_file": ca_file,
                "user_agent": self._user_agent,
                "cookies_descriptor": next(iter(descriptors), None),
                "closed": self._cookies.places,
            },
            directory=str(request.directory),
            memory=self._memory,
            file_size=request.max_bytes + SLACK,
            descriptors=dict(descriptors),
            environment={} if ca_file is None else {"SSL_CERT_FILE": ca_file},
        )


def _advised(error: BossBotError, platform: str, given: Given) -> BossBotError:
    """The error with what an operator has to know to do something about it.

    That some server of the Internet refuses a file is seldom a matter of accounts.
    """
    asks = isinstance(error, LoginRequiredError) or platform != OTHER
    if not given.name or (given.state == "none" and not asks):
        return error
    data = {**error.data, "cookies": given.state, "cookie_file": f"{given.name}.txt"}
    return type(error)(retry_after=error.retry_after, **data)


def _telling(report: Report) -> Callable[[JobProgress], None]:
    return lambda progress: report(Progress(stage=FETCH, **asdict(progress)))
