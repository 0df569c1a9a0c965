"""A small discord.py bot for proving the stand-in, in the test's own event loop."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import discord
from discord import app_commands
from discord.ext import commands

from bossbot.adapters.discord_api import point_at
from tests.world.discord import DiscordServer

INTENTS = discord.Intents(
    guilds=True,
    guild_messages=True,
    dm_messages=True,
    message_content=True,
    guild_reactions=True,
    dm_reactions=True,
)


class Controls(discord.ui.View):
    """Buttons and a select that outlive the bot."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Pause", custom_id="pause")
    async def pause(
        self, interaction: discord.Interaction, button: discord.ui.Button[Controls]
    ) -> None:
        button.disabled = True
        await interaction.response.edit_message(content="Paused", view=self)

    @discord.ui.button(emoji="ℹ️", custom_id="details")
    async def details(
        self, interaction: discord.Interaction, _: discord.ui.Button[Controls]
    ) -> None:
        await interaction.response.send_message("the receipt", ephemeral=True)

    @discord.ui.button(label="Later", custom_id="later")
    async def later(
        self, interaction: discord.Interaction, _: discord.ui.Button[Controls]
    ) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content="Much later")

    @discord.ui.select(
        placeholder="Size",
        custom_id="size",
        options=[discord.SelectOption(label=size) for size in ("small", "large")],
    )
    async def size(
        self, interaction: discord.Interaction, select: discord.ui.Select[Controls]
    ) -> None:
        await interaction.response.send_message(f"it will be {select.values[0]}")


class Name(discord.ui.Modal, title="Name"):
    said: discord.ui.TextInput[Name] = discord.ui.TextInput(
        label="Name", custom_id="said"
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"hello {self.said.value}")


class SmallBot(commands.Bot):
    """Registers a few commands and keeps what the gateway told."""

    def __init__(self, intents: discord.Intents = INTENTS) -> None:
        super().__init__(
            command_prefix="!",
            intents=intents,
            max_messages=None,
            chunk_guilds_at_startup=False,
        )
        self.heard: list[tuple[str, object]] = []
        self.seen: list[discord.Interaction] = []

    async def setup_hook(self) -> None:
        self.add_view(Controls())
        add_commands(self)
        await self.tree.sync()

    def names(self) -> list[str]:
        return [name for name, _ in self.heard]

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        self.seen.append(interaction)

    async def on_raw_reaction_add(self, event: discord.RawReactionActionEvent) -> None:
        self.heard.append(("reaction", event))

    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        self.heard.append(("deleted", event))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        self.heard.append(("join", guild))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        self.heard.append(("remove", guild))

    async def on_message(self, message: discord.Message) -> None:
        self.heard.append(("message", message))


def add_commands(bot: SmallBot) -> None:
    tree = bot.tree
    group = app_commands.Group(name="queue", description="The queue")
    tree.add_command(group)

    @tree.command(description="Answer at once")
    @app_commands.choices(
        size=[
            app_commands.Choice(name="Small one", value="small"),
            app_commands.Choice(name="Large one", value="large"),
        ]
    )
    async def echo(
        interaction: discord.Interaction, text: str, size: str = "small"
    ) -> None:
        await interaction.response.send_message(f"{text} {size}", view=Controls())

    @tree.command(description="Think, then answer with a file")
    async def slow(interaction: discord.Interaction) -> None:
        await interaction.response.defer(thinking=True)
        file = discord.File(io.BytesIO(b"cat"), "cat.txt")
        await interaction.followup.send("here it is", file=file)
        await interaction.followup.send("and more", ephemeral=True)

    @tree.command(description="Think, then edit")
    async def edit(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        file = discord.File(io.BytesIO(b"dog"), "dog.txt")
        await interaction.edit_original_response(content="edited", attachments=[file])

    @tree.command(description="Who is who")
    async def who(
        interaction: discord.Interaction,
        member: discord.Member,
        role: discord.Role,
        place: discord.TextChannel,
    ) -> None:
        told = f"{member.name} {role.name} {place.name}"
        embed = discord.Embed(title=told, description="in an embed")
        await interaction.response.send_message(embed=embed)

    @tree.command(description="Answer nothing")
    async def silent(_: discord.Interaction) -> None:
        pass

    @tree.command(description="Ask for a name")
    async def name(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Name())

    @group.command(description="Cancel")
    @app_commands.rename(number="id")
    async def cancel(interaction: discord.Interaction, number: str) -> None:
        await interaction.response.send_message(f"cancelled {number}", ephemeral=True)

    @cancel.autocomplete("number")
    async def ids(
        _: discord.Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        known = [one for one in ("cat-1", "cat-2", "dog-1") if one.startswith(current)]
        return [app_commands.Choice(name=f"The {one}", value=one) for one in known]

    @tree.context_menu(name="Download media")
    async def menu(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"of {message.content}")


@asynccontextmanager
async def small_bot(
    server: DiscordServer, intents: discord.Intents = INTENTS
) -> AsyncIterator[SmallBot]:
    """A bot that is ready; ends with the block."""
    point_at(server.api_base, server.gateway_url)
    bot = SmallBot(intents)
    bot._connection.guild_ready_timeout = 0.05  # it waits for guilds to come
    async with bot:
        await bot.login(server.token)
        running = asyncio.create_task(bot.connect())
        ready = asyncio.create_task(bot.wait_until_ready())
        try:
            await asyncio.wait(
                {running, ready}, timeout=30, return_when=asyncio.FIRST_COMPLETED
            )
            if running.done():
                await running
            yield bot
        finally:
            await bot.close()
            for task in (running, ready):
                task.cancel()
                with suppress(asyncio.CancelledError, discord.DiscordException):
                    await task
