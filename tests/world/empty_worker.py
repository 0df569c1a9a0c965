"""The real worker with stages that do nothing: `celery -A tests.world.empty_worker`.

For measuring and testing the ledger, the chain contract and recovery alone. A stage
does what the download's URL says: `https://empty.example/?fetch=sleep:5`. The orders:
`sleep:SECONDS`, `first:SECONDS` (sleeps in the first attempt alone), `die`, `fail`,
`full`, `flaky:SECONDS` (fails once, and asks for so much patience), and `upload=post`:
what fetch wrote is posted under all of the ledger's rules (`tests.world.notes`).
"""

from __future__ import annotations

import asyncio
import os
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from celery import signals

import tasks.worker
from bossbot.adapters.ledger import Scripts, Stages
from bossbot.bootstrap.canaries import canary_watch
from bossbot.bootstrap.worker import WorkerServices, worker_base
from bossbot.errors import DiskFullError, NetworkError, NotFoundError
from bossbot.models import CLEANUP, FETCH, STAGES, UPLOAD, MediaFile
from bossbot.pipeline.job import Job
from bossbot.pipeline.ports import Outcome
from bossbot.pipeline.supervisor import Work
from bossbot.pipeline.upload import upload
from bossbot.settings import Settings
from tasks import process
from tasks.celery import app
from tasks.draining import drain
from tests.world.notes import NotesPoster

POST = "post"
_FILE = "file"


def _work(stage: str, ledger: Stages) -> Work:
    async def work(job: Job) -> Outcome:
        query = parse_qs(urlsplit(job.record.request.url).query)
        for order in query.get(stage, []):
            if order == POST:
                posters = {"directory": NotesPoster()}
                await upload(job, ledger=ledger, posters=posters)
            else:
                await _obey(job, stage, order)
        if stage == FETCH and POST in query.get(UPLOAD, []):
            return _fetched(job)
        if stage == CLEANUP:
            await job.permit()
            _clean(job)
        return Outcome()

    return work


def _fetched(job: Job) -> Outcome:
    (job.directory / _FILE).write_text(job.ref.id)
    file = MediaFile(path=_FILE, name=f"{job.ref.id}.txt", size=len(job.ref.id))
    return Outcome(files=(file,))


def _clean(job: Job) -> None:
    if job.directory.is_dir():
        (job.directory / _FILE).unlink(missing_ok=True)
        job.directory.rmdir()


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
    settings, draining = Settings.load(), drain().begun
    services = worker_base(
        settings,
        app,
        lambda ledger, *_: {stage: _work(stage, ledger) for stage in STAGES},
        draining=draining,
    )
    watch = canary_watch(
        settings,
        zygote=Path(os.devnull),
        disk=services.disk,
        scripts=Scripts(services.client),
        closing=services.closing,
        draining=draining,
    )
    if watch is not None:
        watch = replace(watch, fetch=_work(FETCH, Stages(Scripts(services.client))))
    return replace(services, watch=watch)


@signals.worker_process_init.connect
def start_process(**_: Any) -> None:
    process.start(_services)


signals.worker_process_init.disconnect(tasks.worker.start_process)
