"""The state of the stand-in, and what happens when someone posts."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from typing import Any

from tests.world.discord import limits
from tests.world.discord.access import enter
from tests.world.discord.messages import DEFAULT, LOADING, REPLY, Attachment, Message
from tests.world.discord.replies import (
    INVALID_FORM,
    OLD_EDITS,
    UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
    UNKNOWN_USER,
    Refused,
    TooFast,
)
from tests.world.discord.state import Channel, User
from tests.world.discord.telling import Telling


class World(Telling):
    """Everything there is. Lives on the server's loop; `emit` feeds the gateway."""

    def __init__(self, *, bot_token: str, upload_limit: int) -> None:
        super().__init__(upload_limit)
        self.bot = User("boss-bot", bot_token, bot=True)
        self.users[self.bot.token] = self.bot
        self.channels: dict[str, Channel] = {}
        self.directs: dict[str, Channel] = {}
        self._standing: dict[str, list[Message]] = defaultdict(list)
        self._by_nonce: dict[tuple[str, str, str | None], Message] = {}
        self._old_edits: dict[str, deque[float]] = defaultdict(deque)

    def channel(self, channel_id: str, who: User, need: str) -> Channel:
        """A channel that someone sees and where nothing `forbids` the need."""
        channel = self.channels.get(channel_id)
        if channel is None:
            raise Refused(*UNKNOWN_CHANNEL)
        enter(channel, who, need)
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
            channel = Channel(f"direct to {user.name}", None, recipient=user)
            self.directs[user.id] = self.channels[channel.id] = channel
        return self.directs[user.id]

    def message(self, channel_id: str, message_id: str) -> Message:
        """A message that everybody in the channel sees."""
        message = self.messages.get(message_id)
        if message is None or message.deleted or message.channel.id != channel_id:
            raise Refused(*UNKNOWN_MESSAGE)
        if message.ephemeral:
            raise Refused(*UNKNOWN_MESSAGE)
        return message

    def in_channel(self, channel_id: str) -> list[Message]:
        """The messages that stand there for everybody, oldest first."""
        return [
            message
            for message in self._standing[channel_id]
            if not message.deleted and not message.ephemeral
        ]

    def create(
        self,
        author: User,
        channel: Channel,
        body: dict[str, Any],
        attachments: list[Attachment],
    ) -> Message:
        """Post, unless an enforced nonce says that it was posted already."""
        nonce = body.get("nonce")
        reference = body.get("message_reference") or {}
        reply_to = reference.get("message_id")
        target = self.messages.get(str(reply_to))
        exists = target is not None and not target.deleted
        if reply_to and not exists and reference.get("fail_if_not_exists", True):
            raise Refused(*INVALID_FORM)
        message = Message(
            author=author,
            channel=channel,
            content=str(body.get("content") or ""),
            attachments=attachments,
            reply_to=str(reply_to) if reply_to and exists else None,
            reply_exists=exists,
            replied=target if exists else None,
            nonce=None if nonce is None else str(nonce),
            allowed_mentions=body.get("allowed_mentions"),
            embeds=body.get("embeds") or [],
            components=body.get("components") or [],
            flags=body.get("flags") or 0,
            type=REPLY if reply_to and exists else DEFAULT,
        )
        limits.check(message)
        limits.check_files(attachments, self.limit_in(channel), self.request_limit)
        key = channel.id, author.id, message.nonce
        if nonce is not None and body.get("enforce_nonce"):
            earlier = self._by_nonce.get(key)
            since = time.time() - self.nonce_seconds
            if earlier and not earlier.deleted and earlier.created > since:
                return earlier
        self._by_nonce[key] = message
        if channel.archived:
            self.archive(channel, archived=False, locked=channel.locked)
        self.post(message)
        return message

    def post(self, message: Message) -> None:
        """Show a message to who may see it."""
        self.messages[message.id] = message
        self._standing[message.channel.id].append(message)
        self.tell("MESSAGE_CREATE", message)

    def edit(
        self,
        message: Message,
        body: dict[str, Any],
        files: list[Attachment] | None = None,
        limit: int = 0,
    ) -> Message:
        """Change what the body names; `attachments` lists those that stay.

        Args:
            message: What is changed.
            body: As the API takes it.
            files: New ones.
            limit: Bytes of one file; by default what the channel allows.
        """
        files = files or []
        limits.check_files(
            files, limit or self.limit_in(message.channel), self.request_limit
        )
        before = vars(message).copy()
        self._change(message, body, files)
        try:
            limits.check(message)
        except Refused:
            vars(message).update(before)
            raise
        if "content" in body and not before["flags"] & LOADING:
            message.edits.append(before["content"])
        message.edited_at.append(time.time())
        self.tell("MESSAGE_UPDATE", message)
        return message

    @staticmethod
    def _change(
        message: Message, body: dict[str, Any], files: list[Attachment]
    ) -> None:
        if "content" in body:
            message.content = str(body["content"] or "")
        if "allowed_mentions" in body:
            message.allowed_mentions = body["allowed_mentions"]
        if "embeds" in body:
            message.embeds = body["embeds"] or []
        if "components" in body:
            message.components = body["components"] or []
        kept = message.attachments
        if "attachments" in body:
            stay = {str(one["id"]) for one in body["attachments"] or ()}
            kept = [one for one in kept if one.id in stay]
        message.attachments = kept + files
        message.flags &= ~LOADING

    def count_old_edit(self, message: Message) -> None:
        """Refuse one edit too many of messages that are older than an hour."""
        now = time.time()
        if now - message.created < self.old_after:
            return
        edits = self._old_edits[message.channel.id]
        while edits and now - edits[0] >= self.old_window:
            edits.popleft()
        if len(edits) >= self.old_edits:
            code, words = OLD_EDITS
            wait = edits[0] + self.old_window - now if edits else self.old_window
            raise TooFast(wait, code=code, message=words)
        edits.append(now)
