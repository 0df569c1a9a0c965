"""The empty worker on a broker that delivers everything twice."""

from __future__ import annotations

from typing import Any

from tests.world.empty_worker import app

__all__ = ["app"]

_send_once = app.amqp.send_task_message


def _send_twice(*arguments: Any, **options: Any) -> Any:
    _send_once(*arguments, **options)
    return _send_once(*arguments, **options)


app.amqp.__dict__["send_task_message"] = _send_twice
