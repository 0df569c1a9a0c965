"""Waiting for messages and for answers to interactions."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Future

from tests.world.discord.driver import WAIT, Driver
from tests.world.discord.interactions import Interaction
from tests.world.discord.messages import Message


class Waits(Driver):
    """A part of `DiscordServer`."""

    async def wait_for(
        self, found: Callable[[Message], bool], timeout: float = WAIT
    ) -> Message:
        """The first message that fits, now or later."""
        return await asyncio.wrap_future(self._waiting(found, timeout))

    def wait(self, found: Callable[[Message], bool], timeout: float = WAIT) -> Message:
        """`wait_for` for tests without an event loop."""
        return self._waiting(found, timeout).result()

    def wait_for_bot(self, timeout: float = WAIT) -> None:
        """Until a bot has joined, by the gateway."""
        until = time.monotonic() + timeout
        while not self.gateway.identified:
            if time.monotonic() > until:
                raise TimeoutError("no bot came")
            time.sleep(0.02)

    async def wait_for_answer(
        self, interaction: Interaction, text: str = "", timeout: float = WAIT
    ) -> Message:
        """The answer (or a followup) that holds a text and isn't "thinking" any more.

        Of a button whose message the bot updates it is that message.
        """
        return await asyncio.wrap_future(self._answer(interaction, text, timeout))

    def answer_to(
        self, interaction: Interaction, text: str = "", timeout: float = WAIT
    ) -> Message:
        """`wait_for_answer` for tests without an event loop."""
        return self._answer(interaction, text, timeout).result()

    async def wait_for_callback(
        self, interaction: Interaction, timeout: float = WAIT
    ) -> Interaction:
        """Until the bot answered in whatever way, "thinking" and modals too."""
        await asyncio.wrap_future(self._until(lambda: interaction.callback, timeout))
        return interaction

    async def wait_for_commands(self, timeout: float = WAIT) -> list[str]:
        """The full names of the commands, as soon as the bot registered some."""
        return await asyncio.wrap_future(self._registered(timeout))

    def registered(self, timeout: float = WAIT) -> list[str]:
        """`wait_for_commands` for tests without an event loop."""
        return self._registered(timeout).result()

    @property
    def interactions(self) -> list[Interaction]:
        """All there were, oldest first."""
        return self.answers.all

    def _registered(self, timeout: float) -> Future[list[str]]:
        return self._until(lambda: self.commands.names(None) or None, timeout)

    def _answer(
        self, interaction: Interaction, text: str, timeout: float
    ) -> Future[Message]:
        def found() -> Message | None:
            for message in interaction.messages:
                if not message.loading and text in message.text:
                    return message
            return None

        return self._until(found, timeout)

    def _waiting(
        self, found: Callable[[Message], bool], timeout: float
    ) -> Future[Message]:
        waiting = asyncio.wait_for(self.world.wait_for(found), timeout)
        return asyncio.run_coroutine_threadsafe(waiting, self._loop)
