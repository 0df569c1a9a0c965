"""One look at a site: its link is fetched as a member's would be, and thrown away."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Final

from bossbot.errors import BossBotError, DiskFullError, NetworkError
from bossbot.models import (
    FETCH,
    SCHEMA,
    DirectoryTarget,
    DownloadRecord,
    Format,
    JobReference,
    Limits,
    Request,
    StageTimes,
    State,
)
from bossbot.pipeline.execution import Work
from bossbot.pipeline.job import Job
from bossbot.pipeline.ports import Draining
from bossbot.queue.canaries import LARGEST, LONGEST_LOOK

NAME: Final = "canary"
"""Of the temp directory; no download has such a short id. One look at a time, and what
a killed one left is removed by the next, or by the temp cleanup."""

_GRACE: Final = 5.0
"""Seconds a fetch may overstay its own deadline."""
_POLL: Final = 1.0


async def look(
    request: Request, *, fetch: Work, directory: Path, draining: Callable[[], bool]
) -> BossBotError | None:
    """Fetch a link; how that failed, or None.

    Args:
        request: As `canary_request` makes it.
        fetch: The fetch stage.
        directory: An empty directory that is ours.
        draining: Whether this worker is going away.

    Raises:
        Draining: It is; nothing is known then.
    """
    running = asyncio.create_task(_fetched(request, fetch, directory))
    try:
        while not running.done():
            if draining():
                raise Draining
            await asyncio.wait({running}, timeout=_POLL)
        return running.result()
    finally:
        running.cancel()
        await asyncio.wait({running})


async def _fetched(
    request: Request, fetch: Work, directory: Path
) -> BossBotError | None:
    try:
        async with asyncio.timeout(LONGEST_LOOK + _GRACE):
            await fetch(_job(request, directory))
    except BossBotError as error:
        return error
    except TimeoutError:
        return NetworkError(platform=request.platform, reason="timeout")
    except OSError as error:
        if DiskFullError.explains(error):
            return DiskFullError()
        raise
    return None


def canary_request(*, url: str, canonical: str, platform: str) -> Request:
    """What a look asks for: one file, the smallest there is, and no second try."""
    return Request(
        url=url,
        canonical=canonical,
        platform=platform,
        format=Format.SMALLEST,
        guild=NAME,
        user=NAME,
        limits=Limits(image=LARGEST, audio=LARGEST, video=LARGEST, source=LARGEST),
        max_files=1,
        max_retries=0,
        target=DirectoryTarget(path=""),
    )


def _job(request: Request, directory: Path) -> Job:
    """The stage's handle, as if there were a download."""
    return Job(
        ref=JobReference(id=NAME, attempt=1, host="", platform=request.platform),
        record=DownloadRecord(
            id=NAME,
            schema_number=SCHEMA,
            request=request,
            state=State.RUNNING,
            stage=FETCH,
            attempt=1,
            created=0,
            updated=0,
            stages={FETCH: StageTimes()},
        ),
        owner=NAME,
        directory=directory,
        report=lambda _: None,
        permit=_permitted,
    )


async def _permitted() -> None:
    """Nothing that others see is done here."""
