"""What Discord was found to take per file, server by server, where it took less."""

from __future__ import annotations

from typing import Final

from bossbot.adapters.ledger.scripts import PREFIX, Scripts, ledger_errors

WEEK: Final = 7 * 86_400.0
"""After that the server may have more again, and is asked anew."""


class UploadLimits:
    """Learnt limits; every method raises `LedgerAwayError` without Redis."""

    def __init__(self, scripts: Scripts) -> None:
        self._scripts = scripts

    async def learned(self, guild: str) -> int | None:
        """The most bytes a file may have in a server; None where nothing was refused.

        It is one more limit beside the server's table: the smallest holds.
        """
        with ledger_errors():
            most = await self._scripts.client.get(f"{PREFIX}uploads:{guild}")
        return int(most) if most else None

    async def lower(self, guild: str, most: int) -> int:
        """Remember that a server takes no more than so many bytes.

        Returns:
            What holds now: an earlier finding may be lower.
        """
        answer = await self._scripts(
            "uploads", guild=guild, most=most, lasts=int(WEEK * 1000)
        )
        return int(answer)
