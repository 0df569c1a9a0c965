"""Turns what the ledger decided into Celery messages.

The only module of `bossbot` that knows Celery. Chains are built from stage names, so
that a sender needs no task code: the bot and the command line import none.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from celery import Celery, chain
from celery.canvas import Signature
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from bossbot.adapters.embedded.urls import broker_url
from bossbot.adapters.ledger import Sending
from bossbot.models import STAGES, JobReference
from bossbot.queue.names import host_queue

CRASHED: Final = "crashed"
"""The errback's task name."""

TRANSPORT_OPTIONS: Final[dict[str, Any]] = {
    # A silent connection is found dead in seconds, not in the kernel's hours.
    "socket_timeout": 30,
    "socket_connect_timeout": 5,
    "health_check_interval": 25,
    # Never of use to us (messages are acknowledged early), but the default of an
    # hour would repeat a backoff's message in the middle of a long one.
    "visibility_timeout": 6 * 3600,
    # Publishing doesn't wait for an absent broker; consumers have a rule of their own.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
}
_BROKEN: Final = (RedisError, KombuError, OSError)
"""What publishing raises when the broker can't be reached."""


class BrokerAwayError(Exception):
    """The broker took no message; whether an earlier one arrived is not known."""


def readable(ref: JobReference) -> str:
    """What Flower shows as a stage's arguments: enough to find the download."""
    return f"({ref.id}, {ref.platform})"


def sender(url: str) -> Celery:
    """A Celery app that can send and nothing else.

    Args:
        url: The broker, as redis-py spells it.
    """
    app = Celery("bossbot-sender", set_as_current=False)
    app.conf.update(
        broker_url=broker_url(url),
        broker_transport_options=TRANSPORT_OPTIONS,
        broker_connection_timeout=5,
        broker_pool_limit=2,
        task_ignore_result=True,
        task_serializer="json",
        accept_content=["json"],
        task_send_sent_event=True,
    )
    return app


class Dispatcher:
    """Sends stages to hosts. Blocking, and safe to repeat: the ledger fences."""

    def __init__(self, app: Celery) -> None:
        self._app = app

    def send(self, sendings: Iterable[Sending]) -> None:
        """Send each download's chain from its stage on.

        Raises:
            BrokerAwayError: Nothing is lost: the begin deadlines pass and the
                reconciler sends again.
        """
        for sending in sendings:
            _publish(self._chain(sending))

    def clean(self, hosts: Iterable[str], kinds: Iterable[str]) -> None:
        """Have hosts run cleanups now.

        Args:
            hosts: Their disk ids.
            kinds: Of `temp`, `main` and `deep`.

        Raises:
            BrokerAwayError: The schedule goes on without.
        """
        for host in hosts:
            for kind in kinds:
                queue = host_queue(host)
                _publish(self._app.signature(f"clean_{kind}", options={"queue": queue}))

    def _chain(self, sending: Sending) -> Signature[Any]:
        ref = sending.ref.model_dump(mode="json")
        options = {
            "queue": host_queue(sending.ref.host),
            "argsrepr": readable(sending.ref),
        }
        # Exactly one argument, and immutable: with more, Celery would run the errback
        # in the worker's main process.
        errback = self._app.signature(CRASHED, args=(ref,), immutable=True, **options)
        stages = STAGES[STAGES.index(sending.stage) :]
        first, *rest = [self._app.signature(name, options=options) for name in stages]
        return chain(first.clone(args=(ref,)), *rest, app=self._app).on_error(errback)


def _publish(message: Signature[Any]) -> None:
    """Send, and once more where that failed.

    Without kombu's own retry: that one closes the channel under the publication it
    repeats when declaring the queue has failed, which then ends in an AttributeError.
    """
    try:
        message.apply_async(retry=False)
    except _BROKEN:
        # A pooled connection broke while nobody used it, most often. An absent broker
        # isn't waited for.
        try:
            message.apply_async(retry=False)
        except _BROKEN as error:
            raise BrokerAwayError(type(error).__name__) from error
