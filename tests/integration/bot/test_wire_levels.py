"""What levels, roles, premium servers and platforms allow, over the wire."""

from __future__ import annotations

import pytest

from bossbot.models import Level
from tests.integration.bot.cast import Cast, cast_of
from tests.world.discord import DiscordServer
from tests.world.discord.settings import MB
from tests.world.wire import LINK, PICTURE, TWEET

pytestmark = pytest.mark.integration

WAYS = pytest.mark.parametrize("way", ["prefix", "slash"])
NOT_YOURS = "ℹ️ `high` is for premium members: this goes with priority `normal`."
LOWER = "ℹ️ `high` isn't for your roles here: this goes with priority `low`."
TIKTOK = "https://www.tiktok.com/@someone/video/7234567890123456789"


@WAYS
@pytest.mark.parametrize(
    ("kind", "priority", "at_once", "per_day", "video"),
    [
        # at once and per day: 0 is no limit; the largest video in a server of level 3
        ("normal", "normal", 2, 10, 50),
        ("premium", "high", 4, 50, 100),
        ("premium server", "high", 4, 50, 100),
        ("role", "high", 2, 10, 80),
        ("lower role", "low", 2, 10, 5),
        ("admin", "high", 0, 0, 100),
    ],
)
async def test_levels(
    cast: Cast,
    kind: str,
    way: str,
    priority: str,
    at_once: int,
    per_day: int,
    video: int,
) -> None:
    """What a member gets who asks for `high`, and what they are told."""
    server, given = cast.server, cast.wire.given
    server.boost(server.guild, 3)
    member, friends = cast["member"], server.add_role(server.guild, "friends")
    server.give(member, friends)
    match kind:
        case "premium server":
            await given.grants.set_premium(server.guild.id, on=True, by="boss")
        case "role":
            await cast.lend(friends.id, max_mb=80, priority="high")
        case "lower role":
            await cast.lend(friends.id, max_mb=5, priority="low")
        case level:
            await given.queue.set_level(member.id, Level(level))
    [record] = await cast.taken(way, f"{LINK} high")
    request = record.request
    assert request.priority == priority
    assert (request.at_once, request.per_day) == (at_once, per_day)
    assert request.posted_limits.video == video * MB
    retention = 72 if kind == "premium server" else 24
    assert request.retention == retention * 3600
    note = {"normal": NOT_YOURS, "lower role": LOWER}.get(kind, "")
    if note and way == "slash":
        told = await cast.wire.answer_to(server.interactions[-1], note)
        assert told.ephemeral
    said = [one.content for one in server.messages()]
    assert [one for one in said if "ℹ️" in one] == [note] * (
        way == "prefix" and note != ""
    )


async def test_what_is_not_asked_for_isnt_told(cast: Cast) -> None:
    """A wish of one's settings that one's level doesn't have: no note each time."""
    set_user = cast.wire.given.preferences.set_user
    await set_user(cast["member"].id, "default_priority", "high")
    [record] = await cast.taken("prefix", LINK)
    assert record.request.priority == "normal"
    assert not [one for one in cast.server.messages() if "ℹ️" in one.content]


@WAYS
async def test_the_daily_limit(cast: Cast, way: str) -> None:
    """The eleventh is refused with the count, and the settings tell it before."""
    links = " ".join(f"https://i.redd.it/{number}.jpg" for number in range(10))
    assert len(await cast.taken("prefix", links)) == 10
    assert "Total downloads today: 10/10" in await cast.ask("$dls")
    await cast.wire.calm()
    answer = await cast.answer(way, (f"$dl {LINK}", "download", {"url": LINK}))
    assert "❌ **Daily limit reached**" in answer
    assert "📊 Total downloads today: 10/10." in answer
    assert "Resets in " in answer
    # somebody else's day is another
    assert len(await cast.taken(way, LINK, "moderator")) == 1


