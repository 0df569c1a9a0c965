"""Executions of a stage as the supervisor makes them, without one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bossbot.models import DownloadRecord, JobReference, Progress, StageTimes, State
from bossbot.pipeline.job import Job
from tests.world.requests import a_request


async def _always() -> None:
    pass


def a_job(
    directory: Path, *, retries: int = 0, told: list[Progress] | None = None, **how: Any
) -> Job:
    """An execution of the fetch stage for `a_request(**how)`."""
    record = DownloadRecord(
        id="d1",
        schema_number=1,
        request=a_request(**how),
        state=State.RUNNING,
        stage="fetch",
        attempt=1,
        created=0,
        updated=0,
        stages={"fetch": StageTimes(retries=retries)},
    )
    return Job(
        ref=JobReference(
            id="d1", attempt=1, host="h", platform=record.request.platform
        ),
        record=record,
        owner="me",
        directory=directory,
        report=(told if told is not None else []).append,
        permit=_always,
    )
