"""A broker that delivers everything twice, played at the sender."""

from __future__ import annotations

from typing import Any

from celery import Celery


def send_twice(app: Celery) -> None:
    """Let whatever this app sends from now on be sent twice."""
    once = app.amqp.send_task_message

    def twice(*arguments: Any, **options: Any) -> Any:
        once(*arguments, **options)
        return once(*arguments, **options)

    app.amqp.__dict__["send_task_message"] = twice
