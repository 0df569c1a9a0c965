"""The Discord stand-in's permissions, threads, guilds and events, as Discord's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import discord
import pytest

from tests.integration.discord.standin_bot import INTENTS, SmallBot, small_bot
from tests.world.discord import Channel, DiscordServer

pytestmark = pytest.mark.integration


@pytest.fixture
async def bot(server: DiscordServer) -> AsyncIterator[SmallBot]:
    async with small_bot(server) as bot:
        yield bot


async def until(fits: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not fits():
            await asyncio.sleep(0.005)


def place(bot: SmallBot, channel: Channel) -> discord.TextChannel:
    found = bot.get_channel(int(channel.id))
    assert isinstance(found, discord.TextChannel)
    return found


def thread(bot: SmallBot, channel: Channel) -> discord.Thread:
    found = bot.get_channel(int(channel.id))
    assert isinstance(found, discord.Thread)
    return found


async def refused(request: Callable[[], object]) -> tuple[int, int]:
    """Status and code of what Discord answers to a request that must fail."""
    with pytest.raises(discord.HTTPException) as caught:
        await request()  # type: ignore[misc]
    return caught.value.status, caught.value.code


async def test_what_the_bot_has(server: DiscordServer, bot: SmallBot) -> None:
    """discord.py computes the bot's rights from the payloads as Discord does."""
    channel = place(bot, server.channel)
    rights = channel.permissions_for(channel.guild.me)
    assert rights.send_messages
    assert rights.attach_files
    assert not rights.manage_messages
    assert not rights.administrator
    await channel.send("hello")


@pytest.mark.parametrize(
    ("denied", "code"),
    [("send_messages", 50013), ("attach_files", 50013), ("view_channel", 50001)],
)
async def test_refused_for_want_of_a_permission(
    server: DiscordServer, bot: SmallBot, denied: str, code: int
) -> None:
    """An overwrite on the channel takes the right away, and the bot is told."""
    channel = place(bot, server.channel)
    server.overwrite(server.channel, server.world.bot, deny=denied)

    async def send() -> None:
        await channel.send("x", file=discord.File(__file__))

    assert await refused(send) == (403, code)
    assert server.refused[403] == 1
    if denied != "view_channel":
        me = channel.guild.me
        await until(lambda: not getattr(channel.permissions_for(me), denied))


async def test_without_history(server: DiscordServer, bot: SmallBot) -> None:
    """No reply, no reaction, and an empty history instead of an error."""
    said = server.say(server.member, server.channel, "hello")
    server.overwrite(server.channel, server.world.bot, deny="read_message_history")
    channel = place(bot, server.channel)
    message = channel.get_partial_message(int(said.id))
    assert await refused(lambda: message.reply("x")) == (400, 160002)
    assert await refused(lambda: message.add_reaction("👍")) == (403, 50013)
    assert await refused(message.fetch) == (403, 50001)
    assert [one async for one in channel.history()] == []
    await channel.send("still possible")


async def test_others_messages(server: DiscordServer, bot: SmallBot) -> None:
    """They are deleted by who manages messages, and edited by nobody."""
    said = server.say(server.member, server.channel, "hello")
    message = place(bot, server.channel).get_partial_message(int(said.id))
    assert await refused(message.delete) == (403, 50013)
    assert await refused(lambda: message.edit(content="x")) == (403, 50005)
    server.set_role(server.guild, server.guild.bot_role, "view_channel manage_messages")
    await message.delete()
    assert said.deleted


async def test_members_bring_their_roles(server: DiscordServer, bot: SmallBot) -> None:
    """Moderators and managers are known by them, in messages and interactions."""
    for user, rights in (
        (server.moderator(), {"manage_messages"}),
        (server.manager(), {"manage_guild"}),
        (server.add_user("nobody"), set()),
        (server.owner, {"manage_guild", "manage_messages", "administrator"}),
    ):
        server.say(user, server.channel, f"I am {user.name}")
        await until(lambda: bot.heard and bot.heard[-1][0] == "message")
        message = bot.heard[-1][1]
        assert isinstance(message, discord.Message)
        assert isinstance(message.author, discord.Member)
        asked = server.slash(user, server.channel, "slow")
        await server.wait_for_answer(asked)
        seen = bot.seen[-1]
        names = {"manage_guild", "manage_messages", "administrator"}
        for has in (message.author.guild_permissions, seen.permissions):
            assert {name for name in names if getattr(has, name)} == rights
        bot.heard.clear()


async def test_a_role_taken_away(server: DiscordServer, bot: SmallBot) -> None:
    """The next interaction knows."""
    user = server.moderator()
    role = next(role for role in server.guild.roles if user.name in role.name)
    server.take(user, role)
    await server.wait_for_answer(server.slash(user, server.channel, "slow"))
    assert not bot.seen[-1].permissions.manage_messages


async def test_threads(server: DiscordServer, bot: SmallBot) -> None:
    """Sending opens an archived one; editing there and a locked one are refused."""
    inside = server.add_thread("cats")
    await until(lambda: bot.get_channel(int(inside.id)))
    cats = thread(bot, inside)
    first = await cats.send("one")
    server.archive(inside)
    assert await refused(lambda: first.edit(content="two")) == (400, 50083)
    await cats.send("opens it")
    assert not inside.archived
    await first.edit(content="two")
    server.archive(inside, archived=True, locked=True)
    assert await refused(lambda: cats.send("x")) == (403, 160005)
    asked = server.slash(server.member, inside, "echo", text="in a thread")
    assert (await server.wait_for_answer(asked)).channel is inside


