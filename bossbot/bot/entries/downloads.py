"""`dl`, `dlt`, `dlr`, their slash twins, and the menu of a message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import discord
from discord import app_commands
from discord.ext import commands

from bossbot.bot.answers import Answer
from bossbot.bot.caller import Caller
from bossbot.bot.entries.registering import prefixed, slash
from bossbot.bot.runner import CommandRunner, Context, Interaction, Work
from bossbot.bot.services.taking import take, take_all
from bossbot.messages.catalogue import DL, DLR, DLT, MENU
from bossbot.messages.command import Command
from bossbot.models import Format, Priority

_FORMATS: Final = [
    app_commands.Choice(name="Best that fits", value="best"),
    app_commands.Choice(name="Audio only", value="audio"),
    app_commands.Choice(name="Video", value="video"),
    app_commands.Choice(name="Smallest", value="smallest"),
]
_PRIORITIES: Final = [
    app_commands.Choice(name="High (premium)", value="high"),
    app_commands.Choice(name="Normal", value="normal"),
    app_commands.Choice(name="Low", value="low"),
]


def _options[E]() -> Callable[[E], E]:
    """What the three slash commands ask for."""

    def add(entry: E) -> E:
        described = app_commands.describe(
            url="One link, or several with spaces between",
            wanted="What you want of it",
            priority="How urgent it is",
        )(entry)
        named = app_commands.rename(wanted="format")(described)
        return app_commands.choices(wanted=_FORMATS, priority=_PRIORITIES)(named)

    return add


class Downloads(commands.Cog):
    """Takes links."""

    def __init__(self, runner: CommandRunner) -> None:
        self._runner = runner
        self.menu = app_commands.ContextMenu(name=MENU.slash, callback=self._menu)
        self.menu.guild_only = True

    @prefixed(DL)
    async def dl(self, ctx: Context, *, text: str = "") -> None:
        """Links of any site."""
        await self._runner.message(ctx, DL, self._taking(DL, text))

    @prefixed(DLT)
    async def dlt(self, ctx: Context, *, text: str = "") -> None:
        """Links of Twitter/X."""
        await self._runner.message(ctx, DLT, self._taking(DLT, text))

    @prefixed(DLR)
    async def dlr(self, ctx: Context, *, text: str = "") -> None:
        """Links of Reddit."""
        await self._runner.message(ctx, DLR, self._taking(DLR, text))

    @slash(DL)
    @_options()
    async def download(
        self,
        interaction: Interaction,
        url: str,
        wanted: str | None = None,
        priority: str | None = None,
    ) -> None:
        """Links of any site."""
        work = self._taking(DL, url, priority, wanted)
        await self._runner.interaction(interaction, DL, work)

    @slash(DLT)
    @_options()
    async def slash_dlt(
        self,
        interaction: Interaction,
        url: str,
        wanted: str | None = None,
        priority: str | None = None,
    ) -> None:
        """Links of Twitter/X."""
        work = self._taking(DLT, url, priority, wanted)
        await self._runner.interaction(interaction, DLT, work)

    @slash(DLR)
    @_options()
    async def slash_dlr(
        self,
        interaction: Interaction,
        url: str,
        wanted: str | None = None,
        priority: str | None = None,
    ) -> None:
        """Links of Reddit."""
        work = self._taking(DLR, url, priority, wanted)
        await self._runner.interaction(interaction, DLR, work)

    def _taking(
        self,
        command: Command,
        text: str,
        priority: str | None = None,
        wanted: str | None = None,
    ) -> Work:
        async def work(caller: Caller) -> Answer:
            return await take(
                self._runner.services,
                caller,
                command,
                text,
                priority=Priority(priority) if priority else None,
                wanted=Format(wanted) if wanted else None,
            )

        return work

    async def _menu(self, interaction: Interaction, message: discord.Message) -> None:
        """Every supported link in a message."""

        async def work(caller: Caller) -> Answer:
            return await take_all(self._runner.services, caller, _said(message))

        await self._runner.interaction(interaction, MENU, work)


def _said(message: discord.Message) -> str:
    """All words with links in a message: what it forwards and embeds, too."""
    told = [message.content]
    told += [forwarded.content for forwarded in message.message_snapshots]
    told += [embed.url for embed in message.embeds if embed.url]
    return "\n".join(told)
