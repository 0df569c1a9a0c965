"""What the bot's owner gives and takes: bans, and premium servers."""

from __future__ import annotations

import json
from typing import Final

from pydantic import ValidationError
from redis.asyncio import Redis

from bossbot.adapters.ledger.scripts import PREFIX, ledger_errors
from bossbot.models import Ban

_BANS: Final = f"{PREFIX}bans"
_PREMIUM: Final = f"{PREFIX}premium"


class Grants:
    """Implements `bossbot.bot.ports.Grants`.

    Args:
        client: The ledger's.
    """

    def __init__(self, client: Redis) -> None:
        self._client = client

    async def ban(self, user: str, *, by: str, reason: str) -> None:
        """Keep a user out, in every server; once more gives it another reason."""
        with ledger_errors():
            ban = Ban(by=by, reason=reason, since=await self._now())
            await self._client.hset(_BANS, user, ban.model_dump_json())

    async def unban(self, user: str) -> bool:
        """Let them in again; whether they were out."""
        with ledger_errors():
            return bool(await self._client.hdel(_BANS, user))

    async def banned(self, user: str) -> Ban | None:
        """Why a user is kept out; what can't be read keeps them out all the same."""
        with ledger_errors():
            text = await self._client.hget(_BANS, user)
        if text is None:
            return None
        try:
            return Ban.model_validate_json(text)
        except ValidationError:
            return Ban(by="", since=0)

    async def premium(self, guild: str) -> bool:
        """Whether a server is a premium one."""
        with ledger_errors():
            return bool(await self._client.hexists(_PREMIUM, guild))

    async def set_premium(self, guild: str, *, on: bool, by: str) -> None:
        """Make it one, or no longer; who did it, and when, stays with it."""
        with ledger_errors():
            if on:
                told = json.dumps({"by": by, "since": await self._now()})
                await self._client.hset(_PREMIUM, guild, told)
            else:
                await self._client.hdel(_PREMIUM, guild)

    async def _now(self) -> float:
        seconds, microseconds = await self._client.time()
        return float(seconds) + float(microseconds) / 1e6
