"""The Discord stand-in's limits: rates, sizes, lengths, edits of old messages."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import discord
import pytest

from tests.integration.discord.standin_bot import SmallBot, small_bot
from tests.world.discord import DiscordServer

pytestmark = pytest.mark.integration


@pytest.fixture
async def bot(server: DiscordServer) -> AsyncIterator[SmallBot]:
    async with small_bot(server) as bot:
        yield bot


@pytest.fixture
async def channel(server: DiscordServer, bot: SmallBot) -> discord.TextChannel:
    found = bot.get_channel(int(server.channel.id))
    assert isinstance(found, discord.TextChannel)
    return found


async def refused(server: DiscordServer) -> None:
    """Until a request was answered with a 429."""
    async with asyncio.timeout(20):
        while not server.refused[429]:
            await asyncio.sleep(0.005)


async def test_bucket_is_honoured(
    server: DiscordServer, channel: discord.TextChannel
) -> None:
    """discord.py reads the headers and waits: all arrive, none is refused."""
    server.buckets.rules["create"].seconds = 0.5
    server.rate_limits(True)
    await asyncio.gather(*(channel.send(str(number)) for number in range(12)))
    assert len(server.messages()) == 12
    assert server.refused[429] == 0
    times = sorted(message.created for message in server.messages())
    assert times[-1] - times[0] > 0.5


async def test_one_too_many(
    server: DiscordServer, channel: discord.TextChannel
) -> None:
    """A 429 is sat out by discord.py, and counted here."""
    rule = server.buckets.rules["create"]
    rule.limit, rule.seconds = 0, 0.05
    server.rate_limits(True)
    sending = asyncio.create_task(channel.send("x"))
    await refused(server)
    rule.limit = 5
    await sending
    assert len(server.messages()) == 1
    assert server.refused[429] == server.buckets.exceeded


async def test_limit_of_everything(
    server: DiscordServer, bot: SmallBot, channel: discord.TextChannel
) -> None:
    """Over all routes together only so many requests a second."""
    server.rate_limits(True)
    server.buckets.everywhere = 0
    asking = asyncio.create_task(bot.application_info())
    await refused(server)
    assert not bot.http._global_over.is_set()
    server.buckets.everywhere = 50
    await asking


async def test_old_messages(
    server: DiscordServer, channel: discord.TextChannel
) -> None:
    """Their edits are limited; discord.py tries five times and tells the code."""
    server.world.old_edits, server.world.old_window = 0, 0.01
    sent = await channel.send("x")
    await sent.edit(content="young")
    server.messages()[0].created -= 4000
    with pytest.raises(discord.HTTPException) as caught:
        await sent.edit(content="old")
    assert (caught.value.status, caught.value.code) == (429, 30046)
    assert server.refused[429] == 5
    server.world.old_edits = 3
    await sent.edit(content="old")


@pytest.mark.parametrize(
    "body",
    [
        {"content": "x" * 2001},
        {"content": "x", "nonce": "n" * 26},
        {"embeds": [{"title": "x" * 257}]},
        {"embeds": [{"description": "x" * 4000}, {"description": "x" * 2001}]},
        {"embeds": [{"title": "x"}] * 11},
        {"embeds": [{"fields": [{"name": "n", "value": ""}]}]},
        {"content": "x", "components": [{"type": 1, "components": []}]},
        {
            "content": "x",
            "components": [
                {
                    "type": 1,
                    "components": [
                        {"type": 2, "style": 1, "label": "x", "custom_id": str(number)}
                        for number in range(6)
                    ],
                }
            ],
        },
        {
            "content": "x",
            "components": [
                {
                    "type": 1,
                    "components": [
                        {"type": 2, "style": 1, "label": "x", "custom_id": "i" * 101}
                    ],
                }
            ],
        },
        {
            "content": "x",
            "components": [
                {
                    "type": 1,
                    "components": [
                        {"type": 2, "style": 1, "label": "x", "custom_id": "same"},
                        {"type": 2, "style": 1, "label": "y", "custom_id": "same"},
                    ],
                }
            ],
        },
    ],
    ids="+".join,
)
async def test_too_long(
    server: DiscordServer, bot: SmallBot, body: dict[str, Any]
) -> None:
    """A message beyond Discord's lengths is an invalid form."""
    route = discord.http.Route(
        "POST", "/channels/{channel_id}/messages", channel_id=server.channel.id
    )
    with pytest.raises(discord.HTTPException) as caught:
        await bot.http.request(route, json=body)
    assert (caught.value.status, caught.value.code) == (400, 50035)
    assert server.messages() == []


async def test_interactions_limit_of_files(
    server: DiscordServer, bot: SmallBot
) -> None:
    """What an interaction tells as its limit holds for all its answers."""
    server.world.interaction_limit = 2
    server.world.callback_seconds = 60
    server.slash(server.member, server.channel, "silent")
    async with asyncio.timeout(20):
        while not bot.seen:
            await asyncio.sleep(0.005)
    [seen] = bot.seen
    assert seen.filesize_limit == 2

    async def too_large(send: Callable[..., Awaitable[object]]) -> None:
        with pytest.raises(discord.HTTPException) as caught:
            await send(file=discord.File(io.BytesIO(b"cat"), "cat"))
        assert (caught.value.status, caught.value.code) == (413, 40005)

    await too_large(seen.response.send_message)
    await seen.response.defer()
    await too_large(seen.followup.send)
    await seen.followup.send(file=discord.File(io.BytesIO(b"ok"), "ok"))
    await too_large(seen.followup.send)


async def test_attachments_change(
    server: DiscordServer, channel: discord.TextChannel
) -> None:
    """An edit keeps, drops and adds files, embeds and buttons."""
    one, two = (discord.File(io.BytesIO(name), name.decode()) for name in (b"1", b"2"))
    sent = await channel.send("x", file=one, embed=discord.Embed(title="old"))
    sent = await sent.edit(attachments=[sent.attachments[0], two])
    [message] = server.messages()
    assert [file.data for file in message.attachments] == [b"1", b"2"]
    assert message.embeds[0]["title"] == "old"
    await sent.edit(attachments=[sent.attachments[1]], embed=None, content="y")
    assert [file.data for file in message.attachments] == [b"2"]
    assert message.embeds == []
    assert message.history == ["x", "y"]
