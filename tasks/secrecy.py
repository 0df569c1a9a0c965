"""What other processes may see of ours: nothing."""

from __future__ import annotations

from typing import Any

from celery import signals

from bossbot.kernel import keep_memory_private


@signals.celeryd_init.connect
@signals.beat_init.connect
def hide(**_: Any) -> None:
    """Close the memory of worker (before its pool forks) and beat to their jobs."""
    keep_memory_private()
