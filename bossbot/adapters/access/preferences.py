"""What users and servers set for themselves: a hash each, for as long as they want."""

from __future__ import annotations

from typing import Final

from redis.asyncio import Redis

from bossbot.access.stored import as_field, fields_of, server_settings, user_settings
from bossbot.adapters.ledger.scripts import PREFIX, ledger_errors
from bossbot.models import ServerSettings, UserSettings

_USER: Final = f"{PREFIX}user:"
_SERVER: Final = f"{PREFIX}server:"


class Preferences:
    """Implements `bossbot.bot.ports.Preferences`.

    Args:
        client: The ledger's.
    """

    def __init__(self, client: Redis) -> None:
        self._client = client

    async def user(self, user: str) -> UserSettings:
        """A user's settings; the defaults where nothing was set."""
        return user_settings(await self._fields(_USER + user))

    async def set_user(self, user: str, name: str, value: object) -> None:
        """Set one; the value is valid, and JSON can say it."""
        await self._set(_USER + user, name, value)

    async def reset_user(self, user: str, name: str | None = None) -> None:
        """Go back to the default of one, or of all."""
        await self._reset(_USER + user, name)

    async def server(self, guild: str) -> ServerSettings:
        """A server's settings."""
        return server_settings(await self._fields(_SERVER + guild))

    async def set_server(self, guild: str, name: str, value: object) -> None:
        """Set one; a role's are called `role:{id}:{what}`."""
        await self._set(_SERVER + guild, name, value)

    async def reset_server(self, guild: str, name: str | None = None) -> None:
        """Go back to the default of one, of all, or of a role's all (`role:{id}`)."""
        await self._reset(_SERVER + guild, name)

    async def _fields(self, key: str) -> dict[str, str]:
        with ledger_errors():
            found = await self._client.hgetall(key)
        return {str(name): str(value) for name, value in found.items()}

    async def _set(self, key: str, name: str, value: object) -> None:
        with ledger_errors():
            await self._client.hset(key, name, as_field(value))

    async def _reset(self, key: str, name: str | None) -> None:
        with ledger_errors():
            if name is None:
                await self._client.delete(key)
                return
            known = [str(field) for field in await self._client.hkeys(key)]
            if fields := fields_of(name, known):
                await self._client.hdel(key, *fields)
