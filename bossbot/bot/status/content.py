"""What a status message says, and which buttons it has."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bossbot.messages.controls import Button
from bossbot.messages.view import View


@dataclass(frozen=True, slots=True)
class Content:
    """A status message as Discord is to show it; equal ones look the same.

    Attributes:
        command: The id of the message or interaction whose downloads it shows.
    """

    command: str
    text: str
    buttons: tuple[Button, ...] = ()


type Controls = Callable[[Sequence[View]], Awaitable[tuple[Button, ...]]]
"""Which buttons fit the downloads of a message; may ask the ledger."""


async def no_buttons(_: Sequence[View]) -> tuple[Button, ...]:
    """For messages that are read alone."""
    return ()
