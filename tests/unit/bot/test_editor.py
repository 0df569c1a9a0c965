"""Edits coalesce, the urgent go first, and trouble passes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bossbot.bot.status.editor import Editor, Gone, Undone, Urgency

pytestmark = pytest.mark.unit


class Channel:
    """Notes edits; fails as a test orders."""

    def __init__(self) -> None:
        self.edits: list[tuple[str, str]] = []
        self.failures: list[Exception] = []
        self.editor = Editor(self.edit, every=0)

    async def edit(self, channel: str, message: str, text: str) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.edits.append((message, text))

    async def settle(self) -> None:
        while self.editor._tasks:
            await asyncio.sleep(0)


@pytest.fixture
async def channel() -> AsyncIterator[Channel]:
    channel = Channel()
    yield channel
    await channel.editor.close()


async def test_the_newest_text_wins(channel: Channel) -> None:
    """What waits is replaced, not queued behind."""
    for percent in range(100):
        channel.editor.submit("c", "m", f"{percent}%", Urgency.PROGRESS)
    await channel.settle()
    assert channel.edits == [("m", "99%")]


async def test_the_urgent_go_first(channel: Channel) -> None:
    """An end before a stage before progress before a position; else as they came."""
    for urgency in Urgency:
        channel.editor.submit("c", f"{urgency.name} 1", "", urgency)
        channel.editor.submit("c", f"{urgency.name} 2", "", urgency)
    await channel.settle()
    assert [message for message, _ in channel.edits] == [
        *("TERMINAL 1", "TERMINAL 2", "STAGE 1", "STAGE 2"),
        *("PROGRESS 1", "PROGRESS 2", "POSITION 1", "POSITION 2"),
    ]


async def test_one_edit_a_second_per_channel() -> None:
    """The second edit of a channel waits, another channel's doesn't."""
    noted = Channel()
    noted.editor = Editor(noted.edit, every=3600)
    for channel, message in (("a", "1"), ("a", "2"), ("b", "3")):
        noted.editor.submit(channel, message, "x", Urgency.STAGE)
    for _ in range(10):
        await asyncio.sleep(0)
    assert [message for message, _ in noted.edits] == ["1", "3"]
    await noted.editor.close()


async def test_trouble_passes(channel: Channel) -> None:
    """What fails for now is made again, with the newest text."""
    channel.failures = [Undone("503"), Undone("503")]
    channel.editor.submit("c", "m", "end", Urgency.TERMINAL)
    assert channel.editor.owes_an_end()
    await channel.settle()
    assert channel.edits == [("m", "end")]
    assert not channel.editor.owes_an_end()


async def test_gone_is_left_alone(channel: Channel) -> None:
    """A deleted message is asked for once."""
    channel.failures = [Gone()]
    channel.editor.submit("c", "m", "a", Urgency.STAGE)
    await channel.settle()
    channel.editor.submit("c", "m", "b", Urgency.STAGE)
    await channel.settle()
    assert not channel.edits


async def test_an_accident_stops_nothing(channel: Channel) -> None:
    """The other messages of the channel go on."""
    channel.failures = [ValueError("bug")]
    channel.editor.submit("c", "1", "a", Urgency.TERMINAL)
    channel.editor.submit("c", "2", "b", Urgency.STAGE)
    await channel.settle()
    assert channel.edits == [("2", "b")]
