"""The entries: what a member types or chooses, as calls of a service.

- `registering`: names and descriptions, from the catalogue.
- `downloads`, `queue`, `preferences`, `information`, `administration`: the commands.
- `suggestions`: what Discord offers while somebody writes a setting.
- `controls`: the buttons under status messages, and reactions.
"""

from __future__ import annotations

from collections.abc import Callable

from discord.ext import commands

from bossbot.bot.entries.administration import Administration
from bossbot.bot.entries.downloads import Downloads
from bossbot.bot.entries.information import Information
from bossbot.bot.entries.preferences import Preferences
from bossbot.bot.entries.queue import Queue
from bossbot.bot.runner import CommandRunner
from bossbot.models import GatewayState


async def add_entries(
    client: commands.AutoShardedBot,
    runner: CommandRunner,
    gateway: Callable[[], GatewayState],
) -> None:
    """Add all commands to a client."""
    downloads = Downloads(runner)
    await client.add_cog(downloads)
    client.tree.add_command(downloads.menu)
    await client.add_cog(Queue(runner))
    await client.add_cog(Preferences(runner))
    await client.add_cog(Information(runner, gateway))
    await client.add_cog(Administration(runner))
