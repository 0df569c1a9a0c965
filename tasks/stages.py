"""The five stages, and what hears of a crashed one."""

from __future__ import annotations

import structlog

from bossbot.dispatch import CRASHED
from bossbot.models import CLEANUP, FETCH, TRANSCODE, UPLOAD, VALIDATE
from tasks.base import Ref, StageTask
from tasks.celery import app

log = structlog.get_logger(__name__)


@app.task(base=StageTask, bind=True, name=FETCH)
def fetch(self: StageTask, ref: Ref) -> Ref:
    """Bring the media from the site into the temp directory."""
    return self.supervise(ref)


@app.task(base=StageTask, bind=True, name=VALIDATE)
def validate(self: StageTask, ref: Ref) -> Ref:
    """Make sure that the files are what they claim to be."""
    return self.supervise(ref)


@app.task(base=StageTask, bind=True, name=TRANSCODE)
def transcode(self: StageTask, ref: Ref) -> Ref:
    """Make the files fit what the target takes."""
    return self.supervise(ref)


@app.task(base=StageTask, bind=True, name=UPLOAD)
def upload(self: StageTask, ref: Ref) -> Ref:
    """Put the files before the requester, once."""
    return self.supervise(ref)


@app.task(base=StageTask, bind=True, name=CLEANUP)
def cleanup(self: StageTask, ref: Ref) -> Ref:
    """Keep what was delivered and give back the temp space."""
    return self.supervise(ref)


@app.task(name=CRASHED)
def crashed(ref: Ref) -> None:
    """Hear that a stage ended without return; the ledger decides what follows."""
    log.info("chain ended early", download=ref["id"], attempt=ref["attempt"])
