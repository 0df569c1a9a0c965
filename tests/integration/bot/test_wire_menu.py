"""The menu "Download media" of a message, over the wire."""

from __future__ import annotations

import pytest

from tests.integration.bot.cast import BANNED, MUTED, ROLES, Cast
from tests.world.discord import Interaction
from tests.world.wire import LINK, PICTURE, TWEET

pytestmark = pytest.mark.integration

NAME = "Download media"
TEN = [f"https://i.redd.it/{number}.jpg" for number in range(10)]

MESSAGES: dict[str, tuple[str, list[str]]] = {
    "one": (PICTURE, [PICTURE]),
    "several": (f"{PICTURE} and <{LINK}>, [this]({TWEET})", [PICTURE, LINK, TWEET]),
    "among words like options": (f"high quality audio {PICTURE}", [PICTURE]),
    "a supported one among others": (
        f"http://127.0.0.1/x https://unknownsite.example/ {PICTURE} ftp://a.org/b",
        [PICTURE],
    ),
    "twice the same": (f"{PICTURE} {PICTURE}", [PICTURE]),
    "more than ten": (" ".join([*TEN, PICTURE]), TEN),
}


async def used(cast: Cast, text: str, by: str = "member") -> Interaction:
    """The menu of somebody else's message with a text."""
    await cast.wire.calm()
    message = cast.wire.say(text, cast["moderator"])
    interaction = cast.server.menu(cast[by], cast.server.channel, NAME, message)
    await cast.wire.answer_to(interaction)
    return interaction


async def test_links_of_a_message(cast: Cast) -> None:
    """Every supported link is taken, ten at most, for who used the menu."""
    for what, (text, links) in MESSAGES.items():
        interaction = await used(cast, text, "admin")
        records = await cast.wire.records(interaction)
        assert [one.request.url for one in records] == links, what
        assert {one.request.user for one in records} == {cast["admin"].id}
        assert not interaction.ephemeral
    # nothing was said in the options' place: the settings hold
    assert {one.request.priority for one in records} == {"normal"}


@pytest.mark.parametrize("text", ["hello there", "http://127.0.0.1/x", "high"])
async def test_a_message_without_a_link(cast: Cast, text: str) -> None:
    """It is said to them alone, and doesn't begin a cooldown."""
    interaction = await used(cast, text)
    assert interaction.answer is not None
    assert "🔗 There is no link in that message." in interaction.answer.content
    assert interaction.ephemeral
    message = cast.wire.say(PICTURE, cast["moderator"])
    again = cast.server.menu(cast["member"], cast.server.channel, NAME, message)
    await cast.wire.answer_to(again, "Starting download…")


@pytest.mark.parametrize(
    ("who", "answer"), [("muted", MUTED), ("outsider", ROLES), ("banned", BANNED)]
)
async def test_who_may_not(cast: Cast, who: str, answer: str) -> None:
    """As with the commands."""
    interaction = await used(cast, PICTURE, who)
    assert interaction.answer is not None
    assert answer in interaction.answer.content
    assert interaction.ephemeral
    assert await cast.wire.records(interaction) == []


async def test_a_message_of_the_bot(cast: Cast) -> None:
    """Its status messages have no links in their text that could be used."""
    status = await cast.wire.reply_to(cast.wire.say(f"$dl {PICTURE}"))
    interaction = cast.server.menu(cast["member"], cast.server.channel, NAME, status)
    answer = await cast.wire.answer_to(interaction)
    assert "There is no link" in answer.content


async def test_not_in_direct_messages(cast: Cast) -> None:
    """It is shown in servers only."""
    alone = cast.server.direct(cast["member"])
    message = cast.wire.say(PICTURE, channel=alone)
    with pytest.raises(AssertionError, match="is not shown in this kind"):
        cast.server.menu(cast["member"], alone, NAME, message)


async def test_a_link_in_what_is_embedded_or_forwarded(cast: Cast) -> None:
    """Another bot's card, and what somebody passed on, have links as well."""
    await cast.wire.calm()
    message = cast.wire.say("look", cast["moderator"])
    message.embeds = [{"type": "rich", "title": "A tweet", "url": TWEET}]
    message.snapshots = [PICTURE]
    interaction = cast.server.menu(cast["member"], cast.server.channel, NAME, message)
    await cast.wire.answer_to(interaction, "0 of 2 done")
    records = await cast.wire.records(interaction)
    assert [one.request.url for one in records] == [PICTURE, TWEET]
