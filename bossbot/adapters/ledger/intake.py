"""What members and operators do with the ledger: enqueue, cancel, remember."""

from __future__ import annotations

import json
from typing import Final

from bossbot.adapters.ledger.dispatching import Sending
from bossbot.adapters.ledger.scripts import PREFIX, Scripts, ledger_errors
from bossbot.adapters.ledger.window import Window
from bossbot.errors import CancelledError
from bossbot.models import SCHEMA, Priority, Request
from bossbot.queue.timing import RECORD_KEPT

_RANKS: Final = {Priority.HIGH: 0, Priority.NORMAL: 1, Priority.LOW: 2}


class Intake(Window):
    """The way in; the windows to look through come along."""

    def __init__(self, scripts: Scripts) -> None:
        super().__init__(scripts.client)
        self._scripts = scripts

    async def enqueue(self, download_id: str, request: Request) -> bool:
        """Put a download among the waiting.

        Returns:
            Whether it is new; asking again with the same id changes nothing.
        """
        added = await self._scripts(
            "enqueue",
            id=download_id,
            request=request.model_dump_json(exclude_none=True),
            schema_number=SCHEMA,
            rank=_RANKS[request.priority],
            pin=request.pin or "",
            kept=int((request.retention + RECORD_KEPT) * 1000),
        )
        return bool(added)

    async def cancel(self, download_id: str, *, by: str) -> Sending | None:
        """End a download from outside.

        Returns:
            The cleanup to send to its host; None where it had ended, or left nothing.
        """
        error = json.dumps(CancelledError(by=by).to_dict())
        answer = await self._scripts("cancel", id=download_id, error=error)
        sending = Sending.parse(json.loads(answer)) if answer else None
        return sending if sending and sending.ref.host else None

    async def set_status_message(self, download_id: str, message_id: str) -> None:
        """Remember which message shows this download, across restarts of the bot."""
        await self._scripts("status", id=download_id, message=message_id)

    async def set_bookmark(self, stream_id: str) -> None:
        """Remember how far the bot has read the stream of events."""
        with ledger_errors():
            await self._client.set(f"{PREFIX}bookmark", stream_id)
