"""What all stages share: supervision, retry, what follows an end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import structlog
from celery import Task

from bossbot.adapters.ledger import Sending
from bossbot.bootstrap.worker import WorkerServices
from bossbot.dispatch import BrokerAwayError, readable
from bossbot.errors import BossBotError
from bossbot.models import CLEANUP, TRANSCODE, UPLOAD, JobReference
from bossbot.pipeline.ports import LedgerAwayError
from bossbot.pipeline.results import (
    Again,
    Done,
    Failed,
    More,
    Released,
    Result,
    Superseded,
)
from bossbot.queue.names import host_queue
from tasks import process

type Ref = dict[str, Any]

log = structlog.get_logger(__name__)


class StageTask(Task):  # type: ignore[type-arg]
    """A stage: decodes the reference, runs the domain's function, returns it.

    It retries only what the ledger decided to retry, keeps no state, and is not in
    charge of recovery: whatever it doesn't report, the reconciler finds.
    """

    throws = (BossBotError,)
    max_retries = None

    def supervise(self, ref: Ref) -> Ref:
        """Run one stage under supervision and do what its end asks for."""
        reference = JobReference.model_validate(ref)
        with structlog.contextvars.bound_contextvars(
            download=reference.id,
            platform=reference.platform,
            stage=self.name,
            attempt=reference.attempt,
        ):
            result = process.run(lambda services: services.run(reference, self.name))
            return self._conclude(ref, reference, result)

    def _conclude(self, ref: Ref, reference: JobReference, result: Result) -> Ref:
        match result:
            case Done():
                if self.name == UPLOAD:  # the slot is free again
                    _follow_up()
                return ref
            case Superseded():
                # A plain return would run the rest of the chain.
                self.request.chain = None
                return ref
            case More(onwards):
                self.request.chain = None
                _follow_up(Sending(onwards, TRANSCODE))
                return ref
            case Released():
                self.request.chain = None
                _follow_up()  # to another host, if there is one
                return ref
            case Again(delay, True, error):
                options: dict[str, Any] = {
                    "queue": host_queue(reference.host),
                    "argsrepr": readable(reference),
                }
                raise self.retry(exc=error, countdown=delay, **options)
            case Again(_, _, error):
                self.request.chain = None
                _follow_up()
                raise error
            case Failed(error):
                self.request.chain = None
                if self.name == CLEANUP:
                    _follow_up()
                else:
                    _follow_up(Sending(reference, CLEANUP))
                raise error


def _follow_up(*sendings: Sending) -> None:
    """Send these and hand out free slots; while Redis is away, the reconciler will."""
    try:
        process.run(lambda services: _send(services, sendings))
    except (LedgerAwayError, BrokerAwayError) as error:
        log.warning("left to the reconciler", reason=repr(error))


async def _send(services: WorkerServices, sendings: Sequence[Sending]) -> None:
    services.dispatcher.send(sendings)
    await services.admit()
