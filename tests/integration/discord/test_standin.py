"""The Discord stand-in answers discord.py as Discord does: interactions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable

import discord
import pytest

from tests.integration.discord.standin_bot import SmallBot, small_bot
from tests.world.discord import DiscordServer

pytestmark = pytest.mark.integration


@pytest.fixture
async def bot(server: DiscordServer) -> AsyncIterator[SmallBot]:
    async with small_bot(server) as bot:
        yield bot


async def test_commands_are_registered_once(
    server: DiscordServer, bot: SmallBot
) -> None:
    """The tree's sync arrives whole, and what is fetched is what was put."""
    names = await server.wait_for_commands()
    assert {"echo", "queue cancel", "Download media"} <= set(names)
    assert server.commands.puts == 1
    fetched = await bot.tree.fetch_commands()
    assert {one.name for one in fetched} >= {"echo", "queue", "Download media"}


async def test_answer_to_a_slash_command(server: DiscordServer, bot: SmallBot) -> None:
    """A public message with buttons, known to be the command's answer."""
    asked = server.slash(
        server.member, server.channel, "echo", text="hi", size="Large one"
    )
    answer = await server.wait_for_answer(asked, "hi large")
    assert answer in server.messages()
    assert [b.label for b in answer.buttons] == ["Pause", "ℹ️", "Later"]
    assert not asked.ephemeral
    assert not asked.deferred
    assert server.answers.all == [asked]
    [seen] = bot.seen
    assert seen.user.name == "member"
    assert seen.channel is not None
    assert seen.channel.id == int(server.channel.id)
    assert seen.filesize_limit == server.world.upload_limit
    assert not seen.permissions.manage_messages
    assert seen.app_permissions.attach_files
    assert seen.guild_id == int(server.guild.id)


async def test_what_a_client_would_not_send(
    server: DiscordServer, bot: SmallBot
) -> None:
    """Unknown commands and options, missing ones, wrong choices fail in the test."""
    for command, options in (
        ("nothing", {}),
        ("queue", {}),
        ("queue burn", {}),
        ("echo", {}),
        ("echo", {"text": "x", "color": "red"}),
        ("echo", {"text": "x", "size": "huge"}),
        ("echo", {"text": 7}),
    ):
        with pytest.raises(AssertionError):
            server.slash(server.member, server.channel, command, **options)


async def test_thinking_then_a_file(server: DiscordServer, bot: SmallBot) -> None:
    """The first followup is the answer; a further one is a message of its own."""
    asked = server.slash(server.member, server.channel, "slow")
    answer = await server.wait_for_answer(asked, "here it is")
    more = await server.wait_for_answer(asked, "and more")
    assert asked.deferred
    assert asked.answer is answer
    assert answer.attachments[0].data == b"cat"
    assert asked.followups == [more]
    assert more.ephemeral
    assert server.messages() == [answer]


async def test_ephemeral_answer(server: DiscordServer, bot: SmallBot) -> None:
    """Seen by who asked, and by nobody else."""
    asked = server.slash(server.member, server.channel, "queue cancel", id="cat-1")
    answer = await server.wait_for_answer(asked, "cancelled cat-1")
    assert asked.ephemeral
    assert answer not in server.messages()


async def test_edited_ephemeral_answer(server: DiscordServer, bot: SmallBot) -> None:
    """The original answer takes content and files by the interaction's webhook."""
    asked = server.slash(server.member, server.channel, "edit")
    answer = await server.wait_for_answer(asked, "edited")
    assert asked.ephemeral
    assert [file.data for file in answer.attachments] == [b"dog"]
    assert server.messages() == []


async def test_resolved_options(server: DiscordServer, bot: SmallBot) -> None:
    """Members, roles and channels arrive as such."""
    role = server.add_role(server.guild, "keepers", "manage_messages")
    asked = server.slash(
        server.member,
        server.channel,
        "who",
        member=server.member,
        role=role,
        place=server.channel,
    )
    answer = await server.wait_for_answer(asked, "member keepers media")
    assert answer.embeds[0]["description"] == "in an embed"


