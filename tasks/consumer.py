"""Celery's consumer, but for two of its faults.

When the broker's connection breaks while messages are unacknowledged (a retry that
counts down, a task that waits for a free process), Celery 5.7 with kombu 5.7 wants to
put them back through the connection it has just dismantled, and the worker ends with
"'NoneType' object has no attribute 'hostname'", all its stages with it. Nothing has to
be put back: the ledger misses what isn't begun in time, and sends it again.
"""

from __future__ import annotations

import functools
import warnings
from typing import Any, Final

import structlog
from celery.exceptions import CPendingDeprecationWarning
from celery.worker import consumer

log = structlog.get_logger(__name__)

_TRY_EVERY: Final = 2.0
"""Seconds between two attempts to reach the broker."""


class Consumer(consumer.Consumer):
    """The consumer of our workers (`worker_consumer`)."""

    def ensure_connected(self, conn: Any) -> Any:
        """Connect, with a try every other second for as long as it takes."""
        conn.ensure_connection = functools.partial(
            conn.ensure_connection, interval_max=_TRY_EVERY
        )
        return super().ensure_connected(conn)

    def on_connection_error_after_connected(self, exc: Exception) -> None:
        """Let go of a broken connection, whatever it takes."""
        with warnings.catch_warnings():
            # What `celeryconfig` sets is meant.
            warnings.simplefilter("ignore", CPendingDeprecationWarning)
            try:
                super().on_connection_error_after_connected(exc)
            except AttributeError as error:
                log.warning("unacknowledged messages are left", reason=str(error))
