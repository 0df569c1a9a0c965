"""Edits coalesce, the urgent go first, and trouble passes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bossbot.bot.status.content import Content
from bossbot.bot.status.editor import TRIES, Editor, Urgency
from bossbot.bot.status.trouble import Gone, Refused, Shut, Trouble, Undone

pytestmark = pytest.mark.unit


class Channel:
    """Notes edits; fails as a test orders."""

    def __init__(self) -> None:
        self.edits: list[tuple[str, str]] = []
        self.asked = 0
        self.failures: list[Exception] = []
        self.lost: list[tuple[str, Urgency, Trouble]] = []
        self.editor = Editor(self.edit, every=0)

    async def edit(self, channel: str, message: str, content: Content) -> None:
        self.asked += 1
        if self.failures:
            raise self.failures.pop(0)
        self.edits.append((message, content.text))

    def submit(
        self, message: str, text: str, urgency: Urgency, channel: str = "c"
    ) -> None:
        self.editor.submit(
            channel, message, Content("1", text), urgency, lost=self._lost
        )

    async def settle(self) -> None:
        while self.editor._tasks:
            await asyncio.sleep(0)

    def _lost(self, content: Content, urgency: Urgency, trouble: Trouble) -> None:
        self.lost.append((content.text, urgency, trouble))


@pytest.fixture
async def channel() -> AsyncIterator[Channel]:
    channel = Channel()
    yield channel
    await channel.editor.close()


async def test_the_newest_text_wins(channel: Channel) -> None:
    """What waits is replaced, not queued behind."""
    for percent in range(100):
        channel.submit("m", f"{percent}%", Urgency.PROGRESS)
    await channel.settle()
    assert channel.edits == [("m", "99%")]


async def test_the_newest_text_keeps_the_urgency(channel: Channel) -> None:
    """Progress that follows a stage doesn't put it back behind other stages."""
    channel.submit("1", "stage", Urgency.STAGE)
    channel.submit("2", "stage", Urgency.STAGE)
    channel.submit("1", "progress", Urgency.PROGRESS)
    await channel.settle()
    assert channel.edits == [("1", "progress"), ("2", "stage")]


async def test_the_urgent_go_first(channel: Channel) -> None:
    """An end before a stage before progress before a position; else as they came."""
    for urgency in Urgency:
        channel.submit(f"{urgency.name} 1", "", urgency)
        channel.submit(f"{urgency.name} 2", "", urgency)
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
        noted.submit(message, "x", Urgency.STAGE, channel)
    for _ in range(10):
        await asyncio.sleep(0)
    assert [message for message, _ in noted.edits] == ["1", "3"]
    await noted.editor.close()


async def test_trouble_passes(channel: Channel) -> None:
    """What fails for now is made again, with the newest text."""
    channel.failures = [Undone("503"), ValueError("bug"), Undone("503")]
    channel.submit("m", "end", Urgency.TERMINAL)
    assert channel.editor.owes_an_end()
    await channel.settle()
    assert channel.edits == [("m", "end")]
    assert not channel.editor.owes_an_end()


@pytest.mark.parametrize(
    ("urgency", "kind"), [(Urgency.TERMINAL, Shut), (Urgency.STAGE, Undone)]
)
async def test_trouble_that_stays(
    channel: Channel, urgency: Urgency, kind: type[Trouble]
) -> None:
    """It is given up after a while; an end is to be told in another message then."""
    channel.failures = [Undone("503")] * TRIES
    channel.submit("m", "x", urgency)
    await channel.settle()
    [(text, lost, trouble)] = channel.lost
    assert (text, lost, type(trouble)) == ("x", urgency, kind)
    assert channel.asked == TRIES


async def test_gone_is_left_alone(channel: Channel) -> None:
    """A deleted message is asked for once; whoever asks again is told."""
    channel.failures = [Gone()]
    channel.submit("m", "a", Urgency.STAGE)
    await channel.settle()
    channel.submit("m", "b", Urgency.TERMINAL)
    await channel.settle()
    assert channel.asked == 1
    assert [(text, type(trouble)) for text, _, trouble in channel.lost] == [
        ("a", Gone),
        ("b", Gone),
    ]


async def test_what_is_left_is_not_edited_any_more(channel: Channel) -> None:
    """The gateway told that it was deleted."""
    channel.submit("m", "a", Urgency.STAGE)
    channel.submit("n", "a", Urgency.PROGRESS)
    channel.editor.leave("c", "m")
    await channel.settle()
    channel.submit("m", "b", Urgency.TERMINAL)
    await channel.settle()
    assert channel.edits == [("n", "a")]
    assert isinstance(channel.lost[0][2], Gone)


async def test_a_channel_that_refuses_rests(channel: Channel) -> None:
    """All its messages: ten thousand refusals in ten minutes are a ban."""
    channel.failures = [Refused("403")]
    channel.submit("1", "a", Urgency.TERMINAL)
    channel.submit("2", "b", Urgency.STAGE)
    channel.submit("3", "c", Urgency.STAGE, "other")
    await channel.settle()
    assert channel.edits == [("3", "c")]
    assert [(text, type(trouble)) for text, _, trouble in channel.lost] == [
        ("a", Refused),
        ("b", Refused),
    ]


async def test_a_message_that_is_shut_rests_alone(channel: Channel) -> None:
    """The others of the channel go on."""
    channel.failures = [Shut("30046")]
    channel.submit("1", "a", Urgency.TERMINAL)
    channel.submit("2", "b", Urgency.STAGE)
    await channel.settle()
    channel.submit("1", "c", Urgency.PROGRESS)
    await channel.settle()
    assert channel.edits == [("2", "b")]
    assert [text for text, _, _ in channel.lost] == ["a", "c"]
    assert channel.asked == 2
