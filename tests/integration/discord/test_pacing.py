"""A client that meets Discord's limit of all routes together."""

from __future__ import annotations

import asyncio

import discord
import pytest

from bossbot.adapters.discord_api import point_at
from bossbot.bot.pacing import Pace, paced
from tests.world.discord import DiscordServer

pytestmark = pytest.mark.integration

CHANNELS, EACH = 30, 5
ALLOWED = 50


async def test_no_request_is_refused_again_and_again(server: DiscordServer) -> None:
    """What came at once is refused once; from then on requests take turns."""
    channels = [server.add_channel(f"channel{n}") for n in range(CHANNELS)]
    server.rate_limits(True)
    point_at(server.api_base, server.gateway_url)
    client = discord.Client(intents=discord.Intents.none(), http_trace=paced())
    async with client:
        await client.login(server.token)
        places = [client.get_partial_messageable(int(one.id)) for one in channels]
        await asyncio.gather(
            *(place.send("hello") for place in places for _ in range(EACH))
        )
    assert all(len(server.messages(one)) == EACH for one in channels)
    assert server.refused.total() <= CHANNELS * EACH - ALLOWED + EACH


async def test_answers_to_interactions_do_not_wait(server: DiscordServer) -> None:
    """They don't count, so they pass those who take turns."""
    pace = Pace(rate=0.001, burst=1)
    point_at(server.api_base, server.gateway_url)
    client = discord.Client(
        intents=discord.Intents.none(), http_trace=paced(pace), max_messages=None
    )

    @client.event
    async def on_interaction(interaction: discord.Interaction) -> None:
        pace.refused()
        await pace.turn()
        await interaction.response.send_message("here")
        await interaction.followup.send("and more")

    async with client:
        tree = discord.app_commands.CommandTree(client)
        tree.command(name="where", description="w")(_nothing)
        await client.login(server.token)
        await tree.sync()
        running = asyncio.create_task(client.connect())
        await asyncio.wait_for(client.wait_until_ready(), 60)
        asked = server.slash(server.member, server.channel, "where")
        await server.wait_for_answer(asked, "and more")
        await client.close()
        await running


async def _nothing(_: discord.Interaction) -> None:
    """The event answers."""
