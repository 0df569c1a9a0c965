"""Buttons under status messages; they work for as long as Discord shows them.

All there is to know of a button is in its id: what it does, and to the downloads of
which command. So nothing has to be remembered over a restart.
"""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final, Protocol, Self, cast

import discord

from bossbot.media.offers import offers
from bossbot.messages.controls import Action, Button, button_of, buttons_for
from bossbot.messages.view import View

COG: Final = "Controls"

_STYLES: Final = {
    "primary": discord.ButtonStyle.primary,
    "secondary": discord.ButtonStyle.secondary,
    "success": discord.ButtonStyle.success,
    "danger": discord.ButtonStyle.danger,
}
_ID: Final = re.compile(rf"bossbot:({'|'.join(Action)}):([0-9]{{1,20}})")

type Interaction = discord.Interaction[Any]


class Pressed(Protocol):
    """Does what buttons say; a cog of the client."""

    async def pressed(
        self, interaction: Interaction, action: Action, command: str
    ) -> None:
        """Do it to the downloads of a command, and answer."""
        ...


class ControlButton(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=_ID
):
    """One button; the cog `COG` lets the client know of them and does what they say."""

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
        """Have it done."""
        cog = cast("Pressed", interaction.client.get_cog(COG))
        await cog.pressed(interaction, self.action, self.command)


async def buttons_now(views: Sequence[View]) -> tuple[Button, ...]:
    """The buttons that a status message of these downloads has just now."""
    now = time.time()
    return buttons_for(views, [offers(view.record, now) for view in views])


def view_of(buttons: Iterable[Button], command: str) -> discord.ui.View | None:
    """The buttons under the status message of a command; None without any.

    Must be called in an event loop. The library keeps no such view: it is made of
    dynamic items alone.
    """
    view = discord.ui.View(timeout=None)
    for button in buttons:
        view.add_item(ControlButton(button, command))
    return view if view.children else None


def view_without(
    message: discord.Message, actions: Collection[Action]
) -> discord.ui.View | None:
    """The buttons that a message has, but these."""
    found = [
        match
        for row in message.components
        if isinstance(row, discord.ActionRow)
        for one in row.children
        if (match := _ID.fullmatch(one.custom_id or ""))
    ]
    kept = [button_of(Action(one[1])) for one in found if one[1] not in actions]
    return view_of(kept, found[0][2]) if found else None
