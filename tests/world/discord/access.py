"""What the REST API refuses for want of a permission."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tests.world.discord.permissions import may
from tests.world.discord.replies import (
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    NO_DIRECTS,
    NO_REPLY,
    NOT_THE_AUTHOR,
    THREAD_ARCHIVED,
    THREAD_LOCKED,
    Refused,
)
from tests.world.discord.state import Channel, User

if TYPE_CHECKING:
    from tests.world.discord.messages import Attachment, Message


def sees(channel: Channel, who: User) -> bool:
    """Whether a user finds the channel at all."""
    if channel.guild is None:
        return True
    if who.bot and (not channel.guild.joined or "view" in channel.forbidden):
        return False
    return may(channel, who, "view_channel")


def enter(channel: Channel, who: User, need: str) -> None:
    """Refuse who doesn't see the channel, and what a test `forbids` there."""
    if not sees(channel, who):
        raise Refused(*MISSING_ACCESS)
    if who.bot and need in channel.forbidden:
        raise Refused(*(MISSING_ACCESS if channel.guild else NO_DIRECTS))


def require(channel: Channel, who: User, *names: str) -> None:
    if not all(may(channel, who, name) for name in names):
        raise Refused(*MISSING_PERMISSIONS)


def send(
    channel: Channel, who: User, body: dict[str, Any], files: Sequence[Attachment]
) -> None:
    """Refuse a message that may not be sent there."""
    enter(channel, who, "send")
    require(channel, who, _send(channel))
    if files:
        require(channel, who, "attach_files")
    if body.get("embeds"):
        require(channel, who, "embed_links")
    if body.get("message_reference") and not may(channel, who, "read_message_history"):
        raise Refused(*NO_REPLY)
    if channel.locked and not may(channel, who, "manage_threads"):
        raise Refused(*THREAD_LOCKED)


def edit(message: Message, who: User) -> None:
    enter(message.channel, who, "send")
    open_thread(message.channel)
    if message.author is not who:
        raise Refused(*NOT_THE_AUTHOR)


def delete(message: Message, who: User) -> None:
    enter(message.channel, who, "delete")
    open_thread(message.channel)
    if message.author is not who:
        require(message.channel, who, "manage_messages")


def react(message: Message, who: User, emoji: str) -> None:
    enter(message.channel, who, "react")
    open_thread(message.channel)
    require(message.channel, who, "read_message_history")
    if not message.reactions.get(emoji):
        require(message.channel, who, "add_reactions")


def open_thread(channel: Channel) -> None:
    if channel.archived:
        raise Refused(*THREAD_ARCHIVED)


def _send(channel: Channel) -> str:
    return "send_messages_in_threads" if channel.parent else "send_messages"
