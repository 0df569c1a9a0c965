"""What a member does with a command, a menu, a button or a select."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from tests.world.discord.ids import snowflake
from tests.world.discord.messages import Message
from tests.world.discord.permissions import in_channel
from tests.world.discord.state import Channel, Guild, User

COMMAND, COMPONENT, AUTOCOMPLETE, SUBMIT = 2, 3, 4, 5
MESSAGE_MENU = 3


@dataclass(eq=False)
class Interaction:
    """An interaction and what became of it.

    Attributes:
        kind: 2 command, 3 component, 4 autocomplete, 5 modal.
        name: For reading: the command, or the pressed custom_id.
        target: The message of the component or menu.
        created: Seconds since the epoch; tests age the token by lowering it.
        callback: The type of the bot's answer; None as long as there is none.
        answer: The message that is the answer, public or ephemeral; the component's
            own message when the bot updates that. None until there is one.
        followups: Further messages.
        modal: What opened instead of an answer.
        choices: Of an autocomplete, as name and value.
        limit: What it told as `attachment_size_limit`.
    """

    kind: int
    name: str
    user: User
    channel: Channel
    data: dict[str, Any]
    limit: int
    target: Message | None = None
    id: str = field(default_factory=snowflake)
    token: str = field(default_factory=lambda: secrets.token_hex(16))
    created: float = field(default_factory=time.time)
    callback: int | None = None
    answer: Message | None = None
    followups: list[Message] = field(default_factory=list)
    modal: dict[str, Any] | None = None
    choices: list[tuple[str, Any]] | None = None

    @property
    def ephemeral(self) -> bool:
        """Whether only the user sees the answer."""
        return self.answer is not None and self.answer.ephemeral

    @property
    def deferred(self) -> bool:
        """Whether the bot asked for more time first ("thinking" or silently)."""
        return self.callback in {5, 6}

    @property
    def messages(self) -> list[Message]:
        """The answer and the followups that still stand."""
        made = ([self.answer] if self.answer else []) + self.followups
        return [message for message in made if not message.deleted]

    def owners(self) -> dict[str, str]:
        return {"0": self.channel.guild_id or "0"}

    def metadata(self, message: Message) -> dict[str, Any]:
        """What a message made by this tells of it."""
        value: dict[str, Any] = {
            "id": self.id,
            "type": self.kind,
            "user": self.user.to_json(),
            "authorizing_integration_owners": self.owners(),
        }
        if self.answer is not None and message is not self.answer:
            value["original_response_message_id"] = self.answer.id
        if self.kind == COMMAND:
            value["name"] = self.data["name"]
        if self.target is not None:
            of = "interacted" if self.kind == COMPONENT else "target"
            value[f"{of}_message_id"] = self.target.id
        return value

    def legacy(self) -> dict[str, Any]:
        """What messages told of it before there was `interaction_metadata`."""
        if self.kind != COMMAND:
            return {}
        value = {"id": self.id, "type": self.kind, "name": self.name.strip("/")}
        return {"interaction": value | {"user": self.user.to_json()}}

    def to_json(self, bot: User) -> dict[str, Any]:
        """As INTERACTION_CREATE gives it."""
        value: dict[str, Any] = {
            "id": self.id,
            "application_id": bot.id,
            "type": self.kind,
            "data": self.data,
            "token": self.token,
            "version": 1,
            "channel_id": self.channel.id,
            "channel": self.channel.to_json(self.user),
            "app_permissions": str(in_channel(self.channel, bot)),
            "locale": "en-US",
            "entitlements": [],
            "entitlement_sku_ids": [],
            "authorizing_integration_owners": self.owners(),
            "context": 0 if self.channel.guild else 1,
            "attachment_size_limit": self.limit,
        }
        guild = self.channel.guild
        value |= self._in(guild) if guild else {"user": self.user.to_json()}
        if self.kind in {COMPONENT, SUBMIT} and self.target is not None:
            value["message"] = self.target.to_json()
        return value

    def _in(self, guild: Guild) -> dict[str, Any]:
        member = guild.member(self.user) | {"user": self.user.to_json()}
        member["permissions"] = str(in_channel(self.channel, self.user))
        return {
            "guild_id": guild.id,
            "guild": {"id": guild.id, "locale": "en-US", "features": []},
            "guild_locale": "en-US",
            "member": member,
        }
