"""Status messages sent, edited and found through discord.py. They mention nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import aiohttp
import discord

from bossbot.bot.speaking import NO_REPLY, NOBODY
from bossbot.bot.status.ages import is_old
from bossbot.bot.status.buttons import view_of
from bossbot.bot.status.content import Content
from bossbot.bot.status.trouble import Gone, Refused, Shut, Undone

PATIENCE: Final = 20.0
"""Seconds for an edit, the library's own waits for Discord's limits included."""

_UNKNOWN_MESSAGE: Final = 10008
_SHUT: Final = {30046, 50083}
"""Too many edits of a message older than an hour; an archived thread."""
_LOOKED_THROUGH: Final = 50


async def send_status(
    client: discord.Client,
    channel: str,
    content: Content,
    *,
    reply_to: str | None,
    nonce: str,
) -> tuple[str, str]:
    """Send a status message; its id, and what it says (see `firsts.Send`).

    Raises:
        Trouble: As `bossbot.bot.status.trouble` has it; the nonce keeps it from being
            sent twice.
    """
    place = client.get_partial_messageable(int(channel))
    said: dict[str, Any] = {
        "content": content.text,
        "nonce": nonce,
        "allowed_mentions": NOBODY,
        "suppress_embeds": True,
    }
    if (view := view_of(content.buttons, content.command)) is not None:
        said["view"] = view
    with _translated():
        try:
            message = await place.send(**said, **_reference(channel, reply_to))
        except discord.HTTPException as error:
            if error.code != NO_REPLY:
                raise
            message = await place.send(**said)
    return str(message.id), message.content


async def edit_status(
    client: discord.Client, channel: str, message: str, content: Content
) -> None:
    """Have a status message show something else; raises as `send_status`."""
    place = client.get_partial_messageable(int(channel))
    view = view_of(content.buttons, content.command)
    try:
        with _translated():
            async with asyncio.timeout(PATIENCE):
                await place.get_partial_message(int(message)).edit(
                    content=content.text, view=view, allowed_mentions=NOBODY
                )
    except Undone as reason:
        if isinstance(reason.__cause__, TimeoutError) and is_old(message):
            raise Shut("too slow for an old message") from reason
        raise


async def find_status(client: discord.Client, channel: str, command: str) -> str | None:
    """The status message of a command, in the channel's history; None if unreadable."""
    place = client.get_partial_messageable(int(channel))
    after = discord.Object(int(command))
    try:
        with _translated():
            async for message in place.history(
                limit=_LOOKED_THROUGH, after=after, oldest_first=True
            ):
                if _is_status(client, message, int(command)):
                    return str(message.id)
    except (Gone, Refused, Shut):
        return None
    return None


async def tell_directly(
    client: discord.Client, user: str, text: str, nonce: str
) -> None:
    """Write to somebody alone; raises as `send_status`."""
    with _translated():
        place = await client.create_dm(discord.Object(int(user)))
        await place.send(
            text, nonce=nonce, allowed_mentions=NOBODY, suppress_embeds=True
        )


def _reference(channel: str, reply_to: str | None) -> dict[str, Any]:
    if reply_to is None:
        return {}
    reference = discord.MessageReference(
        message_id=int(reply_to), channel_id=int(channel), fail_if_not_exists=False
    )
    return {"reference": reference}


def _is_status(client: discord.Client, message: discord.Message, command: int) -> bool:
    """Whether it is ours, shows controls, and answers this command."""
    if client.user is None or message.author.id != client.user.id:
        return False
    if message.interaction_metadata is not None:
        return message.interaction_metadata.id == command
    replied = message.reference is not None and message.reference.message_id == command
    return replied and bool(message.components) and not message.attachments


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except discord.HTTPException as error:
        raise _trouble(error) from error
    except discord.DiscordException as error:
        raise Undone(type(error).__name__) from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise Undone(type(error).__name__) from error


def _trouble(error: discord.HTTPException) -> Exception:
    told = f"{error.status} ({error.code})"
    if error.code in _SHUT:
        return Shut(told)
    if error.code == _UNKNOWN_MESSAGE:
        return Gone(told)
    if error.status in {401, 403, 404}:
        return Refused(told)
    if error.status >= 500 or error.status == 429:
        return Undone(told)
    return Shut(told)
