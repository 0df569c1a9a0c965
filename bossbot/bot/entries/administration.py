"""`dladmin` and `/admin`."""

from __future__ import annotations

import functools
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bossbot.bot.entries.registering import prefixed
from bossbot.bot.runner import CommandRunner, Context, Interaction
from bossbot.bot.services import administration as service
from bossbot.messages.catalogue import DLADMIN
from bossbot.models import Level

_LEVELS = [app_commands.Choice(name=one.value, value=one.value) for one in Level]


class Administration(commands.Cog):
    """For the bot's owner and the level `admin`; the gate keeps others out."""

    group = app_commands.Group(
        name=DLADMIN.slash,
        description=DLADMIN.summary,
        guild_only=True,
        default_permissions=discord.Permissions(manage_guild=True),
    )

    def __init__(self, runner: CommandRunner) -> None:
        self._runner = runner

    @prefixed(DLADMIN)
    async def dladmin(self, ctx: Context, *, text: str = "") -> None:
        """All in one."""
        services = self._runner.services
        await self._runner.message(
            ctx, DLADMIN, lambda caller: service.dladmin(services, caller, text)
        )

    @group.command(description="Keep a user out of every server.")
    @app_commands.describe(user="Who", reason="They read it")
    async def ban(
        self, interaction: Interaction, user: discord.User, reason: str = ""
    ) -> None:
        """A user may use nothing."""
        await self._do(interaction, service.ban, str(user.id), reason)

    @group.command(description="Let a user in again.")
    @app_commands.describe(user="Who")
    async def unban(self, interaction: Interaction, user: discord.User) -> None:
        """A user may come back."""
        await self._do(interaction, service.unban, str(user.id))

    @group.command(description="Grant a user a level.")
    @app_commands.describe(user="Who", level="Which")
    @app_commands.choices(level=_LEVELS)
    async def level(
        self, interaction: Interaction, user: discord.User, level: str
    ) -> None:
        """What a user may."""
        await self._do(interaction, service.set_level, str(user.id), Level(level))

    @group.command(description="Make a server a premium one, or no longer.")
    @app_commands.describe(on="Whether it is one", server="Its id; this one without it")
    async def premium(
        self, interaction: Interaction, *, on: bool, server: str = ""
    ) -> None:
        """What a server may."""
        await self._do(interaction, service.premium, server, on=on)

    @group.command(description="Run the temp and main cleanups on every host now.")
    async def cleanup(self, interaction: Interaction) -> None:
        """Space, at once."""
        await self._do(interaction, service.clean_up)

    @group.command(description="Take no new downloads, anywhere.")
    @app_commands.describe(reason="Members read it")
    async def pause(self, interaction: Interaction, reason: str = "") -> None:
        """Intake stops."""
        await self._do(interaction, service.pause, reason)

    @group.command(description="Take new downloads again.")
    async def resume(self, interaction: Interaction) -> None:
        """Intake goes on."""
        await self._do(interaction, service.resume)

    async def _do(
        self, interaction: Interaction, deed: Any, *values: Any, **options: Any
    ) -> None:
        services = self._runner.services
        await self._runner.interaction(
            interaction,
            DLADMIN,
            lambda caller: functools.partial(deed, services, caller)(
                *values, **options
            ),
            private=True,
        )