async def test_guilds_come_and_go(server: DiscordServer, bot: SmallBot) -> None:
    """The bot is invited and thrown out, and then may do nothing there."""
    other = server.add_guild("other", premium_tier=2)
    channel = server.add_channel("pictures", other)
    await until(lambda: bot.get_channel(int(channel.id)))
    pictures = place(bot, channel)
    assert pictures.guild.filesize_limit == 52428800
    await pictures.send("hello")
    asked = server.slash(server.owner, channel, "slow")
    await server.wait_for_answer(asked)
    assert asked.limit == 50 * 1024 * 1024
    server.remove(other)
    await until(lambda: "remove" in bot.names())
    assert await refused(lambda: pictures.send("x")) == (403, 50001)
    server.join(other)
    await until(lambda: bot.names().count("join") == 2)
    await pictures.send("back")


async def test_age_restricted(server: DiscordServer, bot: SmallBot) -> None:
    """A channel's flag shows, and a change of it too."""
    channel = server.add_channel("late", nsfw=True)
    await until(lambda: bot.get_channel(int(channel.id)))
    assert place(bot, channel).is_nsfw()
    server.change(channel, nsfw=False)
    await until(lambda: not place(bot, channel).is_nsfw())


async def test_reactions_bring_the_member(server: DiscordServer, bot: SmallBot) -> None:
    """Of a guild with the member, of direct messages without."""
    said = server.say(server.member, server.channel, "hello")
    server.react(server.moderator("mod"), said, "⏸️")
    await until(lambda: "reaction" in bot.names())
    event = dict(bot.heard)["reaction"]
    assert isinstance(event, discord.RawReactionActionEvent)
    assert event.member is not None
    assert event.member.guild_permissions.manage_messages
    assert str(event.emoji) == "⏸️"


async def test_no_reactions_without_their_intent(server: DiscordServer) -> None:
    """What isn't asked for isn't sent, and a deletion after it is."""
    intents = discord.Intents(guilds=True, guild_messages=True, message_content=True)
    async with small_bot(server, intents) as bot:
        said = server.say(server.member, server.channel, "hello")
        server.react(server.member, said, "⏸️")
        server.delete(said)
        await until(lambda: "deleted" in bot.names())
        assert bot.names() == ["message", "deleted"]


async def test_words_without_their_intent(server: DiscordServer) -> None:
    """Content is empty, but where the bot is mentioned and in direct messages."""
    intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
    mention = f"<@{server.world.bot.id}> dlh"
    async with small_bot(server, intents) as bot:
        server.say(server.member, server.channel, "secret")
        server.say(server.member, server.channel, mention)
        server.say(server.member, server.direct(server.member), "alone")
        await until(lambda: len(bot.heard) == 3)
        said = [m.content for _, m in bot.heard if isinstance(m, discord.Message)]
        assert said == ["", mention, "alone"]


async def test_members_intent(server: DiscordServer) -> None:
    """It is refused unless allowed; then all members are told."""
    intents = discord.Intents(INTENTS.value, members=True)
    with pytest.raises(discord.PrivilegedIntentsRequired):
        await small_bot(server, intents).__aenter__()
    server.world.members_intent = True
    async with small_bot(server, intents) as bot:
        [guild] = bot.guilds
        assert {m.name for m in guild.members} >= {"member", "owner", "boss-bot"}


async def test_members_asked_for(server: DiscordServer, bot: SmallBot) -> None:
    """One is found by id without the intent, over the gateway and by REST."""
    [guild] = bot.guilds
    number = int(server.member.id)
    assert guild.get_member(number) is None
    [found] = await guild.query_members(user_ids=[number])
    assert found.name == "member"
    assert (await guild.fetch_member(number)).id == number


async def test_closed_direct_messages(server: DiscordServer, bot: SmallBot) -> None:
    """Who takes none is told of by 50007."""
    server.close_directs(server.member)
    user = await bot.fetch_user(int(server.member.id))
    assert await refused(lambda: user.send("x")) == (403, 50007)


async def test_deleted_channel(server: DiscordServer, bot: SmallBot) -> None:
    """The bot hears of it, and requests find nothing."""
    channel = server.add_channel("short")
    await until(lambda: bot.get_channel(int(channel.id)))
    short = place(bot, channel)
    server.remove_channel(channel)
    await until(lambda: bot.get_channel(int(channel.id)) is None)
    assert await refused(lambda: short.send("x")) == (404, 10003)


async def test_mentions_and_replies(server: DiscordServer, bot: SmallBot) -> None:
    """Who is named or replied to is mentioned; the message replied to comes along."""
    channel = place(bot, server.channel)
    status = await channel.send("status")
    [shown] = server.messages()
    server.say(server.member, server.channel, "thanks", reply_to=shown)
    await until(lambda: len(bot.heard) == 2)
    reply = bot.heard[-1][1]
    assert isinstance(reply, discord.Message)
    assert [user.id for user in reply.mentions] == [int(server.world.bot.id)]
    assert reply.reference is not None
    assert isinstance(reply.reference.resolved, discord.Message)
    assert reply.reference.resolved.id == status.id

    nobody = discord.AllowedMentions.none()
    name = f"<@{server.member.id}>"
    await reply.reply(f"{name} @everyone", allowed_mentions=nobody)
    assert server.messages()[-1].pings == set()
    asker = discord.AllowedMentions(everyone=False, users=[reply.author])
    await channel.send(f"{name} @everyone", allowed_mentions=asker)
    assert server.messages()[-1].pings == {server.member.id}
    await reply.reply("you", allowed_mentions=discord.AllowedMentions(everyone=False))
    assert server.messages()[-1].mentioned == set()
    assert server.messages()[-1].pings == {server.member.id}
