"""What Flower gets to see: downloads and cleanups, no heartbeats, no password."""

from __future__ import annotations

from typing import Any

from celery import signals
from celery.beat import Service
from celery.worker.control import inspect_command
from kombu.utils.url import maybe_sanitize_url


@signals.beat_init.connect
def send_ticks_silently(sender: Service, **_: Any) -> None:
    """Beat's ticks would fill the history: the reconciler's alone are 28,800 a day.

    What housekeeping does is still seen, from the worker that does it.
    """
    sender.app.conf.task_send_sent_event = False


@inspect_command()
def stats(state: Any) -> dict[str, Any]:
    """Celery's own command, but for a password in the URL of a unix socket."""
    told: dict[str, Any] = state.consumer.controller.stats()
    broker = told.get("broker") or {}
    if broker.get("hostname"):
        broker["hostname"] = maybe_sanitize_url(broker["hostname"])
    return told
