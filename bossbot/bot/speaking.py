"""Answers put before people: as replies to messages, or to interactions."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable
from typing import Any, Final

import aiohttp
import discord
import structlog

from bossbot.bot.answers import Answer
from bossbot.messages.commands import please_wait
from bossbot.messages.directly import directly

log = structlog.get_logger(__name__)

NOBODY: Final = discord.AllowedMentions.none()
PROMPT: Final = 1.5
"""Seconds after which an interaction is told to wait; Discord gives it up after 3."""
NO_REPLY: Final = 160002
"""Discord's code: no reply without the right to read the channel's history."""

FAILURES: Final = (discord.DiscordException, aiohttp.ClientError, OSError)
"""What sending raises; `TimeoutError` is an `OSError`."""


async def to_message(message: discord.Message, answer: Answer) -> None:
    """Reply to a prefix command; where that isn't allowed, tell the author alone."""
    if not answer.text:
        return
    try:
        await _reply(message, answer)
    except (discord.Forbidden, discord.NotFound) as refused:
        await _directly(message, answer, refused)
    except FAILURES as reason:
        log.warning("reply failed", reason=repr(reason))


async def to_interaction(
    interaction: discord.Interaction[Any],
    working: Awaitable[Answer],
    *,
    private: bool,
) -> Answer:
    """Answer an interaction as soon as the work is done; say that it takes a while.

    Args:
        interaction: Not answered yet.
        working: Gives the answer; raises nothing.
        private: Whether a late answer is for the caller's eyes; an early one is what
            it says itself.

    Returns:
        The answer; one with downloads isn't sent, for their status message is.
    """
    work = asyncio.ensure_future(working)
    done, _ = await asyncio.wait({work}, timeout=PROMPT)
    if not done:
        try:
            await interaction.response.defer(ephemeral=private, thinking=True)
        except FAILURES as reason:
            log.warning("interaction not answered", reason=repr(reason))
    answer = await work
    if answer.private and not private and interaction.response.is_done():
        await _take_back(interaction)
    if not answer.downloads and not answer.silent:
        await say(interaction, answer)
    return answer


async def say(
    interaction: discord.Interaction[Any],
    answer: Answer,
    *,
    view: discord.ui.View | None = None,
) -> str | None:
    """Send an answer, or one more; the message's id, None where that failed."""
    text = answer.text or please_wait()
    said: dict[str, Any] = {
        "files": _files(answer),
        "ephemeral": answer.private,
        "allowed_mentions": NOBODY,
        "suppress_embeds": True,
    }
    if view is not None:
        said["view"] = view
    try:
        if not interaction.response.is_done():
            sent = await interaction.response.send_message(text, **said)
            return str(sent.message_id)
        message = await interaction.followup.send(text, wait=True, **said)
    except FAILURES as reason:
        log.warning("interaction not answered", reason=repr(reason))
        return None
    return str(message.id)


async def _take_back(interaction: discord.Interaction[Any]) -> None:
    """Delete what everybody sees: what replaced it would be seen by all, too."""
    try:
        await interaction.delete_original_response()
    except FAILURES as reason:
        log.warning("interaction not taken back", reason=repr(reason))


async def _reply(message: discord.Message, answer: Answer) -> None:
    said: dict[str, Any] = {
        "nonce": f"r{message.id}",
        "allowed_mentions": NOBODY,
        "suppress_embeds": True,
    }
    reference = message.to_reference(fail_if_not_exists=False)
    try:
        await message.channel.send(
            answer.text, reference=reference, files=_files(answer), **said
        )
    except discord.HTTPException as error:
        if error.code != NO_REPLY:
            raise
        await message.channel.send(answer.text, files=_files(answer), **said)


async def _directly(
    message: discord.Message, answer: Answer, refused: Exception
) -> None:
    text = directly(answer.text, str(message.channel.id))
    try:
        await message.author.send(text, files=_files(answer), allowed_mentions=NOBODY)
    except FAILURES as reason:
        log.warning("reply failed", reason=repr(refused), directly=repr(reason))


def _files(answer: Answer) -> list[discord.File]:
    if answer.attached is None:
        return []
    return [
        discord.File(
            io.BytesIO(answer.attached.data),
            filename=answer.attached.name,
            description=answer.attached.description[:1000],
        )
    ]
