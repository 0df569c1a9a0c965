"""What clients are told when something happens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.world.discord.messages import Message, ids_in
from tests.world.discord.settings import Settings
from tests.world.discord.state import Channel, Guild, Role, User
from tests.world.discord.waiting import Waiting


class Telling(Settings, Waiting):
    """Changes that every client hears of; `emit` feeds the gateway."""

    def __init__(self, upload_limit: int) -> None:
        Settings.__init__(self, upload_limit)
        Waiting.__init__(self)
        self.users: dict[str, User] = {}
        self.guilds: list[Guild] = []
        self.emit: Callable[[str, dict[str, Any], bool], None] = lambda *_: None

    def delete(self, message: Message) -> None:
        message.deleted = True
        place = {"id": message.id, "channel_id": message.channel.id}
        if not message.ephemeral:
            self.emit("MESSAGE_DELETE", place | of_guild(message.channel), False)
        self.touch(message)

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
        } | of_guild(message.channel)
        if add and message.channel.guild:
            member = message.channel.guild.member(who)
            event["member"] = member | {"user": who.to_json()}
            event["message_author_id"] = message.author.id
        name = "MESSAGE_REACTION_ADD" if add else "MESSAGE_REACTION_REMOVE"
        self.emit(name, event, False)
        self.touch(message)

    def tell(self, event: str, message: Message) -> None:
        """A message's creation or edit; ephemeral ones are the user's own affair."""
        ids = ids_in(message.content)
        message.named = [user for user in self.users.values() if user.id in ids]
        value = message.to_json() | of_guild(message.channel)
        if message.channel.guild and not message.author.bot:
            value["member"] = message.channel.guild.member(message.author)
        if not message.ephemeral:
            self.emit(event, value, not message.author.bot)
        self.touch(message)

    def archive(self, thread: Channel, *, archived: bool, locked: bool) -> None:
        thread.archived, thread.locked = archived, locked
        self.tell_channel("UPDATE", thread)

    def tell_channel(self, what: str, channel: Channel) -> None:
        """`what` is CREATE, UPDATE or DELETE."""
        kind = "THREAD" if channel.parent else "CHANNEL"
        new = {"newly_created": True} if kind == "THREAD" and what == "CREATE" else {}
        self.emit(f"{kind}_{what}", channel.to_json() | new, False)

    def tell_role(self, what: str, guild: Guild, role: Role) -> None:
        value = {"guild_id": guild.id, "role": role.to_json()}
        self.emit(f"GUILD_ROLE_{what}", value, False)

    def tell_member(self, what: str, guild: Guild, user: User) -> None:
        """`what` is ADD, UPDATE or REMOVE."""
        value = guild.member(user) | {"guild_id": guild.id, "user": user.to_json()}
        self.emit(f"GUILD_MEMBER_{what}", value, False)


def of_guild(channel: Channel) -> dict[str, str]:
    return {"guild_id": channel.guild_id} if channel.guild_id else {}
