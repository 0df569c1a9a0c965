"""The bot's answers to interactions: callbacks, the original message, followups."""

from __future__ import annotations

import time
from typing import Any

from tests.world.discord import limits
from tests.world.discord.interactions import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    MESSAGE_MENU,
    SUBMIT,
    Interaction,
)
from tests.world.discord.messages import (
    COMMAND as COMMAND_MESSAGE,
)
from tests.world.discord.messages import (
    EPHEMERAL,
    LOADING,
    MENU,
    REPLY,
    SUPPRESS_EMBEDS,
    Attachment,
    Message,
)
from tests.world.discord.replies import (
    ACKNOWLEDGED,
    INVALID_TOKEN,
    UNKNOWN_INTERACTION,
    UNKNOWN_MESSAGE,
    UNKNOWN_WEBHOOK,
    Refused,
)
from tests.world.discord.world import World

MESSAGE, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
ALLOWED = {
    COMMAND: {MESSAGE, DEFER, MODAL},
    COMPONENT: {MESSAGE, DEFER, DEFER_UPDATE, UPDATE, MODAL},
    AUTOCOMPLETE: {CHOICES},
    SUBMIT: {MESSAGE, DEFER, DEFER_UPDATE, UPDATE},
}


class Answers:
    """Holds every interaction there was, and serves what the bot does with it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.all: list[Interaction] = []
        self._by_token: dict[str, Interaction] = {}

    def start(self, interaction: Interaction) -> None:
        """A member did something: the gateway hears of it."""
        self.all.append(interaction)
        self._by_token[interaction.token] = interaction
        value = interaction.to_json(self._world.bot)
        self._world.emit("INTERACTION_CREATE", value, False)

    def callback(
        self,
        interaction_id: str,
        token: str,
        body: dict[str, Any],
        files: list[Attachment],
    ) -> dict[str, Any]:
        """The first answer; gives what `with_response` asks for."""
        interaction = self._by_token.get(token)
        if interaction is None or interaction.id != interaction_id:
            raise Refused(*UNKNOWN_INTERACTION)
        if interaction.callback is not None:
            raise Refused(*ACKNOWLEDGED)
        if time.time() - interaction.created > self._world.callback_seconds:
            raise Refused(*UNKNOWN_INTERACTION)
        kind, data = body["type"], body.get("data") or {}
        if kind not in ALLOWED[interaction.kind]:
            limits.refuse(f"type: {kind} doesn't answer {interaction.kind}")
        self._answer(interaction, kind, data, files)
        interaction.callback = kind
        self._world.touch()
        return _response(interaction)

    def _answer(
        self,
        interaction: Interaction,
        kind: int,
        data: dict[str, Any],
        files: list[Attachment],
    ) -> None:
        match kind:
            case 4:
                interaction.answer = self._post(interaction, data, files)
            case 5:
                flags = LOADING | (data.get("flags", 0) & EPHEMERAL)
                interaction.answer = self._post(interaction, {"flags": flags}, [])
            case 6:
                interaction.answer = interaction.target
            case 7:
                assert interaction.target is not None
                self._world.edit(interaction.target, data, files, interaction.limit)
                interaction.answer = interaction.target
            case 8:
                interaction.choices = _choices(data)
            case 9:
                interaction.modal = data

    def webhook(self, token: str) -> Interaction:
        """The interaction of a token that still lives and was answered."""
        interaction = self._by_token.get(token)
        if interaction is None or interaction.callback is None:
            raise Refused(*UNKNOWN_WEBHOOK)
        if time.time() - interaction.created > self._world.token_seconds:
            raise Refused(*INVALID_TOKEN)
        return interaction

    def message(self, interaction: Interaction, message_id: str) -> Message:
        """One that the interaction's webhook made, or `@original`."""
        for message in interaction.messages:
            original = message_id == "@original" and message is interaction.answer
            if original or message.id == message_id:
                return message
        raise Refused(*UNKNOWN_MESSAGE)

    def edit(
        self,
        interaction: Interaction,
        message: Message,
        body: dict[str, Any],
        files: list[Attachment],
    ) -> Message:
        return self._world.edit(message, body, files, interaction.limit)

    def follow_up(
        self, interaction: Interaction, body: dict[str, Any], files: list[Attachment]
    ) -> Message:
        """A further message; right after "thinking" it is the answer itself."""
        answer = interaction.answer
        if answer is not None and answer.loading and not answer.deleted:
            return self.edit(interaction, answer, body, files)
        message = self._post(interaction, body, files)
        interaction.followups.append(message)
        self._world.touch()
        return message

    def _post(
        self, interaction: Interaction, data: dict[str, Any], files: list[Attachment]
    ) -> Message:
        replied = interaction.answer or (
            interaction.target if interaction.kind == COMPONENT else None
        )
        menu = interaction.data.get("type") == MESSAGE_MENU
        message = Message(
            author=self._world.bot,
            channel=interaction.channel,
            content=str(data.get("content") or ""),
            attachments=files,
            allowed_mentions=data.get("allowed_mentions"),
            embeds=data.get("embeds") or [],
            components=data.get("components") or [],
            flags=data.get("flags") or 0,
            reply_to=replied.id if replied else None,
            replied=replied,
            type=REPLY if replied else MENU if menu else COMMAND_MESSAGE,
            interaction=interaction,
        )
        known = EPHEMERAL | LOADING | SUPPRESS_EMBEDS | limits.LAYOUT | (1 << 12)
        if message.flags & ~known:
            limits.refuse("flags: unknown ones")
        limits.check(message)
        limits.check_files(files, interaction.limit, self._world.request_limit)
        self._world.post(message)
        return message


def _choices(data: dict[str, Any]) -> list[tuple[str, Any]]:
    choices = [(one["name"], one["value"]) for one in data.get("choices", [])]
    if len(choices) > 25:
        limits.refuse("choices: must be 25 or fewer in length")
    for name, value in choices:
        if not 1 <= len(name) <= 100 or len(str(value)) > 100:
            limits.refuse("choices: must be between 1 and 100 in length")
    return choices


def _response(interaction: Interaction) -> dict[str, Any]:
    told: dict[str, Any] = {"id": interaction.id, "type": interaction.kind}
    value: dict[str, Any] = {"interaction": told}
    if (answer := interaction.answer) is not None:
        told["response_message_id"] = answer.id
        told["response_message_loading"] = answer.loading
        told["response_message_ephemeral"] = answer.ephemeral
        value["resource"] = {"type": interaction.callback}
        if interaction.callback in {MESSAGE, UPDATE}:
            value["resource"]["message"] = answer.to_json()
    return value