@WAYS
async def test_a_full_queue(discord: DiscordServer, redis_url: str, way: str) -> None:
    """What fits is taken; then nobody's is, but another server's."""
    async with cast_of(discord, redis_url, slots=0, max_queue_size=10) as cast:
        links = " ".join(f"https://i.redd.it/{number}.jpg" for number in range(9))
        await cast.taken("prefix", links, "admin")
        assert len(await cast.taken(way, f"{LINK} {TWEET}", "admin")) == 1
        await cast.wire.calm()
        for who in ("member", "admin"):
            command = (f"$dl {PICTURE}", "download", {"url": PICTURE})
            answer = await cast.answer(way, command, who)
            assert "❌ **Queue full**" in answer
            assert "🚦 10 downloads are waiting." in answer
        elsewhere = discord.add_guild("elsewhere")
        discord.enter(cast["member"], elsewhere)
        there = discord.add_channel("media", elsewhere)
        assert len(await cast.taken(way, PICTURE, "member", there)) == 1


@WAYS
async def test_platforms(cast: Cast, way: str) -> None:
    """Denied ones, and all but the allowed ones, are named; the others are taken."""
    given, guild = cast.wire.given, cast.server.guild
    await given.preferences.set_server(guild.id, "denied_platforms", ["tiktok"])
    command = (f"$dl {TIKTOK}", "download", {"url": TIKTOK})
    answer = await cast.answer(way, command)
    assert "🚫 This server doesn't take links from TikTok." in answer
    assert len(await cast.taken(way, TWEET)) == 1
    await given.preferences.reset_server(guild.id)
    await given.preferences.set_server(guild.id, "allowed_platforms", ["reddit"])
    mixed = await cast.taken(way, f"{TIKTOK} {LINK} {TWEET}", "moderator")
    assert [one.request.url for one in mixed] == [LINK]


@WAYS
async def test_channels(cast: Cast, way: str) -> None:
    """A server may keep the bot in channels and their threads.

    Help, health and settings work everywhere, and everything does for moderators.
    """
    server, given = cast.server, cast.wire.given
    only = server.add_channel("only")
    thread = server.add_thread("inside", only)
    await given.preferences.set_server(server.guild.id, "channels", [only.id])
    refused = f"📍 In this server I work in <#{only.id}> only."
    command = (f"$dl {PICTURE}", "download", {"url": PICTURE})
    assert await cast.answer(way, command) == refused
    for direct in (
        ("$dlh", "help", {}),
        ("$health", "health", {}),
        ("$dls", "settings view", {}),
    ):
        assert refused not in await cast.answer(way, direct)
    for channel in (only, thread):
        assert len(await cast.taken(way, PICTURE, "member", channel)) == 1
    for who in ("moderator", "manager", "admin"):
        assert len(await cast.taken(way, PICTURE, who)) == 1


async def test_direct_messages(cast: Cast) -> None:
    """Help, health and one's settings only; the others say where they work."""
    server, wire = cast.server, cast.wire
    alone = server.direct(cast["member"])
    for text, heard in (
        ("$dlh", "**What I can do**"),
        ("$health", "Workers: 1 alive"),
        ("$dls", "📏 **Your limits in a server without extras**"),
        ("$dls max_retries 4", "✅ `max_retries` set to **4**."),
        ("hello there", "**What I can do**"),
    ):
        await wire.calm()
        await wire.reply_to(wire.say(text, channel=alone), heard)
    for text in (f"$dl {LINK}", f"$dlt {TWEET}", "$dlq", "$dlc", "$dlclear", "$stats"):
        await wire.calm()
        answer = await wire.ask(text, channel=alone)
        assert answer == (
            "📨 This works in servers only. In direct messages I understand "
            "`$dlh`, `$health` and `$dls`."
        )
    await wire.calm()
    guilds = await wire.ask("$dls guild deny_platforms tiktok", channel=alone)
    assert guilds == "📨 A server's settings are shown and changed in that server."
    for name in ("help", "health", "settings view"):
        await wire.calm()
        assert (await wire.use(name, None, alone)).content
    for name in ("download", "dlt", "dlr", "queue list", "stats", "admin resume"):
        with pytest.raises(AssertionError, match="is not shown in this kind"):
            wire.slash(name, None, alone, url=LINK)
    boss = server.direct(cast["boss"])
    answer = await wire.ask("$dladmin resume", cast["boss"], boss)
    assert "This works in servers only" in answer
