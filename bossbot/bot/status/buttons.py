"""Buttons under status messages; they work for as long as Discord shows them.

All there is to know of a button is in its id: what it does, and to the downloads of
which command. So nothing has to be remembered over a restart.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from typing import Any, Final, Protocol, Self, cast

import discord
import structlog

from bossbot.bot import speaking
from bossbot.bot.answers import Answer
from bossbot.bot.caller import Caller
from bossbot.bot.failures import answer_to
from bossbot.bot.people import caller_of_interaction
from bossbot.bot.ports import Posts
from bossbot.bot.services import Services
from bossbot.bot.services.controls import act
from bossbot.bot.services.taking import download_ids
from bossbot.messages.controls import Action, Button, button_of

log = structlog.get_logger(__name__)

PATIENCE: Final = 8.0
"""Seconds for one press in all; a frozen Redis isn't waited for any longer."""

_STYLES: Final = {
    "primary": discord.ButtonStyle.primary,
    "secondary": discord.ButtonStyle.secondary,
    "success": discord.ButtonStyle.success,
    "danger": discord.ButtonStyle.danger,
}
_ID: Final = re.compile(rf"bossbot:({'|'.join(Action)}):([0-9]{{1,20}})")

type Interaction = discord.Interaction[Any]


class Pressed(Protocol):
    """What a client with these buttons has as `buttons`."""

    async def press(
        self, interaction: Interaction, action: Action, command: str
    ) -> None:
        """Do what a button says and answer."""
        ...


class ControlButton(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=_ID
):
    """One button; the client must know the class (`add_dynamic_items`)."""

    def __init__(self, button: Button, command: str) -> None:
        self.action, self.command = button.action, command
        super().__init__(
            discord.ui.Button(
                label=button.label,
                emoji=button.emoji,
                style=_STYLES[button.style],
                custom_id=f"bossbot:{button.action}:{command}",
            )
        )

    @classmethod
    async def from_custom_id(
        cls,
        interaction: Interaction,  # noqa: ARG003 (the library's signature)
        item: discord.ui.Item[Any],  # noqa: ARG003
        match: re.Match[str],
        /,
    ) -> Self:
        """The button that was pressed."""
        return cls(button_of(Action(match[1])), match[2])

    async def callback(self, interaction: Interaction) -> None:
        """Have the client's `buttons` do it."""
        pressed = cast("Pressed", interaction.client.buttons)
        await pressed.press(interaction, self.action, self.command)


class Buttons:
    """Does what was pressed.

    Args:
        services: What it takes.
        posts: What may be deleted.
    """

    def __init__(self, services: Services, posts: Posts) -> None:
        self._services = services
        self._posts = posts

    async def press(
        self, interaction: Interaction, action: Action, command: str
    ) -> None:
        """Do it to the downloads of a command and tell who pressed, alone."""
        caller = caller_of_interaction(interaction, self._services.settings)
        working = self._answer(caller, action, command)
        answer = await speaking.to_interaction(interaction, working, private=True)
        log.info(
            "button",
            action=str(action),
            guild=caller.guild,
            user=caller.user,
            done=answer.error is None,
        )

    async def _answer(self, caller: Caller, action: Action, command: str) -> Answer:
        """What to say; whatever fails is an answer, too."""
        try:
            async with asyncio.timeout(PATIENCE):
                ids = download_ids(command)
                return await act(self._services, self._posts, caller, action, ids)
        except Exception as error:  # noqa: BLE001 - whatever it is becomes an answer
            return answer_to(
                error,
                command=f"button {action}",
                support_url=self._services.settings.support_url,
            )


def view_of(buttons: Iterable[Button], command: str) -> discord.ui.View | None:
    """The buttons under the status message of a command; None without any.

    Must be called in an event loop. The library keeps no such view: it is made of
    dynamic items alone.
    """
    view = discord.ui.View(timeout=None)
    for button in buttons:
        view.add_item(ControlButton(button, command))
    return view if view.children else None


def view_without(message: discord.Message, action: Action) -> discord.ui.View | None:
    """The buttons that a message has, but one."""
    found = [
        match
        for row in message.components
        if isinstance(row, discord.ActionRow)
        for one in row.children
        if (match := _ID.fullmatch(one.custom_id or ""))
    ]
    kept = [button_of(Action(one[1])) for one in found if one[1] != action]
    return view_of(kept, found[0][2]) if found else None
