"""The fetch stage: the tool that knows the site, else the other one."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

import structlog

from bossbot.errors import (
    BossBotError,
    InvalidFileError,
    LoginRequiredError,
    PermissionDeniedError,
    UnknownError,
    UnsupportedUrlError,
)
from bossbot.models import FETCH, DownloadRecord, Format, Kind, StageTimes
from bossbot.pipeline.contents import SOURCE
from bossbot.pipeline.job import Job
from bossbot.pipeline.ports import Fetched, FetchRequest, Outcome, ShortLinks, Tool
from bossbot.pipeline.short_links import real_link
from bossbot.queue.retries import after_error

SHORTEST: Final = 5.0
"""Seconds a second tool needs to have a chance; with less it is not tried."""

_CURABLE: Final = (
    InvalidFileError,
    LoginRequiredError,
    PermissionDeniedError,
    UnsupportedUrlError,
)
"""What one tool meets and the other may not: it asks the site in another way."""
_HOPELESS: Final = frozenset({"live", "drm"})
"""Reasons of such errors that lie in the media itself."""

log = structlog.get_logger(__name__)


async def fetch(
    job: Job,
    *,
    tools: Mapping[str, Tool],
    short_links: ShortLinks,
    deadline: float,
    allow: Collection[str] = (),
) -> Outcome:
    """Bring the media of the download's link into its temp directory.

    Args:
        job: The execution.
        tools: By name, as `bossbot.links` calls them.
        short_links: Tells where a short link leads.
        deadline: Seconds for all tools together.
        allow: `host:port` pairs that may be private (setting `EGRESS_ALLOW`).

    Raises:
        BossBotError: No tool brought a file, or one is missing that the next attempt
            may bring; what is there already is then not fetched again.
    """
    record = job.record
    ends = time.monotonic() + deadline
    directory = job.directory / SOURCE
    link = await real_link(
        record.request.url, short_links=short_links, directory=directory, allow=allow
    )
    request = FetchRequest(
        url=link.url,
        platform=link.platform,
        directory=directory,
        format=record.request.format,
        fit_bytes=_fit_bytes(record),
        max_bytes=record.request.limits.source,
        max_files=record.request.max_files,
        deadline=deadline,
    )
    errors: list[BossBotError] = []
    for name in link.tools:
        left = ends - time.monotonic()
        if errors and left < SHORTEST:
            break
        try:
            fetched = await tools[name].fetch(
                replace(request, deadline=left), job.report
            )
        except BossBotError as error:
            log.info("tool failed", tool=name, code=error.code, error=str(error))
            errors.append(error)
            if not _curable(error):
                break
            continue
        _insist(fetched, record)
        return _outcome(fetched, name)
    raise _telling(errors)


def _fit_bytes(record: DownloadRecord) -> int:
    """The most bytes a posted file of the format may have, for whoever may get most."""
    kind: Kind = "audio" if record.request.format is Format.AUDIO else "video"
    return max(
        delivery.request.posted_limits.of(kind)
        for delivery in record.owed or record.deliveries
    )


def _curable(error: BossBotError) -> bool:
    if isinstance(error, UnknownError):
        # A fault of the library; its subclasses are faults of the sandbox.
        return type(error) is UnknownError
    return isinstance(error, _CURABLE) and error.data.get("reason") not in _HOPELESS


def _insist(fetched: Fetched, record: DownloadRecord) -> None:
    """Raise what may pass by itself, as long as there will be another attempt."""
    times = record.stages.get(FETCH, StageTimes())
    for error in fetched.skipped:
        if after_error(
            FETCH,
            error,
            retries=times.retries,
            max_retries=record.request.max_retries,
            draw=min,
        ):
            raise error


def _outcome(fetched: Fetched, tool: str) -> Outcome:
    files = tuple(
        file.model_copy(update={"path": f"{SOURCE}/{file.path}"})
        for file in fetched.files
    )
    return Outcome(
        files=files,
        metadata=fetched.metadata,
        tool=tool,
        private=fetched.private,
        skipped=fetched.skipped,
    )


def _telling(errors: list[BossBotError]) -> BossBotError:
    """The error that says most.

    Of two that say something it is the one of the tool that knows the site, unless
    trying again may help. That a tool has no extractor, or broke, says less.
    """
    vague = (UnsupportedUrlError, UnknownError)
    clear = [one for one in errors if not isinstance(one, vague)]
    passing = [one for one in clear if not one.permanent]
    final = [one for one in errors if one.permanent]
    return [*passing, *clear, *final, *errors][0]
