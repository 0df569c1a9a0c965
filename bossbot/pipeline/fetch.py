"""The fetch stage: the tool that knows the site, else the other one."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

import structlog

from bossbot.errors import BossBotError
from bossbot.media.split import MOST_PARTS
from bossbot.messages.accounts import advice
from bossbot.models import FETCH, Change, DownloadRecord, Format, Kind, StageTimes
from bossbot.pipeline.audience import all_barred, all_denied
from bossbot.pipeline.contents import source_of
from bossbot.pipeline.fallback import curable, most_telling
from bossbot.pipeline.job import Job
from bossbot.pipeline.ports import Fetched, FetchRequest, Outcome, ShortLinks, Tool
from bossbot.pipeline.short_links import real_link
from bossbot.queue.retries import after_error

SHORTEST: Final = 5.0
"""Seconds a second tool needs to have a chance; with less it is not tried."""

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
    source = source_of(record)
    directory = job.directory / source
    link = await real_link(
        record.request.url, short_links=short_links, directory=directory, allow=allow
    )
    strangers = all_denied(record, link.platform)
    if strangers and len(strangers) == len(record.owed):
        raise next(iter(strangers.values()))
    request = FetchRequest(
        url=link.url,
        platform=link.platform,
        directory=directory,
        format=record.wanted,
        fit_bytes=_fit_bytes(record),
        max_bytes=record.request.limits.source,
        max_files=record.request.max_files,
        deadline=deadline,
    )
    errors: dict[str, BossBotError] = {}
    for name in link.tools:
        left = ends - time.monotonic()
        last = next(reversed(errors.values()), None)
        if last and (left < SHORTEST or not curable(last, link, name)):
            break
        try:
            fetched = await tools[name].fetch(
                replace(request, deadline=left), job.report
            )
        except BossBotError as error:
            log.info("tool failed", tool=name, code=error.code, error=str(error))
            errors[name] = error
            continue
        _insist(fetched, record)
        outcome = _outcome(record, fetched, source, name, tried=tuple(errors))
        return replace(outcome, failed={**strangers, **outcome.failed})
    telling = most_telling(errors.values())
    if fix := advice(telling):
        log.warning("operators can help", platform=link.platform, fix=fix)
    raise telling


def _fit_bytes(record: DownloadRecord) -> int:
    """The most bytes a posted file of the format may have, for whoever may get most."""
    kind: Kind = "audio" if record.wanted is Format.AUDIO else "video"
    most = max(
        delivery.request.posted_limits.of(kind)
        for delivery in record.owed or record.deliveries
    )
    return most * MOST_PARTS if record.change is Change.SPLIT else most


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


def _outcome(
    record: DownloadRecord,
    fetched: Fetched,
    source: str,
    tool: str,
    *,
    tried: tuple[str, ...],
) -> Outcome:
    files = tuple(
        file.model_copy(update={"path": f"{source}/{file.path}"})
        for file in fetched.files
    )
    return Outcome(
        files=files,
        metadata=fetched.metadata.beneath(source),
        tool=tool,
        tried=tried,
        private=fetched.private,
        skipped=fetched.skipped,
        failed=all_barred(record, fetched.metadata),
    )
