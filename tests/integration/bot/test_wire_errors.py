"""What goes wrong around the bot: rights it lacks, Redis away, over the wire."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from bossbot.bot import failures, gate
from bossbot.bot.services import health
from bossbot.errors import NotFoundError
from tests.integration.bot.cast import Cast
from tests.world.discord import Channel
from tests.world.outages import frozen, unreachable
from tests.world.wire import LINK, PICTURE, WAIT, Wire

pytestmark = pytest.mark.integration

WAYS = pytest.mark.parametrize("way", ["prefix", "slash"])
BUSY = "⏳ I'm busy for a moment. Please try again in a minute; nothing is lost."
DOWNLOAD: tuple[str, str, dict[str, Any]] = (
    *(f"$dl {LINK}", "download"),
    {"url": LINK},
)

LACKS: dict[str, tuple[bool, str, tuple[str, ...]]] = {
    # what is denied, in a thread or not, and what is named
    "files": (False, "attach_files", ("Attach Files",)),
    "history": (False, "read_message_history", ("Read Message History",)),
    "both": (
        *(False, "attach_files read_message_history"),
        ("Attach Files", "Read Message History"),
    ),
    "in a thread": (True, "attach_files", ("Attach Files",)),
}


@WAYS
@pytest.mark.parametrize(
    ("inside", "denied", "named"), LACKS.values(), ids=LACKS.keys()
)
async def test_what_the_bot_lacks_is_named(
    cast: Cast, way: str, inside: bool, denied: str, named: tuple[str, ...]
) -> None:
    """Nothing is taken that couldn't be posted; what only talks goes on."""
    server = cast.server
    place = server.add_thread("talk") if inside else server.channel
    server.overwrite(server.channel, server.world.bot, deny=denied)
    heard = await _heard(cast, way, DOWNLOAD, place)
    lacking = ", ".join(f"**{one}**" for one in named)
    assert f"🔧 I can't post media in this channel: I lack {lacking}." in heard
    assert await cast.wire.given.queue.listing() == ()
    heard = await _heard(cast, way, ("$dlq", "queue list", {}), place)
    assert "📭 The queue is empty." in heard


async def _heard(
    cast: Cast, way: str, command: tuple[str, str, dict[str, Any]], place: Channel
) -> str:
    """The answer, which isn't a reply where no history may be read."""
    if way == "slash":
        return await cast.answer(way, command, channel=place)
    before = len(cast.server.messages(place))
    request = cast.wire.say(command[0], channel=place)
    await cast.wire.dealt_with(request)
    return "\n".join(one.content for one in cast.server.messages(place)[before + 1 :])


@pytest.mark.parametrize("inside", [False, True])
async def test_a_channel_it_may_not_write_in(cast: Cast, inside: bool) -> None:
    """By prefix the member is told alone; by slash the answer can't be kept out."""
    server, member = cast.server, cast["member"]
    place = server.add_thread("talk") if inside else server.channel
    server.overwrite(
        *(server.channel, server.world.bot),
        deny="send_messages send_messages_in_threads",
    )
    missing = "Send Messages in Threads" if inside else "Send Messages"
    request = cast.wire.say(DOWNLOAD[0], channel=place)
    await cast.wire.dealt_with(request)
    [told] = server.direct_messages(member)
    assert f"I lack **{missing}**" in told.content
    await cast.wire.calm()
    answer = await cast.wire.use("download", cast["member"], place, url=LINK)
    assert f"I lack **{missing}**" in answer.content
    assert answer.ephemeral
    # what isn't about posting is answered alone, too
    await cast.wire.dealt_with(cast.wire.say("$dlq", channel=place))
    assert "📭 The queue is empty." in server.direct_messages(member)[-1].content
    # and who takes no direct messages gets nothing, which breaks nothing
    server.close_directs(member)
    await cast.wire.calm()
    await cast.wire.dealt_with(cast.wire.say("$dlq", channel=place))
    assert len(server.direct_messages(member)) == 2