async def test_autocomplete(server: DiscordServer, bot: SmallBot) -> None:
    """What is offered fits what was typed."""
    offered = await server.autocomplete(
        server.member, server.channel, "queue cancel", focused="id", value="cat"
    )
    assert offered == [("The cat-1", "cat-1"), ("The cat-2", "cat-2")]


async def test_message_menu(server: DiscordServer, bot: SmallBot) -> None:
    """The message it was used on comes with it."""
    said = server.say(server.member, server.channel, "a link")
    used = server.menu(server.member, server.channel, "Download media", said)
    await server.wait_for_answer(used, "of a link")


async def test_buttons_and_a_select(server: DiscordServer, bot: SmallBot) -> None:
    """A press edits its message, or answers the presser alone; later too."""
    asked = server.slash(server.member, server.channel, "echo", text="hi")
    status = await server.wait_for_answer(asked, "hi")
    later = server.press(server.member, status, "later")
    assert await server.wait_for_answer(later, "Much later") is status

    details = server.press(server.member, status, "ℹ️")
    receipt = await server.wait_for_answer(details, "the receipt")
    assert details.ephemeral
    assert receipt.reply_to == status.id

    size = server.select(server.member, status, "Size", "large")
    await server.wait_for_answer(size, "it will be large")

    paused = server.press(server.member, status, "Pause")
    assert await server.wait_for_answer(paused, "Paused") is status
    assert status.buttons[0].disabled
    with pytest.raises(AssertionError):
        server.press(server.member, status, "Pause")
    with pytest.raises(AssertionError):
        server.press(server.member, status, "Resume")


async def test_modal(server: DiscordServer, bot: SmallBot) -> None:
    """It opens instead of an answer, and what is sent is answered."""
    asked = server.slash(server.member, server.channel, "name")
    await server.wait_for_callback(asked)
    sent = server.submit(asked, said="Ann")
    await server.wait_for_answer(sent, "hello Ann")


async def test_in_direct_messages(server: DiscordServer, bot: SmallBot) -> None:
    """Without a guild the user comes without a member."""
    place = server.direct(server.member)
    asked = server.slash(server.member, place, "queue cancel", id="x")
    await server.wait_for_answer(asked, "cancelled x")
    [seen] = bot.seen
    assert isinstance(seen.user, discord.User)
    assert seen.guild_id is None


async def test_second_callback_and_a_late_one(
    server: DiscordServer, bot: SmallBot
) -> None:
    """Discord takes one answer, and only in time."""
    asked = server.slash(server.member, server.channel, "silent")
    async with asyncio.timeout(20):
        while not bot.seen:
            await asyncio.sleep(0.005)
    [seen] = bot.seen

    async def refused(request: Awaitable[object]) -> tuple[int, int]:
        with pytest.raises(discord.HTTPException) as caught:
            await request
        return caught.value.status, caught.value.code

    early = seen.edit_original_response(content="not yet")
    assert await refused(early) == (404, 10015)
    asked.created -= 4
    assert await refused(seen.response.send_message("late")) == (404, 10062)
    asked.created += 4
    server.world.callback_seconds = 60
    await seen.response.send_message("in time")
    seen.response._response_type = None
    assert await refused(seen.response.send_message("again")) == (400, 40060)
    asked.created -= 1000
    late = seen.edit_original_response(content="too late")
    assert await refused(late) == (401, 50027)
    assert server.refused[401] == 1


async def test_commands_that_may_not_be_used(
    server: DiscordServer, bot: SmallBot
) -> None:
    """Who may not use commands in a channel isn't offered any."""
    server.overwrite(
        server.channel, server.guild.everyone, deny="use_application_commands"
    )
    hidden = server.add_channel("hidden")
    server.overwrite(hidden, server.guild.everyone, deny="view_channel")
    for channel in (server.channel, hidden):
        with pytest.raises(AssertionError):
            server.slash(server.member, channel, "slow")
        server.slash(server.owner, channel, "slow")
