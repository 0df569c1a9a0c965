"""Runs a command: gate, service, answer; the same way for every kind of entry."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import discord
import structlog
from discord.ext import commands

from bossbot.bot import speaking
from bossbot.bot.answers import Answer
from bossbot.bot.caller import Caller
from bossbot.bot.failures import answered
from bossbot.bot.gate import admit
from bossbot.bot.people import caller_of_interaction, caller_of_message
from bossbot.bot.services import Services
from bossbot.bot.status.board import Board
from bossbot.bot.status.buttons import view_of
from bossbot.bot.status.editor import Urgency
from bossbot.bot.status.statuses import Status
from bossbot.messages.command import Command
from bossbot.pipeline.ports import LedgerAwayError

log = structlog.get_logger(__name__)

type Work = Callable[[Caller], Awaitable[Answer]]
type Interaction = discord.Interaction[Any]
type Context = commands.Context[commands.AutoShardedBot]


class CommandRunner:
    """What all entries share.

    Args:
        services: What the commands use.
        board: Shows what was taken.
        wake: Told of a channel that takes messages, though it may have refused some.
    """

    def __init__(
        self, services: Services, board: Board, *, wake: Callable[[str], None]
    ) -> None:
        self.services = services
        self._board = board
        self._wake = wake

    async def message(
        self, ctx: Context, command: Command, work: Work, *, counted: bool = True
    ) -> None:
        """Run a prefix command and reply.

        Args:
            ctx: Of the message.
            command: Which one.
            work: Calls the service.
            counted: Whether the command's own rate limit holds.
        """
        caller = caller_of_message(ctx, self.services.settings)
        # The follower hears of the downloads too, one by one.
        with self._reserved(caller):
            answer = await self._answer(caller, command, work, counted)
        if answer.downloads:
            await self._refresh(caller, answer)
        await speaking.to_message(ctx.message, answer)

    async def interaction(
        self,
        interaction: Interaction,
        command: Command,
        work: Work,
        *,
        private: bool = False,
        counted: bool = True,
    ) -> None:
        """Run a slash command or menu and answer it.

        Args:
            interaction: Not answered yet.
            command: Which one.
            work: Calls the service.
            private: Whether its answer, where it takes a while, is the caller's alone.
            counted: Whether the command's own rate limit holds.
        """
        caller = caller_of_interaction(interaction, self.services.settings)
        # The follower hears of the downloads too, and must not answer in our place.
        with self._reserved(caller):
            working = self._answer(caller, command, work, counted)
            answer = await speaking.to_interaction(
                interaction, working, private=private
            )
            if answer.downloads:
                await self._show(interaction, self._status(caller, answer))
        if answer.downloads:
            await self._refresh(caller, answer)
            if answer.text:
                more = dataclasses.replace(answer, downloads=(), private=True)
                await speaking.say(interaction, more)

    @contextmanager
    def _reserved(self, caller: Caller) -> Iterator[None]:
        """Nobody else sends the status message of a command meanwhile."""
        self._board.reserve(caller.channel, caller.command)
        try:
            yield
        finally:
            self._board.release(caller.channel, caller.command)

    async def _answer(
        self, caller: Caller, command: Command, work: Work, counted: bool
    ) -> Answer:
        """What to say, and a line in the log."""
        began = time.monotonic()
        answer = await answered(
            self._worked(caller, command, work, counted),
            command=command.slash,
            support_url=self.services.settings.support_url,
        )
        log.info(
            "command",
            command=command.name or command.slash,
            guild=caller.guild,
            user=caller.user,
            downloads=answer.downloads,
            took=round(time.monotonic() - began, 3),
        )
        return answer

    async def _worked(
        self, caller: Caller, command: Command, work: Work, counted: bool
    ) -> Answer:
        admitted = await admit(self.services, caller, command, counted=counted)
        if isinstance(admitted, Answer):
            return admitted
        answer = await work(admitted)
        if answer.bad_input:
            await self.services.limiter.forgive(caller.user, command.rate)
        return answer

    async def _show(self, interaction: Interaction, status: Status) -> None:
        """Answer with the status message itself; where that fails, one is sent."""
        content = await self._board.preview(status)
        view = view_of(content.buttons, content.command)
        answer = Answer(text=content.text)
        status.message = await speaking.say(interaction, answer, view=view)
        status.content = content if status.message else None

    async def _refresh(self, caller: Caller, answer: Answer) -> None:
        """Bring the status message up to date; without the ledger, when it is back.

        The gate has found that we may write in that channel, whatever was before.
        """
        self._wake(caller.channel)
        try:
            await self._board.refresh(self._status(caller, answer), Urgency.STAGE)
        except LedgerAwayError as error:
            log.warning("status message not refreshed", reason=str(error))

    def _status(self, caller: Caller, answer: Answer) -> Status:
        return self._board.add(caller.channel, caller.command, answer.downloads)
