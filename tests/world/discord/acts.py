"""Driving what members do with commands, menus, buttons and selects."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.world.discord.driver import WAIT
from tests.world.discord.interactions import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    SUBMIT,
    Interaction,
)
from tests.world.discord.messages import EPHEMERAL, Message
from tests.world.discord.state import Channel, User
from tests.world.discord.usage import Usage
from tests.world.discord.waits import Waits


class Acts(Waits):
    """A part of `DiscordServer`.

    An AssertionError says what a Discord client wouldn't have let the member do.
    """

    def slash(
        self, user: User, channel: Channel, command: str, /, **options: Any
    ) -> Interaction:
        """A slash command, as `slash(member, channel, "queue cancel", id="…")`.

        Options are strings, numbers, booleans, or a User, Role, Channel, Attachment;
        a choice is given by its name or value.
        """

        def start() -> Interaction:
            data = Usage(self.commands, user, channel).slash(command, options)
            return self._begin(COMMAND, f"/{command}", user, channel, data)

        return self._do(start)

    def menu(
        self, user: User, channel: Channel, name: str, message: Message
    ) -> Interaction:
        """A command of a message's context menu."""

        def start() -> Interaction:
            data = Usage(self.commands, user, channel).menu(name, message)
            return self._begin(COMMAND, name, user, channel, data, message)

        return self._do(start)

    def press(self, user: User, message: Message, button: str) -> Interaction:
        """A button, by its custom_id, label or emoji."""

        def start() -> Interaction:
            _shown_to(message, user)
            found = [b for b in message.buttons if button in {b.custom_id, b.label}]
            there = [(b.label, b.custom_id) for b in message.buttons]
            assert found, f"no button {button!r}, but {there}"
            assert not found[0].disabled, f"{button!r} is disabled"
            id_ = found[0].custom_id
            assert id_, f"{button!r} is a link"
            data = {"custom_id": id_, "component_type": 2}
            return self._begin(COMPONENT, id_, user, message.channel, data, message)

        return self._do(start)

    def select(
        self, user: User, message: Message, menu: str, /, *values: str
    ) -> Interaction:
        """Options of a select (by custom_id or placeholder), by label or value."""

        def start() -> Interaction:
            _shown_to(message, user)
            found = [s for s in message.selects if menu in {s.custom_id, s.placeholder}]
            assert found, f"no select {menu!r}, but {message.selects}"
            one = found[0]
            assert not one.disabled, f"{menu!r} is disabled"
            chosen = [one.options.get(value, value) for value in values]
            known = set(chosen) <= set(one.options.values())
            assert known or one.type != 3, f"{values} not among {one.options}"
            data = {
                "custom_id": one.custom_id,
                "component_type": one.type,
                "values": chosen,
            }
            return self._begin(
                COMPONENT, one.custom_id, user, message.channel, data, message
            )

        return self._do(start)

    def submit(self, opened: Interaction, /, **values: str) -> Interaction:
        """Fill in and send the modal that an interaction opened."""

        def start() -> Interaction:
            modal = opened.modal
            assert modal is not None, "no modal was opened"
            rows = [
                {
                    "type": 1,
                    "components": [{"type": 4, "custom_id": key, "value": value}],
                }
                for key, value in values.items()
            ]
            data = {"custom_id": modal["custom_id"], "components": rows}
            return self._begin(
                SUBMIT,
                modal["custom_id"],
                opened.user,
                opened.channel,
                data,
                opened.target,
            )

        return self._do(start)

    async def autocomplete(
        self,
        user: User,
        channel: Channel,
        command: str,
        /,
        *,
        focused: str,
        value: str = "",
        **others: Any,
    ) -> list[tuple[str, Any]]:
        """What is offered as (name, value) while a member types into an option."""
        typing = self._type(user, channel, command, others | {focused: value}, focused)
        return await asyncio.wrap_future(self._until(lambda: typing.choices, WAIT))

    def choices(
        self,
        user: User,
        channel: Channel,
        command: str,
        /,
        *,
        focused: str,
        value: str = "",
        **others: Any,
    ) -> list[tuple[str, Any]]:
        """`autocomplete` for tests without an event loop."""
        typing = self._type(user, channel, command, others | {focused: value}, focused)
        return self._until(lambda: typing.choices, WAIT).result()

    def _type(
        self,
        user: User,
        channel: Channel,
        command: str,
        options: dict[str, Any],
        focused: str,
    ) -> Interaction:
        def start() -> Interaction:
            usage = Usage(self.commands, user, channel)
            data = usage.slash(command, options, focused)
            return self._begin(AUTOCOMPLETE, f"/{command}", user, channel, data)

        return self._do(start)

    def _begin(
        self,
        kind: int,
        name: str,
        user: User,
        channel: Channel,
        data: dict[str, Any],
        target: Message | None = None,
    ) -> Interaction:
        limit = self.world.interaction_limit or self.world.limit_in(channel)
        interaction = Interaction(kind, name, user, channel, data, limit, target)
        self.answers.start(interaction)
        return interaction


def _shown_to(message: Message, user: User) -> None:
    assert not message.deleted, "the message was deleted"
    if message.flags & EPHEMERAL and message.interaction:
        asker = message.interaction.user
        assert asker is user, f"only {asker.name} sees this message"
