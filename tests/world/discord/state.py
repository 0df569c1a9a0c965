"""Who and what there is: users, guilds, channels, messages, attachments."""

from __future__ import annotations

import itertools
import re
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

DISCORD_EPOCH_MS = 1_420_070_400_000
_counter = itertools.count()


def snowflake(at: float | None = None) -> str:
    """An id that sorts by time, as Discord's do."""
    milliseconds = int((time.time() if at is None else at) * 1000)
    return str(((milliseconds - DISCORD_EPOCH_MS) << 22) | (next(_counter) & 0x3FFFFF))


@dataclass
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


@dataclass
class Channel:
    """A text channel; `forbidden` holds what the bot may not do: send, history."""

    name: str
    guild_id: str | None
    id: str = field(default_factory=snowflake)
    forbidden: set[str] = field(default_factory=set)

    def to_json(self) -> dict[str, Any]:
        value = {
            "id": self.id,
            "type": 0,
            "name": self.name,
            "position": 0,
            "permission_overwrites": [],
        }
        return value if self.guild_id is None else value | {"guild_id": self.guild_id}


@dataclass
class Guild:
    name: str
    owner_id: str
    premium_tier: int = 0
    id: str = field(default_factory=snowflake)
    channels: list[Channel] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        everyone = {
            "id": self.id,
            "name": "@everyone",
            "color": 0,
            "colors": {"primary_color": 0},
            "hoist": False,
            "position": 0,
            "permissions": str((1 << 50) - 1),
            "managed": False,
            "mentionable": False,
            "flags": 0,
        }
        return {
            "id": self.id,
            "name": self.name,
            "owner_id": self.owner_id,
            "premium_tier": self.premium_tier,
            "roles": [everyone],
            "emojis": [],
            "features": [],
            "channels": [channel.to_json() for channel in self.channels],
            "members": [],
            "member_count": 2,
            "threads": [],
            "large": False,
        }


@dataclass(frozen=True)
class Attachment:
    filename: str
    data: bytes = field(repr=False)
    sha256: str
    url: str
    id: str = field(default_factory=snowflake)
    description: str | None = None

    @property
    def size(self) -> int:
        return len(self.data)

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "filename": self.filename,
            "size": self.size,
            "url": self.url,
            "proxy_url": self.url,
        }


@dataclass
class Message:
    """A message and its past: `edits` are the contents it had before this one."""

    author: User
    channel: Channel
    content: str
    id: str = field(default_factory=snowflake)
    attachments: list[Attachment] = field(default_factory=list)
    reply_to: str | None = None
    reply_exists: bool = True
    nonce: str | None = None
    allowed_mentions: dict[str, Any] | None = None
    edits: list[str] = field(default_factory=list)
    edited_at: list[float] = field(default_factory=list)
    reactions: dict[str, set[str]] = field(default_factory=dict)
    created: float = field(default_factory=time.time)
    deleted: bool = False

    @property
    def history(self) -> list[str]:
        """Every content it has had, the present one last."""
        return [*self.edits, self.content]

    @property
    def mentioned(self) -> set[str]:
        """Who in the text is pinged, as `allowed_mentions` lets it."""
        named = set(re.findall(r"<@!?(\d+)>", self.content))
        if "@everyone" in self.content or "@here" in self.content:
            named.add("everyone")
        rules = self.allowed_mentions
        if rules is None:
            return named
        parse = rules.get("parse", [])
        users = named - {"everyone"}
        allowed = users if "users" in parse else users & set(rules.get("users", []))
        return allowed | (named & {"everyone"} if "everyone" in parse else set())

    def to_json(self) -> dict[str, Any]:
        value: dict[str, Any] = {
            "id": self.id,
            "channel_id": self.channel.id,
            "author": self.author.to_json(),
            "content": self.content,
            "timestamp": _iso(self.created),
            "edited_timestamp": _iso(self.edited_at[-1]) if self.edited_at else None,
            "tts": False,
            "mention_everyone": "everyone" in self.mentioned,
            "mentions": [],
            "mention_roles": [],
            "attachments": [attachment.to_json() for attachment in self.attachments],
            "embeds": [],
            "pinned": False,
            "type": 19 if self.reply_to else 0,
            "flags": 0,
        }
        if self.nonce is not None:
            value["nonce"] = self.nonce
        if self.reply_to is not None:
            value["message_reference"] = {
                "type": 0,
                "message_id": self.reply_to,
                "channel_id": self.channel.id,
            }
        return value


def _iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat()
