"""The bot's `Preferences`, `Grants` and `Limiter` in memory."""

from __future__ import annotations

import time
from collections import defaultdict

from bossbot.access.stored import as_field, fields_of, server_settings, user_settings
from bossbot.messages.command import Rate
from bossbot.models import Ban, Refusal, ServerSettings, UserSettings
from bossbot.pipeline.ports import LedgerAwayError


class MemoryPreferences:
    """What users and servers set, shared by the bots of a test.

    Attributes:
        users: By user, as it stands in Redis: fields with JSON.
        servers: By server, likewise.
        away: Whether the ledger can't be reached.
    """

    def __init__(self) -> None:
        self.users: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self.servers: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self.away = False

    async def user(self, user: str) -> UserSettings:
        return user_settings(self._of(self.users, user))

    async def set_user(self, user: str, name: str, value: object) -> None:
        self._of(self.users, user)[name] = as_field(value)

    async def reset_user(self, user: str, name: str | None = None) -> None:
        _reset(self._of(self.users, user), name)

    async def server(self, guild: str) -> ServerSettings:
        return server_settings(self._of(self.servers, guild))

    async def set_server(self, guild: str, name: str, value: object) -> None:
        self._of(self.servers, guild)[name] = as_field(value)

    async def reset_server(self, guild: str, name: str | None = None) -> None:
        _reset(self._of(self.servers, guild), name)

    def _of(self, kept: defaultdict[str, dict[str, str]], id_: str) -> dict[str, str]:
        if self.away:
            raise LedgerAwayError("away")
        return kept[id_]


class MemoryGrants:
    """Bans and premium servers.

    Attributes:
        bans: By user.
        premiums: The ids of premium servers.
        away: Whether the ledger can't be reached.
    """

    def __init__(self) -> None:
        self.bans: dict[str, Ban] = {}
        self.premiums: set[str] = set()
        self.away = False

    async def ban(self, user: str, *, by: str, reason: str) -> None:
        self._reached()
        self.bans[user] = Ban(by=by, reason=reason, since=time.time())

    async def unban(self, user: str) -> bool:
        self._reached()
        return self.bans.pop(user, None) is not None

    async def banned(self, user: str) -> Ban | None:
        self._reached()
        return self.bans.get(user)

    async def premium(self, guild: str) -> bool:
        self._reached()
        return guild in self.premiums

    async def set_premium(self, guild: str, *, on: bool, by: str) -> None:
        self._reached()
        (self.premiums.add if on else self.premiums.discard)(guild)

    def _reached(self) -> None:
        if self.away:
            raise LedgerAwayError("away")


class MemoryLimiter:
    """Rate limits by a clock that a test moves; off unless it says so.

    Attributes:
        strict: Whether anything is ever refused.
        now: Seconds; stands still unless a test moves it.
        taken: When which user used what, in order; refused uses aren't in it.
        refused: The names of the rates that were refused, in order.
        away: Whether the ledger can't be reached.
    """

    def __init__(self, *, strict: bool = False) -> None:
        self.strict = strict
        self.now = 0.0
        self.taken: list[tuple[float, str, str]] = []
        self.refused: list[str] = []
        self.away = False
        self._pauses: dict[tuple[str, str], float] = {}
        self._told: dict[tuple[str, str], float] = {}

    async def take(self, user: str, rate: Rate, *, use: str = "") -> Refusal | None:
        self._reached()
        del use  # whoever asks twice in a test means it
        minute, rest = self._waits(user, rate)
        if self.strict and max(minute, rest) > 0:
            self.refused.append(rate.name)
            kind = f"{rate.name}:{'cooldown' if rest >= minute else 'minute'}"
            wait = max(minute, rest)
            first = self._first(user, kind, wait)
            return Refusal(wait=wait, cooldown=rest >= minute, first=first)
        self.taken.append((self.now, user, rate.name))
        self._pauses[user, rate.name] = self.now + rate.cooldown
        return None

    async def forgive(self, user: str, rate: Rate) -> None:
        self._reached()
        self._pauses.pop((user, rate.name), None)

    async def first(self, user: str, what: str) -> bool:
        self._reached()
        return not self.strict or self._first(user, what, 60.0)

    def _waits(self, user: str, rate: Rate) -> tuple[float, float]:
        """Seconds until the minute has room, and until the cooldown is over."""
        mine = [at for at, who, name in self.taken if (who, name) == (user, rate.name)]
        recent = [at for at in mine if at > self.now - 60][-rate.per_minute :]
        full = len(recent) == rate.per_minute
        minute = recent[0] + 60 - self.now if full else 0.0
        return minute, self._pauses.get((user, rate.name), self.now) - self.now

    def _first(self, user: str, what: str, seconds: float) -> bool:
        if self._told.get((user, what), self.now) > self.now:
            return False
        self._told[user, what] = self.now + seconds
        return True

    def _reached(self) -> None:
        if self.away:
            raise LedgerAwayError("away")


def _reset(fields: dict[str, str], name: str | None) -> None:
    for field in tuple(fields) if name is None else fields_of(name, tuple(fields)):
        del fields[field]
