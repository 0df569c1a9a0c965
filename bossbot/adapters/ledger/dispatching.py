"""What to send to which host: admission and the reconciler.

Both are safe to call from anywhere at any time: each is one script, and whoever dies
between the script and the sending leaves a begin deadline that the next pass finds.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final, Self

from bossbot.adapters.ledger.scripts import Scripts
from bossbot.errors import CancelledError, WorkerLostError
from bossbot.models import JobReference
from bossbot.queue import timing

_STEPS: Final = 200
"""Entries looked at in one step, which Redis does nothing else beside."""
_HOST_AWAY: Final = 60.0
_HOST_FORGOTTEN: Final = 86_400.0


@dataclass(frozen=True, slots=True)
class Sending:
    """A message that is to go out: run this download from this stage on."""

    ref: JobReference
    stage: str

    @classmethod
    def parse(cls, value: dict[str, Any]) -> Self:
        """From what a script returns."""
        ref = JobReference(
            id=value["id"],
            attempt=value["attempt"],
            host=value["host"],
            platform=value["platform"],
        )
        return cls(ref, value["stage"])


class Desk:
    """Hands out the slots of the deployment."""

    def __init__(self, scripts: Scripts, *, max_running: int) -> None:
        self._scripts = scripts
        self._max_running = max_running

    async def admit(self) -> list[Sending]:
        """Give free slots to those whose turn it is."""
        found: list[Sending] = []
        more = True
        while more:
            sent, more = await self._scripts(
                "admit", max_running=self._max_running, steps=_STEPS
            )
            found += [Sending.parse(value) for value in json.loads(sent)]
        return found

    async def reconcile(self) -> list[Sending]:
        """Put right what dead processes left behind."""
        answer = await self._scripts(
            "reconcile",
            resends=timing.RESENDS,
            max_crashes=timing.MAX_CRASHES,
            away=int(_HOST_AWAY * 1000),
            forget=int(_HOST_FORGOTTEN * 1000),
            paused=int(timing.PAUSED_KEPT * 1000),
            lost=json.dumps(WorkerLostError(times=timing.MAX_CRASHES).to_dict()),
            forgotten=json.dumps(CancelledError(by="nobody came back").to_dict()),
        )
        return [Sending.parse(value) for value in json.loads(answer)]
