"""The real worker with stages that do nothing: `celery -A tests.world.empty_worker`.

For measuring and testing the ledger, the chain contract and recovery alone. A stage
does what the download's URL says: `https://empty.example/?fetch=sleep:5`. The orders:
`sleep:SECONDS`, `first:SECONDS` (sleeps in the first attempt alone), `die`, `fail`,
`full`, and `flaky:SECONDS` (fails once, and asks for so much patience).
"""

from __future__ import annotations

import asyncio
import os
import signal
from typing import Any
from urllib.parse import parse_qs, urlsplit

from celery import signals

import tasks.worker
from bossbot.bootstrap.worker import WorkerServices, worker_base
from bossbot.errors import DiskFullError, NetworkError, NotFoundError
from bossbot.models import STAGES
from bossbot.pipeline.job import Job
from bossbot.pipeline.ports import Outcome
from bossbot.pipeline.supervisor import Work
from bossbot.settings import Settings
from tasks import process
from tasks.celery import app
from tasks.draining import drain


def _work(stage: str) -> Work:
    async def work(job: Job) -> Outcome:
        query = parse_qs(urlsplit(job.record.request.url).query)
        for order in query.get(stage, []):
            await _obey(job, stage, order)
        if stage == "cleanup" and job.directory.is_dir():
            job.directory.rmdir()
        return Outcome()

    return work


async def _obey(job: Job, stage: str, order: str) -> None:
    word, _, value = order.partition(":")
    if word == "sleep" or (word == "first" and job.ref.attempt == 1):
        await asyncio.sleep(float(value))
    elif word == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    elif word == "fail":
        raise NotFoundError(platform="other")
    elif word == "full" and job.record.stages[stage].retries < 1:
        raise DiskFullError
    elif word == "flaky" and job.record.stages[stage].retries < 1:
        raise NetworkError(platform="other", retry_after=float(value))


async def _services() -> WorkerServices:
    made = {stage: _work(stage) for stage in STAGES}
    return worker_base(Settings.load(), app, lambda *_: made, draining=drain().begun)


@signals.worker_process_init.connect
def start_process(**_: Any) -> None:
    process.start(_services)


signals.worker_process_init.disconnect(tasks.worker.start_process)
