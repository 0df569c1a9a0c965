"""The state of the stand-in, and what happens when someone posts."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from tests.world.discord.replies import (
    EMPTY_MESSAGE,
    INVALID_FORM,
    MISSING_ACCESS,
    TOO_LARGE,
    UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
    UNKNOWN_USER,
    Refused,
)
from tests.world.discord.state import Attachment, Channel, Guild, Message, User

MB = 1024 * 1024


class World:
    """Everything there is. Lives on the server's loop; `emit` feeds the gateway.

    Attributes:
        upload_limit: The most bytes of one attachment.
        request_limit: The most bytes of all attachments of a request.
        nonce_seconds: How long `enforce_nonce` remembers.
        privileged_intents: Whether the bot may have them.
    """

    def __init__(self, *, bot_token: str, upload_limit: int = 20 * MB) -> None:
        self.upload_limit = upload_limit
        self.request_limit = 25 * MB
        self.nonce_seconds = 180.0
        self.privileged_intents = True
        self.bot = User("boss-bot", bot_token, bot=True)
        self.users: dict[str, User] = {self.bot.token: self.bot}
        self.guilds: list[Guild] = []
        self.channels: dict[str, Channel] = {}
        self.directs: dict[str, Channel] = {}
        self.messages: dict[str, Message] = {}
        self.emit: Callable[[str, dict[str, Any], bool], None] = lambda *_: None
        self._changed = asyncio.Event()

    def channel(self, channel_id: str, who: User, need: str) -> Channel:
        channel = self.channels.get(channel_id)
        if channel is None:
            raise Refused(*UNKNOWN_CHANNEL)
        if who.bot and need in channel.forbidden:
            raise Refused(*MISSING_ACCESS)
        return channel

    def user(self, user_id: str) -> User:
        found = (user for user in self.users.values() if user.id == user_id)
        user = next(found, None)
        if user is None:
            raise Refused(*UNKNOWN_USER)
        return user

    def direct(self, user: User) -> Channel:
        """The channel of direct messages with a user."""
        if user.id not in self.directs:
            channel = Channel(f"direct to {user.name}", None)
            self.directs[user.id] = self.channels[channel.id] = channel
        return self.directs[user.id]

    def message(self, channel_id: str, message_id: str) -> Message:
        message = self.messages.get(message_id)
        if message is None or message.deleted or message.channel.id != channel_id:
            raise Refused(*UNKNOWN_MESSAGE)
        return message

    def in_channel(self, channel_id: str) -> list[Message]:
        """The messages that stand there, oldest first."""
        return [
            message
            for message in self.messages.values()
            if message.channel.id == channel_id and not message.deleted
        ]

    def create(
        self,
        author: User,
        channel: Channel,
        body: dict[str, Any],
        attachments: list[Attachment],
    ) -> Message:
        """Post, unless an enforced nonce says that it was posted already."""
        content = str(body.get("content") or "")
        nonce = body.get("nonce")
        reference = body.get("message_reference") or {}
        self._check(content, nonce, attachments)
        if nonce is not None and body.get("enforce_nonce"):
            for earlier in self.in_channel(channel.id):
                fresh = time.time() - earlier.created < self.nonce_seconds
                if (earlier.author, earlier.nonce) == (author, str(nonce)) and fresh:
                    return earlier
        reply_to = reference.get("message_id")
        target = self.messages.get(str(reply_to))
        exists = target is not None and not target.deleted
        if reply_to and not exists and reference.get("fail_if_not_exists", True):
            raise Refused(*INVALID_FORM)
        message = Message(
            author=author,
            channel=channel,
            content=content,
            attachments=attachments,
            reply_to=str(reply_to) if reply_to and exists else None,
            reply_exists=exists,
            nonce=None if nonce is None else str(nonce),
            allowed_mentions=body.get("allowed_mentions"),
        )
        self.messages[message.id] = message
        self._tell("MESSAGE_CREATE", message)
        return message

    def edit(self, message: Message, body: dict[str, Any]) -> Message:
        if "content" in body:
            message.edits.append(message.content)
            message.content = str(body["content"] or "")
        if "allowed_mentions" in body:
            message.allowed_mentions = body["allowed_mentions"]
        self._check(message.content, None, message.attachments)
        message.edited_at.append(time.time())
        self._tell("MESSAGE_UPDATE", message)
        return message

    def delete(self, message: Message) -> None:
        message.deleted = True
        place = {"id": message.id, "channel_id": message.channel.id}
        self.emit("MESSAGE_DELETE", place | _guild(message.channel), False)
        self.touch()

    def react(self, message: Message, who: User, emoji: str, *, add: bool) -> None:
        people = message.reactions.setdefault(emoji, set())
        (people.add if add else people.discard)(who.id)
        event = {
            "user_id": who.id,
            "channel_id": message.channel.id,
            "message_id": message.id,
            "emoji": {"id": None, "name": emoji},
            "type": 0,
            "burst": False,
        } | _guild(message.channel)
        name = "MESSAGE_REACTION_ADD" if add else "MESSAGE_REACTION_REMOVE"
        self.emit(name, event, False)
        self.touch()

    async def wait_for(self, found: Callable[[Message], bool]) -> Message:
        """The first message, of those there are or will be, that fits."""
        while True:
            for message in list(self.messages.values()):
                if not message.deleted and found(message):
                    return message
            await self._changed.wait()

    def touch(self) -> None:
        """Wake who waits."""
        self._changed.set()
        self._changed = asyncio.Event()

    def _check(self, content: str, nonce: object, files: list[Attachment]) -> None:
        too_long = len(content) > 2000 or len(str(nonce or "")) > 25
        if too_long or len(files) > 10:
            raise Refused(*INVALID_FORM)
        if not content and not files:
            raise Refused(*EMPTY_MESSAGE)
        sizes = [attachment.size for attachment in files]
        most = max(self.request_limit, self.upload_limit)
        if max(sizes, default=0) > self.upload_limit or sum(sizes) > most:
            raise Refused(*TOO_LARGE)

    def _tell(self, event: str, message: Message) -> None:
        value = message.to_json() | _guild(message.channel)
        if message.channel.guild_id and not message.author.bot:
            value["member"] = {
                "roles": [],
                "joined_at": "2024-01-01T00:00:00+00:00",
                "deaf": False,
                "mute": False,
                "flags": 0,
            }
        self.emit(event, value, not message.author.bot)
        self.touch()


def _guild(channel: Channel) -> dict[str, str]:
    return {"guild_id": channel.guild_id} if channel.guild_id else {}
