"""A Discord client that logs in and never connects to the gateway."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

import aiohttp
import discord

from bossbot.adapters.discord_api import point_at
from bossbot.errors import DiscordError
from bossbot.settings import SettingsError

PATIENCE: Final = 30.0
"""A longer rate limit frees the worker instead of being waited for here."""


class DiscordLogin:
    """One HTTP session per process, kept over many uploads.

    It is made at the first delivery (that is when the token must be there), and anew
    when it was closed or belongs to an event loop that is gone.

    Args:
        api_base: `DISCORD_API_BASE`.
        gateway: `DISCORD_GATEWAY`.
        token: Gives the token, or raises `SettingsError`.
    """

    def __init__(
        self, *, api_base: str, gateway: str | None, token: Callable[[], str]
    ) -> None:
        point_at(api_base, gateway)
        self._token = token
        self._client: discord.Client | None = None
        self._connector: aiohttp.TCPConnector | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = asyncio.Lock()

    async def client(self) -> discord.Client:
        """A client that is logged in.

        Raises:
            DiscordError: There is no token, or Discord doesn't know it.
        """
        if self._loop is not asyncio.get_running_loop():
            self._client = None
            self._loop, self._lock = asyncio.get_running_loop(), asyncio.Lock()
        async with self._lock:
            closed = self._connector is None or self._connector.closed
            if self._client is None or closed:
                self._client = await self._made()
            return self._client

    async def close(self) -> None:
        """End the session; the next delivery makes another."""
        client, self._client = self._client, None
        if client is not None and self._loop is asyncio.get_running_loop():
            await client.close()

    async def _made(self) -> discord.Client:
        try:
            token = self._token()
        except SettingsError as error:
            raise DiscordError(status=401, reason="login") from error
        self._connector = aiohttp.TCPConnector(limit=0)
        client = discord.Client(
            intents=discord.Intents(guilds=True),
            max_messages=None,
            max_ratelimit_timeout=PATIENCE,
            connector=self._connector,
            allowed_mentions=discord.AllowedMentions.none(),
        )
        try:
            await client.login(token)
        except BaseException:
            await client.close()
            raise
        return client
