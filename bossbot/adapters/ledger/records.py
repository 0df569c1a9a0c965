"""The records themselves, as whole downloads."""

from __future__ import annotations

from typing import Final, cast

from redis.asyncio import Redis

from bossbot.adapters.ledger.codec import decode
from bossbot.adapters.ledger.scripts import PREFIX, ledger_errors
from bossbot.models import DownloadRecord
from bossbot.queue.names import is_download_id

DELIVERIES: Final = "deliveries"
"""The field that every record has."""


class Records:
    """Reads records; every method raises `LedgerAwayError` without Redis."""

    def __init__(self, client: Redis) -> None:
        self._client = client

    async def record(self, download_id: str) -> DownloadRecord | None:
        """The download of this id as it stands; None when there is no record."""
        if not is_download_id(download_id):
            return None
        name = f"{PREFIX}download:{download_id}"
        with ledger_errors():
            fields = cast("dict[str, str]", await self._client.hgetall(name))
        return decode(download_id, fields) if DELIVERIES in fields else None
