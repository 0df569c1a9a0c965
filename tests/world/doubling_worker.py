"""The empty worker, all of whose messages are delivered twice."""

from __future__ import annotations

from tests.world.doubling import send_twice
from tests.world.empty_worker import app

__all__ = ["app"]

send_twice(app)
