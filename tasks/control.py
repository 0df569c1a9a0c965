"""The reconciler's tick, for deployments whose bot is away."""

from __future__ import annotations

from tasks import process
from tasks.celery import app


# Every three seconds: in Flower it would hide the downloads.
@app.task(name="reconcile", send_events=False)
def reconcile() -> None:
    """Put right what dead processes left, and hand out free slots."""
    process.run(lambda services: services.reconcile())
