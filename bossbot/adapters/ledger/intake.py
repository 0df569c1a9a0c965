"""The way in: new downloads, or further deliveries of those under way."""

from __future__ import annotations

import json
from typing import Any, Final

from bossbot.adapters.ledger.records import Records
from bossbot.adapters.ledger.scripts import PREFIX, Scripts, ledger_errors
from bossbot.errors import DailyLimitError, IntakeStoppedError, QueueFullError
from bossbot.models import SCHEMA, Priority, Request, Taken
from bossbot.queue.timing import RECORD_KEPT
from bossbot.storage.again import may_serve_again
from bossbot.storage.kept import place_of

_RANKS: Final = {Priority.HIGH: 0, Priority.NORMAL: 1, Priority.LOW: 2}
_MOST_DELIVERIES: Final = 100
"""That share one download; whoever comes later starts another."""


class Intake:
    """Takes requests in.

    Args:
        scripts: The ledger's.
        max_waiting: How many may wait in one server (setting MAX_QUEUE_SIZE).
    """

    def __init__(self, scripts: Scripts, *, max_waiting: int) -> None:
        self._scripts = scripts
        self._records = Records(scripts.client)
        self._max_waiting = max_waiting

    async def enqueue(self, download_id: str, request: Request) -> Taken:
        """Put a download among the waiting, or join one that is under way.

        Asking again with the same id changes nothing.

        Raises:
            QueueFullError: So many wait in this server already.
            DailyLimitError: The user asked for all they may today.
            IntakeStoppedError: An operator takes nothing in for now.
        """
        answer = json.loads(
            await self._scripts(
                "enqueue",
                id=download_id,
                request=request.model_dump_json(exclude_none=True),
                schema_number=SCHEMA,
                guild=request.guild,
                user=request.user,
                rank=_RANKS[request.priority],
                at_once=request.at_once,
                per_day=request.per_day,
                pin=request.pin or "",
                site=request.site,
                platform=request.platform,
                share=request.share_key,
                retention=int(request.retention * 1000),
                kept=int((request.retention + RECORD_KEPT) * 1000),
                max_waiting=self._max_waiting,
                most_deliveries=_MOST_DELIVERIES,
                **await self._kept(request),
            )
        )
        _refuse(answer, request)
        return Taken(
            new="known" not in answer, joined=bool(answer.get("joined", False))
        )

    async def _kept(self, request: Request) -> dict[str, str]:
        """Where storage has what a request asks for, if it may have it."""
        if request.pin is not None:
            return {}
        with ledger_errors():
            known = await self._scripts.client.get(f"{PREFIX}share:{request.share_key}")
            if not known:
                return {}
            now, _ = await self._scripts.client.time()
        kept = await self._records.record(str(known))
        if kept is None or not may_serve_again(kept, request, now):
            return {}
        return {"host": kept.host, "again": place_of(kept).key}


def _refuse(answer: dict[str, Any], request: Request) -> None:
    if "stopped" in answer:
        raise IntakeStoppedError(reason=answer["stopped"])
    if "full" in answer:
        raise QueueFullError(waiting=answer["full"])
    if "used" in answer:
        raise DailyLimitError(
            used=answer["used"],
            limit=request.per_day,
            resets_in=answer["resets_in"] / 1000,
        )