async def test_a_channel_it_doesnt_see(cast: Cast) -> None:
    """A slash command comes from there all the same, and is answered with why not."""
    server = cast.server
    server.overwrite(server.channel, server.world.bot, deny="view_channel")
    answer = await cast.wire.use("download", cast["member"], url=LINK)
    assert "**View Channel**" in answer.content
    assert answer.ephemeral
    assert await cast.wire.given.queue.listing() == ()


AWAY: dict[str, Callable[[str], AbstractContextManager[None]]] = {
    "unreachable": unreachable,
    "frozen": frozen,
}


@pytest.mark.parametrize("away", AWAY.values(), ids=AWAY.keys())
async def test_redis_away(
    cast: Cast,
    away: Callable[[str], AbstractContextManager[None]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every command is answered soon, either way; later what ran is followed on."""
    monkeypatch.setattr(failures, "PATIENCE", 1.0)
    monkeypatch.setattr(gate, "PROMPT", 0.1)
    monkeypatch.setattr(health, "PATIENCE", 0.1)
    wire = cast.wire
    request = wire.say(f"$dl {PICTURE}")
    status = await wire.reply_to(request, "Starting download…")
    [before] = wire.ids(request)[:1]
    await wire.worker.begin(before)
    commands: tuple[tuple[str, str, dict[str, Any]], ...] = (
        DOWNLOAD,
        ("$dlq", "queue list", {}),
        ("$dlc", "queue cancel", {}),
        ("$dls", "settings view", {}),
        ("$stats", "stats", {}),
    )
    with away(wire.url):
        heard = await asyncio.gather(
            *(
                cast.answer(way, command, "moderator")
                for command in commands
                for way in ("prefix", "slash")
            )
        )
        assert set(heard) == {BUSY}
        for way in ("prefix", "slash"):
            well = await cast.answer(way, ("$health", "health", {}), "moderator")
            assert "Redis is away" in well
            helped = await cast.answer(way, ("$dlh", "help", {}), "moderator")
            assert "**What I can do**" in helped
    assert await _works_again(wire)
    await wire.worker.complete(before)
    await cast.server.wait_for(
        lambda message: message is status and "complete" in message.content
    )


async def _works_again(wire: Wire) -> bool:
    """Whether downloads are taken, at the latest when connections are made anew."""
    async with asyncio.timeout(WAIT):
        while True:
            await wire.calm()
            request = wire.say(f"$dl {LINK}")
            await wire.dealt_with(request)
            if await wire.records(request):
                return True


@WAYS
async def test_an_accident(
    cast: Cast, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody expected has a receipt, and tells nothing of itself."""

    async def broken(_guild: str) -> None:
        raise RuntimeError("/secret/path")

    monkeypatch.setattr(cast.wire.given.statistics, "server", broken)
    heard = await cast.answer(way, ("$stats", "stats", {}))
    assert re.fullmatch(
        r"❓ Something went wrong on my side\. Receipt `[a-z0-9]{12}`", heard
    )
    monkeypatch.undo()
    await cast.wire.calm()
    assert "📊" in await cast.answer(way, ("$stats", "stats", {}))


async def test_a_channel_that_refused_us_and_takes_us_again(cast: Cast) -> None:
    """The next command has its status message at once."""
    await cast.wire.calm()
    bot, channel = cast.server.world.bot, cast.server.add_channel("fickle")
    first = cast.wire.say(f"$dl {LINK}", cast["member"], channel)
    await cast.wire.reply_to(first, "Starting download")
    download = cast.wire.ids(first)[0]
    cast.server.overwrite(channel, bot, deny="view_channel send_messages")
    await cast.wire.worker.fail(download, NotFoundError(platform="reddit"))
    await cast.server.wait_for(lambda m: m.channel.guild is None and "👻" in m.content)
    cast.server.overwrite(channel, bot, allow="view_channel send_messages")
    again = cast.wire.say(f"$dl {PICTURE}", cast["admin"], channel)
    await cast.wire.reply_to(again, "Starting download")
