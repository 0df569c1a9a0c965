"""Posts files to Discord from a worker, by `discord_login`'s client."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TypedDict

import discord

from bossbot.adapters.discord_errors import translated
from bossbot.adapters.discord_login import DiscordLogin
from bossbot.errors import DiscordRefusedError, UnknownError
from bossbot.media.batches import batches_of
from bossbot.messages.attachments import (
    attachment_name,
    caption,
    description,
    is_marked,
    mark,
    nonce,
)
from bossbot.messages.neutral import code
from bossbot.models import Delivery, DiscordTarget, DownloadRecord, MediaFile

LOOK_BACK: Final = 600.0
"""How far the clocks of Redis and Discord may differ when a post is looked for."""

MOST_SEARCHED: Final = 1000
"""Messages; a channel that is busier than this leaves the question open."""


class DiscordPoster:
    """Implements `bossbot.pipeline.ports.Poster` for Discord channels."""

    def __init__(self, login: DiscordLogin) -> None:
        self._login = login

    async def find(
        self, record: DownloadRecord, delivery: Delivery, batch: int, since: float
    ) -> tuple[str, ...] | None:
        """Our reply among what was said since, by its attachments' names.

        Returns:
            None where the history may not be read, or is too long to be searched.
        """
        target = _target(delivery)
        marked = mark(record.id, delivery, batch)
        searched = 0
        try:
            async with translated(target):
                client = await self._login.client()
                channel = _channel(client, target)
                async for message in channel.history(
                    after=_since(target, since), limit=MOST_SEARCHED, oldest_first=True
                ):
                    searched += 1
                    if _is_ours(client, message, marked):
                        return (str(message.id),)
                if not searched and not await _shows_its_past(channel):
                    return None
        except DiscordRefusedError:
            return None
        return () if searched < MOST_SEARCHED else None

    async def post(
        self,
        record: DownloadRecord,
        delivery: Delivery,
        batch: int,
        files: Sequence[tuple[Path, MediaFile]],
    ) -> tuple[str, ...]:
        """Reply with one batch; the files are read while they are sent.

        To the request, or to the status message of what was asked for without one.
        """
        target = _target(delivery)
        marked = mark(record.id, delivery, batch)
        async with translated(target):
            channel = _channel(await self._login.client(), target)
            with ExitStack() as opened:
                attached = [
                    _open(opened, path, file, attachment_name(file, marked, index))
                    for index, (path, file) in enumerate(files)
                ]
                message = await channel.send(
                    _content(record, delivery, batch),
                    files=attached,
                    nonce=nonce(record.id, delivery, batch),
                    allowed_mentions=_mentions(delivery),
                    **_reply(delivery),
                )
        return (str(message.id),)


def _target(delivery: Delivery) -> DiscordTarget:
    assert isinstance(delivery.target, DiscordTarget)
    return delivery.target


def _channel(
    client: discord.Client, target: DiscordTarget
) -> discord.PartialMessageable:
    guild = int(target.guild_id) if target.guild_id else None
    return client.get_partial_messageable(int(target.channel_id), guild_id=guild)


async def _shows_its_past(channel: discord.PartialMessageable) -> bool:
    """Whether the history may be read: whoever may not is told that there is none."""
    async for _ in channel.history(limit=1):
        return True
    return False


def _since(target: DiscordTarget, since: float) -> discord.Object:
    earliest = datetime.fromtimestamp(since - LOOK_BACK, UTC)
    start = discord.utils.time_snowflake(earliest)
    return discord.Object(max(start, int(target.request_message_id or 0)))


def _is_ours(client: discord.Client, message: discord.Message, marked: str) -> bool:
    """By author as well: anyone may give a file such a name."""
    return (
        client.user is not None
        and message.author.id == client.user.id
        and any(is_marked(file.filename, marked) for file in message.attachments)
    )


def _open(opened: ExitStack, path: Path, file: MediaFile, name: str) -> discord.File:
    try:
        attached = discord.File(
            path, filename=name, spoiler=False, description=description(file)
        )
    except OSError as error:
        raise UnknownError(reason="file missing") from error
    opened.callback(attached.close)
    return attached


def _content(record: DownloadRecord, delivery: Delivery, batch: int) -> str:
    title = code(record.metadata.headline or record.files_for(delivery)[0].name)
    text = caption(title, batch, len(batches_of(record, delivery)))
    target = _target(delivery)
    calls = target.mention and target.request_message_id is None
    return f"<@{int(delivery.requester)}> {text}" if calls else text


def _mentions(delivery: Delivery) -> discord.AllowedMentions:
    """Nobody but the requester, whatever a title says; and them if they want that."""
    wanted = _target(delivery).mention
    requester = discord.Object(int(delivery.requester))
    return discord.AllowedMentions(
        everyone=False,
        roles=False,
        users=[requester] if wanted else False,
        replied_user=wanted,
    )


class _Reply(TypedDict, total=False):
    reference: discord.MessageReference


def _reply(delivery: Delivery) -> _Reply:
    """A reply; when that message is gone it becomes an ordinary message."""
    target = _target(delivery)
    message = target.request_message_id or delivery.status_message
    if message is None:
        return {}
    return {
        "reference": discord.MessageReference(
            message_id=int(message),
            channel_id=int(target.channel_id),
            guild_id=int(target.guild_id) if target.guild_id else None,
            fail_if_not_exists=False,
        )
    }
