"""Two bots that hear the same, as while a new one relieves the old."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from bossbot.models import State
from tests.integration.bot.cast import Cast, becomes
from tests.world.discord import DiscordServer, Message
from tests.world.wire import LINK, PICTURE, TWEET, WAIT, Wire, wired

pytestmark = pytest.mark.integration


@pytest.fixture
async def both(
    discord: DiscordServer, redis_url: str
) -> AsyncIterator[tuple[Wire, Wire]]:
    """The first has the worker beside it."""
    async with (
        wired(discord, redis_url, slots=0) as old,
        wired(discord, redis_url, works=False) as new,
    ):
        yield old, new


async def said(both: tuple[Wire, Wire], text: str) -> list[Message]:
    """What both together reply to a command."""
    await both[0].calm()
    request = both[0].say(text)
    for wire in both:
        await wire.dealt_with(request)
    return both[0].replies_to(request)


async def test_prefix_commands_are_answered_once(both: tuple[Wire, Wire]) -> None:
    """With their answer, not with the refusal of a second use; and done once."""
    [status] = await said(both, f"$dl {LINK}")
    assert status.content.startswith("Starting")
    [_] = await said(both, f"$dl {TWEET}")
    [_] = await said(both, f"$dl {PICTURE}")
    [listed] = await said(both, "$dlq")
    assert "3 waiting" in listed.content
    [cancelled] = await said(both, "$dlc")
    assert cancelled.content == "⏹️ Cancelled."
    assert len(await both[0].given.queue.listing()) == 2
    [nothing] = await said(both, "$dl")
    assert "There is no link" in nothing.content
    [settings] = await said(both, "$dls max_retries 5")
    assert "set to **5**" in settings.content
    today = await both[0].given.queue.used_today(both[0].server.member.id)
    assert today == 3


async def test_interactions_are_answered_once(both: tuple[Wire, Wire]) -> None:
    """A slash command with its status message, a button with what it came to."""
    old, _ = both
    asked = old.slash("download", url=LINK)
    status = await old.answer_to(asked, "Starting")
    heard = await old.use("queue list")
    assert "1 waiting" in heard.content
    pressed = old.server.press(old.server.member, status, "Pause")
    assert (await old.server.wait_for_answer(pressed)).content == "⏸️ Paused."
    await becomes(old, old.ids(asked)[0], State.PAUSED)
    await old.server.wait_for(
        lambda message: message is status and "Paused" in message.content
    )
    for interaction in (asked, pressed):
        assert interaction.followups == []
    shown = [one for one in old.server.messages() if "Paused" in one.content]
    assert shown == [status]


async def test_a_refusal_is_one_for_both(both: tuple[Wire, Wire]) -> None:
    """What came too early for one of them is no download of the other."""
    [_] = await said(both, f"$dl {LINK}")
    early = both[0].say(f"$dl {TWEET}")
    async with asyncio.timeout(WAIT):
        for wire in both:
            while early.id not in wire.handled:
                await asyncio.sleep(0.01)
    [refusal] = both[0].replies_to(early)
    assert "cooldown" in refusal.content
    assert await both[0].records(early) == []


async def test_what_discord_says_twice(cast: Cast) -> None:
    """A message, a slash command and a button, each heard once more."""
    wire, server = cast.wire, cast.server
    heard = wire.bot._connection.parsers

    def once_more(event: str, told: dict[str, object]) -> None:
        heard[event](json.loads(json.dumps(told)))

    asked = wire.say(f"$dl {LINK}")
    status = await wire.reply_to(asked)
    wire.handled.clear()
    member = server.guild.member(cast["member"])
    told = asked.to_json() | {"guild_id": server.guild.id, "member": member}
    once_more("MESSAGE_CREATE", told)
    await wire.dealt_with(asked)
    await wire.calm()
    used = wire.slash("download", url=PICTURE)
    shown = await wire.answer_to(used)
    pressed = server.press(cast["member"], status, "Pause")
    await server.wait_for_answer(pressed)
    for one in (used, pressed):
        once_more("INTERACTION_CREATE", one.to_json(server.world.bot))
    await server.wait_for(lambda one: one is status and "Paused" in one.content)
    last = wire.say("$dlq")
    await wire.reply_to(last, "1 paused")
    mine = [one for one in server.messages() if one.author is server.world.bot]
    assert mine[:2] == [status, shown]
    assert len(mine) == 3
    assert used.followups == pressed.followups == []
    assert len(await wire.given.queue.listing()) == 2


async def test_a_threads_name_is_no_command(cast: Cast) -> None:
    """Discord has a message say it, in the name of who made the thread."""
    wire, server = cast.wire, cast.server
    told = wire.say(f"$dl {LINK}")
    await wire.reply_to(told)
    await wire.calm()
    named = told.to_json() | {"id": str(int(told.id) + 1), "type": 18}
    named |= {"guild_id": server.guild.id, "content": f"$dl {TWEET}"}
    named |= {"member": server.guild.member(cast["member"])}
    wire.bot._connection.parsers["MESSAGE_CREATE"](json.loads(json.dumps(named)))
    last = wire.say("$dlq")
    await wire.reply_to(last, "Queue")
    assert len(await wire.given.queue.listing()) == 1
