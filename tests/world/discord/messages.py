"""Messages, their past, and what members see on them."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.world.discord.components import Button, Select, buttons, selects
from tests.world.discord.ids import iso, snowflake
from tests.world.discord.state import Channel, User

if TYPE_CHECKING:
    from tests.world.discord.interactions import Interaction

EPHEMERAL, LOADING, SUPPRESS_EMBEDS = 1 << 6, 1 << 7, 1 << 2
DEFAULT, REPLY, COMMAND, MENU = 0, 19, 20, 23


def ids_in(text: str) -> set[str]:
    """The users that a text names."""
    return set(re.findall(r"<@!?(\d+)>", text))


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
        value = {
            "id": self.id,
            "filename": self.filename,
            "size": self.size,
            "url": self.url,
            "proxy_url": self.url,
        }
        told = self.description is not None
        return value | ({"description": self.description} if told else {})


@dataclass(eq=False)
class Message:
    """A message and its past: `edits` are the contents it had before this one.

    Attributes:
        interaction: What it answers, if it was made by an interaction's webhook.
        replied: What it replies to.
        named: Whom the text names, pinged or not.
        created: Seconds since the epoch; tests age a message by lowering it.
    """

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
    embeds: list[dict[str, Any]] = field(default_factory=list)
    components: list[dict[str, Any]] = field(default_factory=list)
    flags: int = 0
    type: int = DEFAULT
    interaction: Interaction | None = field(default=None, repr=False)
    replied: Message | None = field(default=None, repr=False)
    named: list[User] = field(default_factory=list)
    snapshots: list[str] = field(default_factory=list)

    @property
    def history(self) -> list[str]:
        """Every content it has had, the present one last."""
        return [*self.edits, self.content]

    @property
    def ephemeral(self) -> bool:
        """Whether only the invoking user sees it."""
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        """Whether it says "thinking …"."""
        return bool(self.flags & LOADING)

    @property
    def buttons(self) -> list[Button]:
        """Each with label (or emoji), custom_id, disabled and style."""
        return buttons(self.components)

    @property
    def selects(self) -> list[Select]:
        return selects(self.components)

    @property
    def text(self) -> str:
        """All words a member reads: the content, then the embeds' parts."""
        words = [self.content]
        for embed in self.embeds:
            words += [embed.get("title") or "", embed.get("description") or ""]
            for one in embed.get("fields", ()):
                words += [one["name"], one["value"]]
            words.append((embed.get("footer") or {}).get("text", ""))
        return "\n".join(word for word in words if word)

    @property
    def mentioned(self) -> set[str]:
        """Who in the text is pinged, as `allowed_mentions` lets it."""
        named = ids_in(self.content)
        if "@everyone" in self.content or "@here" in self.content:
            named.add("everyone")
        rules = self.allowed_mentions
        if rules is None:
            return named
        parse = rules.get("parse", [])
        users = named - {"everyone"}
        listed = {str(user) for user in rules.get("users", [])}
        allowed = users if "users" in parse else users & listed
        return allowed | (named & {"everyone"} if "everyone" in parse else set())

    def _snapshot(self, content: str) -> dict[str, Any]:
        """Of a message that this one forwards."""
        return {
            "message": {
                "type": 0,
                "content": content,
                "embeds": [],
                "attachments": [],
                "timestamp": iso(self.created),
                "edited_timestamp": None,
                "flags": 0,
            }
        }

    def to_json(self) -> dict[str, Any]:
        value: dict[str, Any] = {
            "id": self.id,
            "channel_id": self.channel.id,
            "author": self.author.to_json(),
            "content": self.content,
            "timestamp": iso(self.created),
            "edited_timestamp": iso(self.edited_at[-1]) if self.edited_at else None,
            "tts": False,
            "mention_everyone": "everyone" in self.mentioned,
            "mentions": [user.to_json() for user in self._pinged()],
            "mention_roles": [],
            "attachments": [attachment.to_json() for attachment in self.attachments],
            "embeds": self.embeds,
            "components": self.components,
            "pinned": False,
            "type": self.type,
            "flags": self.flags,
        }
        if self.nonce is not None:
            value["nonce"] = self.nonce
        if self.snapshots:
            value["message_snapshots"] = [self._snapshot(one) for one in self.snapshots]
        if self.reactions:
            value["reactions"] = self._reactions()
        if self.reply_to is not None:
            value["message_reference"] = {
                "type": 0,
                "message_id": self.reply_to,
                "channel_id": self.channel.id,
            }
            if self.replied is not None:
                told = self.replied.to_json()
                told.pop("referenced_message", None)
                value["referenced_message"] = None if self.replied.deleted else told
        if self.interaction is not None:
            value |= self.interaction.legacy()
            value["application_id"] = value["webhook_id"] = self.author.id
            value["interaction_metadata"] = self.interaction.metadata(self)
        return value

    @property
    def pings(self) -> set[str]:
        """Who is pinged at all: in the text, or because it replies to them."""
        rules = self.allowed_mentions
        if self.replied and (rules is None or rules.get("replied_user")):
            return self.mentioned | {self.replied.author.id}
        return self.mentioned

    def _pinged(self) -> list[User]:
        people = self.named + ([self.replied.author] if self.replied else [])
        ids = self.pings
        return list({user.id: user for user in people if user.id in ids}.values())

    def _reactions(self) -> list[dict[str, Any]]:
        return [
            {
                "emoji": {"id": None, "name": emoji},
                "count": len(people),
                "count_details": {"burst": 0, "normal": len(people)},
                "me": self.author.id in people,
                "me_burst": False,
                "burst_colors": [],
            }
            for emoji, people in self.reactions.items()
            if people
        ]
