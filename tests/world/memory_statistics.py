"""The bot's `Statistics` in memory."""

from __future__ import annotations

from datetime import date, timedelta

from bossbot.models import DAYS, Day, ServerStatistics, Tally, UserStatistics
from bossbot.pipeline.ports import LedgerAwayError

TODAY = date(2026, 3, 2)


def a_server(*tallies: Tally, total: Tally | None = None) -> ServerStatistics:
    """The newest of thirty days, the others empty; all there ever were, unless told."""
    padded = [*[Tally()] * (DAYS - len(tallies)), *tallies]
    first = TODAY - timedelta(days=DAYS - 1)
    days = tuple(
        Day(day=first + timedelta(days=number), tally=tally)
        for number, tally in enumerate(padded)
    )
    return ServerStatistics(days=days, total=total or sum(tallies, Tally()))


class MemoryStatistics:
    """What was counted, by server, and by server and user."""

    def __init__(self) -> None:
        self.servers: dict[str, ServerStatistics] = {}
        self.users: dict[tuple[str, str], UserStatistics] = {}
        self.away = False

    async def server(self, guild: str) -> ServerStatistics:
        self._reached()
        return self.servers.get(guild, a_server())

    async def user(self, guild: str, user: str) -> UserStatistics:
        self._reached()
        return self.users.get((guild, user), UserStatistics())

    def _reached(self) -> None:
        if self.away:
            raise LedgerAwayError("away")
