"""What was posted: deleted, or changed, when its requester wants that."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import discord
import structlog

from bossbot.bot.speaking import FAILURES, NOBODY
from bossbot.bot.status.buttons import view_without
from bossbot.messages.controls import Action, without_link
from bossbot.messages.status import MOST

log = structlog.get_logger(__name__)


class DiscordPosts:
    """Deletes posts through the bot's own connection.

    Args:
        client: Logged in.
    """

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def delete(self, channel: str, messages: Sequence[str]) -> bool:
        """Delete messages; whether none of them is there any more."""
        place = self._client.get_partial_messageable(int(channel))
        gone = True
        for message in messages:
            try:
                await place.get_partial_message(int(message)).delete()
            except discord.NotFound:
                continue
            except FAILURES as reason:
                log.warning("post not deleted", message=message, reason=repr(reason))
                gone = False
        return gone

    async def amend(
        self,
        channel: str,
        status: str,
        *,
        without: Collection[Action],
        note: str = "",
        unlinked: str | None = None,
    ) -> None:
        """Change a status message; it may be gone."""
        place = self._client.get_partial_messageable(int(channel))
        try:
            message = await place.fetch_message(int(status))
            said = without_link(message.content, unlinked)
            text = f"{said}\n{note}".strip()
            await message.edit(
                content=said if note in said or len(text) > MOST else text,
                view=view_without(message, without),
                allowed_mentions=NOBODY,
            )
        except FAILURES as reason:
            log.warning("not amended", message=status, reason=repr(reason))
