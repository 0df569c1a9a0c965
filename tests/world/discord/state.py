"""Who and where: users, roles, guilds, channels and threads."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from tests.world.discord.ids import iso, snowflake
from tests.world.discord.permissions import EVERYONE, INVITED, bits, in_channel

JOINED = "2024-01-01T00:00:00+00:00"
TEXT, DIRECT, THREAD = 0, 1, 11


@dataclass(eq=False)
class User:
    name: str
    token: str
    bot: bool = False
    id: str = field(default_factory=snowflake)

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "username": self.name,
            "discriminator": "0",
            "global_name": self.name,
            "avatar": None,
            "bot": self.bot,
        }


@dataclass(eq=False)
class Role:
    name: str
    permissions: int = 0
    position: int = 1
    managed: bool = False
    id: str = field(default_factory=snowflake)

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "color": 0,
            "colors": {"primary_color": 0},
            "hoist": False,
            "position": self.position,
            "permissions": str(self.permissions),
            "managed": self.managed,
            "mentionable": False,
            "flags": 0,
        }


@dataclass(eq=False)
class Channel:
    """A text channel, a thread (with a `parent`) or direct messages (without a guild).

    Attributes:
        forbidden: What the bot is refused though its permissions say otherwise: view,
            send, history.
        overwrites: The id of a role or user → what it is allowed and denied here.
        recipient: Of direct messages.
    """

    name: str
    guild_id: str | None
    id: str = field(default_factory=snowflake)
    forbidden: set[str] = field(default_factory=set)
    guild: Guild | None = field(default=None, repr=False)
    overwrites: dict[str, tuple[int, int]] = field(default_factory=dict)
    nsfw: bool = False
    parent: Channel | None = None
    archived: bool = False
    locked: bool = False
    recipient: User | None = None

    @property
    def type(self) -> int:
        return THREAD if self.parent else TEXT if self.guild_id else DIRECT

    def to_json(self, user: User | None = None) -> dict[str, Any]:
        """As the API gives it; with a user's `permissions` as interactions have it."""
        value: dict[str, Any] = {"id": self.id, "type": self.type}
        if self.recipient:
            return value | {"recipients": [self.recipient.to_json()], "flags": 0}
        value |= {"name": self.name, "guild_id": self.guild_id, "nsfw": self.nsfw}
        value |= {"rate_limit_per_user": 0, "flags": 0, "last_message_id": None}
        value |= self._thread() if self.parent else self._text()
        if user is not None:
            value["permissions"] = str(in_channel(self, user))
        return value

    def _text(self) -> dict[str, Any]:
        roles = {role.id for role in self.guild.roles} if self.guild else set()
        overwrites = [
            {
                "id": id_,
                "type": 0 if id_ in roles else 1,
                "allow": str(allow),
                "deny": str(deny),
            }
            for id_, (allow, deny) in self.overwrites.items()
        ]
        return {
            "position": 0,
            "parent_id": None,
            "permission_overwrites": overwrites,
        }

    def _thread(self) -> dict[str, Any]:
        assert self.parent is not None
        assert self.guild is not None
        return {
            "parent_id": self.parent.id,
            "owner_id": self.guild.owner_id,
            "message_count": 1,
            "member_count": 1,
            "total_message_sent": 1,
            "thread_metadata": {
                "archived": self.archived,
                "locked": self.locked,
                "auto_archive_duration": 1440,
                "archive_timestamp": iso(time.time()),
                "create_timestamp": JOINED,
            },
        }


@dataclass(eq=False)
class Guild:
    """A server.

    Attributes:
        joined: Whether the bot is in it.
        members: The id of a user → the ids of their roles, @everyone's not among them.
    """

    name: str
    owner_id: str
    premium_tier: int = 0
    id: str = field(default_factory=snowflake)
    channels: list[Channel] = field(default_factory=list)
    threads: list[Channel] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    members: dict[str, set[str]] = field(default_factory=dict)
    joined: bool = True
    bot_role: Role = field(init=False)

    def __post_init__(self) -> None:
        everyone = Role("@everyone", bits(EVERYONE), position=0, id=self.id)
        self.bot_role = Role("boss-bot", bits(INVITED), managed=True)
        self.roles += [everyone, self.bot_role]

    @property
    def everyone(self) -> Role:
        return self.roles[0]

    def roles_of(self, user: User) -> list[Role]:
        """@everyone and what the member was given."""
        given = self.members.get(user.id, set())
        return [role for role in self.roles if role.id in given | {self.id}]

    def member(self, user: User) -> dict[str, Any]:
        """A member without the user, as messages carry it."""
        roles = [role.id for role in self.roles_of(user) if role.id != self.id]
        return {
            "roles": roles,
            "joined_at": JOINED,
            "deaf": False,
            "mute": False,
            "flags": 0,
        }

    def to_json(self, members: list[User]) -> dict[str, Any]:
        """With the members that the client may know of."""
        return {
            "id": self.id,
            "name": self.name,
            "owner_id": self.owner_id,
            "premium_tier": self.premium_tier,
            "preferred_locale": "en-US",
            "joined_at": JOINED,
            "roles": [role.to_json() for role in self.roles],
            "emojis": [],
            "features": [],
            "channels": [channel.to_json() for channel in self.channels],
            "members": [self.member(u) | {"user": u.to_json()} for u in members],
            "member_count": max(2, len(self.members)),
            "threads": [t.to_json() for t in self.threads if not t.archived],
            "large": False,
        }
