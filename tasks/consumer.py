"""Celery's consumer, but for one of its faults.

When the broker's connection breaks while messages are unacknowledged (a retry that
counts down, a task that waits for a free process), Celery 5.7 with kombu 5.7 wants to
put them back through the connection it has just dismantled, and the worker ends with
"'NoneType' object has no attribute 'hostname'", all its stages with it. Nothing has to
be put back: the ledger misses what isn't begun in time, and sends it again.
"""

from __future__ import annotations

import warnings

import structlog
from celery.exceptions import CPendingDeprecationWarning
from celery.worker import consumer

log = structlog.get_logger(__name__)


class Consumer(consumer.Consumer):
    """The consumer of our workers (`worker_consumer`)."""

    def on_connection_error_after_connected(self, exc: Exception) -> None:
        """Let go of a broken connection, whatever it takes."""
        with warnings.catch_warnings():
            # What `celeryconfig` sets is meant.
            warnings.simplefilter("ignore", CPendingDeprecationWarning)
            try:
                super().on_connection_error_after_connected(exc)
            except AttributeError as error:
                log.warning("unacknowledged messages are left", reason=str(error))
