"""Help, statistics and health, over the wire."""

from __future__ import annotations

import pytest

from bossbot.messages.catalogue import COMMANDS
from bossbot.messages.command import Command
from tests.integration.bot.cast import Cast
from tests.world.wire import LINK, PICTURE, TWEET

pytestmark = pytest.mark.integration

WAYS = pytest.mark.parametrize("way", ["prefix", "slash"])
NAMED = [one for one in COMMANDS if one.name]


@pytest.mark.parametrize("command", NAMED, ids=[one.name for one in NAMED])
async def test_help_of_a_command(cast: Cast, command: Command) -> None:
    """By its name, with prefix or slash: usage, examples, who may, and how often."""
    for word in (command.name, f"${command.name}", f"/{command.slash}"):
        await cast.wire.calm()
        heard = await cast.ask(f"$dlh {word}")
        assert f"**`${command.name}` or `/{command.slash}`**" in heard
        assert command.summary in heard
        rate = command.rate
        assert f"{rate.per_minute} times a minute, {rate.cooldown} s apart" in heard
        for example in command.examples:
            assert f"`${command.name} {example}".rstrip() in heard
    if command.owner:
        return
    await cast.wire.calm()
    answer = await cast.wire.use("help", command=command.name)
    assert answer.content == heard
    assert answer.ephemeral


@WAYS
async def test_all_commands(cast: Cast, way: str) -> None:
    """Each in a line, as it is written either way; the menu as well."""
    heard = await cast.answer(way, ("$dlh", "help", {}))
    for command in COMMANDS:
        shown = command.name and not command.owner
        assert (f"`${command.name}` or `/{command.slash}`: " in heard) is bool(shown)
    assert "“Download media” in a message's menu" in heard
    assert len(heard) <= 2000


async def test_registered_commands(cast: Cast) -> None:
    """Discord knows every slash command of the catalogue, and no others."""
    known = await cast.server.wait_for_commands()
    plain = {one.slash for one in COMMANDS} - {"settings", "admin"}
    assert {name for name in known if name.split()[0] not in {"settings", "admin"}} == (
        plain
    )
    assert {name for name in known if name.startswith("settings")} == {
        *("settings view", "settings update", "settings reset"),
        *("settings server view", "settings server update"),
        *("settings server role", "settings server reset"),
    }
    assert {name for name in known if name.startswith("admin")} == {
        f"admin {action}"
        for action in ("ban", "unban", "level", "premium", "cleanup", "pause", "resume")
    }


async def test_an_unknown_command(cast: Cast) -> None:
    """Those that there are, and an example; it may be tried again at once."""
    heard = await cast.ask("$dlh @everyone")
    assert "❓ There is no command " in heard
    assert "Example: `$dlh dl`" in heard
    last = cast.server.messages()[-1]
    assert last.mentioned == set()
    assert "**`$dl` or `/download`**" in await cast.ask("$dlh dl")


@WAYS
async def test_statistics(cast: Cast, way: str) -> None:
    """The server's and one's own, with a picture; another server has none of it."""
    wire, server = cast.wire, cast.server
    for who, link in (("member", LINK), ("member", PICTURE), ("admin", TWEET)):
        [record] = await cast.taken("prefix", link, who)
        await wire.worker.complete(record.id)
    for who, own in (("member", "2 completed"), ("admin", "1 completed")):
        await wire.calm()
        if way == "prefix":
            request = wire.say("$stats", cast[who])
            await wire.dealt_with(request)
            [answer] = wire.replies_to(request)
        else:
            answer = await wire.use("stats", cast[who])
            assert not answer.ephemeral
        servers, _, yours = answer.content.partition("**Yours here**")
        assert "📊 **Downloads of this server**" in servers
        assert "3 completed" in servers
        assert own in yours
        [picture] = answer.attachments
        assert picture.data.startswith(b"\x89PNG")
    elsewhere = server.add_guild("elsewhere")
    server.enter(server.member, elsewhere)
    there = server.add_channel("media", elsewhere)
    await wire.calm()
    heard = await cast.answer(way, ("$stats", "stats", {}), channel=there)
    assert heard == "📊 Nothing was downloaded in this server yet."


@WAYS
async def test_statistics_may_be_taken(cast: Cast, way: str) -> None:
    """From everybody, and given to a role again."""
    server = cast.server
    friends = server.add_role(server.guild, "friends")
    server.give(cast["moderator"], friends)
    await cast.lend(server.guild.id, view_stats=False)
    await cast.lend(friends.id, view_stats=True)
    command = ("$stats", "stats", {})
    refused = "🔒 This server doesn't let your roles use `view_stats`"
    assert refused in await cast.answer(way, command)
    for who in ("moderator", "admin"):
        assert "📊" in await cast.answer(way, command, who)


@WAYS
async def test_health(cast: Cast, way: str) -> None:
    """Latency, queue, workers for anyone; details for admins, for their eyes alone."""
    [record, *_] = await cast.taken("prefix", f"{LINK} {PICTURE} {TWEET}")
    await cast.wire.worker.begin(record.id)
    for who, details in (("member", False), ("manager", False), ("boss", True)):
        await cast.wire.calm()
        heard = await cast.answer(way, ("$health", "health", {}), who)
        lines = heard.splitlines()
        assert lines[0] == "✅ All is well."
        assert lines[1].startswith("Gateway: ")
        assert lines[2] == "Queue: 2 running, 1 waiting"
        assert lines[3] == "Workers: 1 alive"
        for word in ("discord.py", "yt-dlp", "disk-a"):
            assert (word in heard) is details
        if way == "slash":
            assert cast.server.interactions[-1].ephemeral is details
