"""Two bots that hear the same, as while a new one relieves the old."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bossbot.models import State
from tests.integration.bot.cast import becomes
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
