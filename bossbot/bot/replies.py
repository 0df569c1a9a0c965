"""Messages sent and edited through discord.py, mentioning nobody but who asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import discord
import structlog

from bossbot.bot.status.editor import Gone, Undone

log = structlog.get_logger(__name__)

_NOBODY = discord.AllowedMentions.none()


async def reply(message: discord.Message, text: str) -> None:
    """Answer a command; who can't be answered isn't."""
    try:
        place = message.channel
        await _send(place, place.id, str(message.id), text, prefix="r")
    except (Gone, Undone) as reason:
        log.warning("reply failed", reason=repr(reason))


async def send_status(
    client: discord.Client, channel: str, request: str, text: str
) -> tuple[str, str]:
    """Reply to a command with its status message; its id and what it says.

    Raises:
        Gone: The channel is gone, or not ours to write in.
        Undone: It may work later; the nonce keeps it from being sent twice.
    """
    place = client.get_partial_messageable(int(channel))
    return await _send(place, place.id, request, text, prefix="s")


async def edit_status(
    client: discord.Client, channel: str, message: str, text: str
) -> None:
    """Have a status message say something else; raises as `send_status`."""
    place = client.get_partial_messageable(int(channel))
    with _translated():
        await place.get_partial_message(int(message)).edit(
            content=text, allowed_mentions=_NOBODY
        )


async def _send(
    place: discord.abc.Messageable,
    channel_id: int,
    request: str,
    text: str,
    *,
    prefix: str,
) -> tuple[str, str]:
    reference = discord.MessageReference(
        message_id=int(request), channel_id=channel_id, fail_if_not_exists=False
    )
    with _translated():
        message = await place.send(
            text,
            reference=reference,
            nonce=f"{prefix}{request}",
            allowed_mentions=_NOBODY,
            suppress_embeds=True,
        )
    return str(message.id), message.content


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (discord.NotFound, discord.Forbidden) as error:
        raise Gone from error
    except discord.HTTPException as error:
        if error.status < 500 and error.status != 429:
            raise Gone from error
        raise Undone(str(error.status)) from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise Undone(type(error).__name__) from error
