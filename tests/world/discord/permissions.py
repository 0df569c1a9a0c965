"""What a member may do in a channel, computed as Discord computes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.world.discord.state import Channel, Guild, User

BITS = {
    "create_instant_invite": 1 << 0,
    "kick_members": 1 << 1,
    "ban_members": 1 << 2,
    "administrator": 1 << 3,
    "manage_channels": 1 << 4,
    "manage_guild": 1 << 5,
    "add_reactions": 1 << 6,
    "view_channel": 1 << 10,
    "send_messages": 1 << 11,
    "manage_messages": 1 << 13,
    "embed_links": 1 << 14,
    "attach_files": 1 << 15,
    "read_message_history": 1 << 16,
    "mention_everyone": 1 << 17,
    "use_external_emojis": 1 << 18,
    "change_nickname": 1 << 26,
    "manage_roles": 1 << 28,
    "use_application_commands": 1 << 31,
    "manage_threads": 1 << 34,
    "create_public_threads": 1 << 35,
    "send_messages_in_threads": 1 << 38,
}
EVERYTHING = (1 << 52) - 1
INVITED = (
    "view_channel send_messages send_messages_in_threads embed_links attach_files "
    "read_message_history add_reactions"
)
"""What the bot's invite link asks for."""
EVERYONE = INVITED + (
    " use_application_commands create_instant_invite change_nickname mention_everyone"
    " use_external_emojis create_public_threads"
)
"""What `@everyone` has in a new guild."""


def bits(names: str | int) -> int:
    """Permissions as a number; names are separated by spaces."""
    if isinstance(names, int):
        return names
    return sum(BITS[name] for name in set(names.split()))


def in_guild(guild: Guild, user: User) -> int:
    """What a member's roles and @everyone give."""
    if user.id == guild.owner_id:
        return EVERYTHING
    value = 0
    for role in guild.roles_of(user):
        value |= role.permissions
    return EVERYTHING if value & BITS["administrator"] else value


def in_channel(channel: Channel, user: User) -> int:
    """The same with the channel's overwrites; a thread has its parent's."""
    guild = channel.guild
    if guild is None:
        return bits(EVERYONE)
    value = in_guild(guild, user)
    if value & BITS["administrator"]:
        return EVERYTHING
    overwrites = (channel.parent or channel).overwrites
    roles = {role.id for role in guild.roles_of(user)}
    for who in ({guild.id}, roles - {guild.id}, {user.id}):
        found = [both for id_, both in overwrites.items() if id_ in who]
        for _, deny in found:
            value &= ~deny
        for allow, _ in found:
            value |= allow
    if not value & BITS["view_channel"]:
        return 0
    sends = "send_messages_in_threads" if channel.parent else "send_messages"
    if not value & BITS[sends]:
        value &= ~bits("embed_links attach_files mention_everyone")
    return value


def may(channel: Channel, user: User, name: str) -> bool:
    """Whether a user has one permission in a channel."""
    return bool(in_channel(channel, user) & BITS[name])
