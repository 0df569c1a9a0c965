"""`dls` and `/settings`: one's own, and the server's."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bossbot.access import servers, users
from bossbot.access.stored import ROLE
from bossbot.bot.entries.registering import prefixed
from bossbot.bot.entries.suggestions import (
    Choices,
    own_values,
    role_values,
    server_values,
)
from bossbot.bot.people import known_of
from bossbot.bot.runner import CommandRunner, Context, Interaction, Work
from bossbot.bot.services import preferences as service
from bossbot.messages.catalogue import DLS

_OWN = tuple(setting.name for setting in users.SETTINGS)
_SERVERS = tuple(name for name in servers.NAMES if name != ROLE)


class Preferences(commands.Cog):
    """Shows and changes settings."""

    group = app_commands.Group(
        name=DLS.slash, description="Your settings and limits, and the server's."
    )
    server = app_commands.Group(
        name="server", description="The server's settings.", parent=group
    )

    def __init__(self, runner: CommandRunner) -> None:
        self._runner = runner

    @prefixed(DLS)
    async def dls(self, ctx: Context, *, text: str = "") -> None:
        """All in one."""
        services, known = self._runner.services, known_of(ctx.guild)
        await self._runner.message(
            ctx,
            DLS,
            lambda caller: service.dls(services, caller, text, known),
            counted=not service.changes(text),
        )

    @group.command(description="Show your settings, limits and today's use.")
    async def view(self, interaction: Interaction) -> None:
        """One's own."""
        services = self._runner.services
        await self._view(interaction, lambda caller: service.view(services, caller))

    @group.command(description="Change one of your settings.")
    @app_commands.describe(name="Which one", value="What it is to be")
    @app_commands.choices(
        name=[app_commands.Choice(name=name, value=name) for name in _OWN]
    )
    async def update(self, interaction: Interaction, name: str, value: str) -> None:
        """One of one's own."""
        services = self._runner.services
        await self._change(
            interaction, lambda caller: service.update(services, caller, name, value)
        )

    @update.autocomplete("value")
    async def _own_values(self, interaction: Interaction, typed: str) -> Choices:
        return own_values(interaction, typed)

    @group.command(description="Go back to the default of one of your settings.")
    @app_commands.describe(name="Which one; all of them without it")
    @app_commands.choices(
        name=[app_commands.Choice(name=name, value=name) for name in _OWN]
    )
    async def reset(self, interaction: Interaction, name: str = "") -> None:
        """One's own, or one of them."""
        services = self._runner.services
        await self._change(
            interaction, lambda caller: service.reset(services, caller, name or None)
        )

    @server.command(name="view", description="Show the server's settings.")
    async def view_server(self, interaction: Interaction) -> None:
        """The server's."""
        services = self._runner.services
        await self._view(
            interaction, lambda caller: service.view_server(services, caller)
        )

    @server.command(name="update", description="Change one of the server's settings.")
    @app_commands.describe(name="Which one", value="Channels or platforms, or all/none")
    @app_commands.choices(
        name=[app_commands.Choice(name=name, value=name) for name in _SERVERS]
    )
    async def update_server(
        self, interaction: Interaction, name: str, value: str
    ) -> None:
        """One of the server's."""
        await self._update_server(interaction, [name, *value.split()])

    @update_server.autocomplete("value")
    async def _server_values(self, interaction: Interaction, typed: str) -> Choices:
        return server_values(interaction, typed, self._runner.services.settings)

    @server.command(name="role", description="Change what a role may.")
    @app_commands.describe(
        role="Whose", setting="What of it", value="on, off, a size, a priority; default"
    )
    @app_commands.choices(
        setting=[
            app_commands.Choice(name=name, value=name) for name in servers.ROLE_NAMES
        ]
    )
    async def role(
        self, interaction: Interaction, role: discord.Role, setting: str, value: str
    ) -> None:
        """One of a role's."""
        words = [ROLE, str(role.id), setting, *value.split()]
        await self._update_server(interaction, words)

    @role.autocomplete("value")
    async def _role_values(self, interaction: Interaction, typed: str) -> Choices:
        return role_values(interaction, typed, self._runner.services.settings)

    @server.command(name="reset", description="Go back to the server's defaults.")
    @app_commands.describe(
        name="Which one; all of them without it", role="A role's settings instead"
    )
    @app_commands.choices(
        name=[app_commands.Choice(name=name, value=name) for name in _SERVERS]
    )
    async def reset_server(
        self,
        interaction: Interaction,
        name: str = "",
        role: discord.Role | None = None,
    ) -> None:
        """The server's, one of them, or a role's."""
        services, known = self._runner.services, known_of(interaction.guild)
        words = [ROLE, str(role.id)] if role is not None else name.split()
        await self._change(
            interaction,
            lambda caller: service.reset_server(services, caller, words, known),
        )

    async def _update_server(self, interaction: Interaction, words: list[str]) -> None:
        services, known = self._runner.services, known_of(interaction.guild)
        await self._change(
            interaction,
            lambda caller: service.update_server(services, caller, words, known),
        )

    async def _change(self, interaction: Interaction, work: Work) -> None:
        """What changes something has a rate limit of its own."""
        await self._runner.interaction(
            interaction, DLS, work, private=True, counted=False
        )

    async def _view(self, interaction: Interaction, work: Work) -> None:
        await self._runner.interaction(interaction, DLS, work, private=True)
