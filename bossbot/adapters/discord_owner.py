"""Direct messages to the bot's owner, by `discord_login`'s client."""

from __future__ import annotations

import asyncio
from typing import Final

import discord

from bossbot.adapters.discord_errors import translated
from bossbot.adapters.discord_login import DiscordLogin
from bossbot.models import DiscordTarget

_PATIENCE: Final = 20.0
"""Seconds; who tells the owner something has other things to do."""


class DiscordOwner:
    """Implements `bossbot.pipeline.ports.Owner`.

    Args:
        login: The bot's.
        user_id: The owner's (setting DISCORD_ADMIN_USER_ID).
    """

    def __init__(self, login: DiscordLogin, user_id: str) -> None:
        self._login = login
        self._target = DiscordTarget(channel_id=user_id, upload_limit=0)

    async def tell(self, text: str, *, nonce: str) -> None:
        """Send a message, once for each nonce.

        Raises:
            DiscordError: Discord would not take it; `permanent` where the owner takes
                no messages, or doesn't exist.
            NetworkError: Discord can't be reached.
        """
        async with translated(self._target), asyncio.timeout(_PATIENCE):
            client = await self._login.client()
            owner = await client.fetch_user(int(self._target.channel_id))
            await owner.send(
                text, nonce=nonce, allowed_mentions=discord.AllowedMentions.none()
            )
