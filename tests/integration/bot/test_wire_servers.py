"""Two servers and three users at once: nobody sees or controls what isn't theirs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bossbot.models import State
from tests.integration.bot.cast import becomes
from tests.world.discord import Channel, DiscordServer, Guild, Message, User
from tests.world.wire import LINK, PICTURE, TWEET, Wire, wired

pytestmark = pytest.mark.integration

WAYS = pytest.mark.parametrize("way", ["prefix", "slash"])
UNKNOWN = "🚫 There is no such download; it may be long over."
EMPTY = "📭 The queue is empty."


@dataclass
class Two:
    """Cats with ann and bob, dogs with ann and the moderator carl, birds with nobody.

    `asked` holds each one's download: ann's in both, bob's in cats, carl's in dogs.
    """

    wire: Wire
    dogs: Guild
    kennel: Channel
    people: dict[str, User]
    asked: dict[str, str]

    async def heard(self, way: str, who: str, there: Channel, text: str) -> str:
        """What `dlq` or `dlc {id}` is answered somewhere."""
        await self.wire.calm()
        by, (word, _, id_) = self.people[who], text.partition(" ")
        if way == "prefix":
            return await self.wire.ask(f"${text}", by, there)
        name = {"dlq": "queue list", "dlc": "queue cancel"}[word]
        options = {"id": id_} if id_ else {}
        return (await self.wire.use(name, by, there, **options)).content


@pytest.fixture
async def two(discord: DiscordServer, redis_url: str) -> AsyncIterator[Two]:
    async with wired(discord, redis_url, slots=0) as wire:
        dogs = discord.add_guild("dogs")
        kennel = discord.add_channel("kennel", dogs)
        people = {
            "ann": discord.member,
            "bob": discord.add_user("bob"),
            "carl": discord.moderator("carl", dogs),
        }
        discord.enter(discord.member, dogs)
        cats = discord.channel
        order = {
            "ann in cats": ("ann", cats, LINK),
            "bob": ("bob", cats, TWEET),
            "carl": ("carl", kennel, PICTURE),
        }
        requests = {
            name: wire.say(f"$dl {link}", people[who], there)
            for name, (who, there, link) in order.items()
        }
        requests["ann in dogs"] = wire.say(f"$dlr {LINK}", people["ann"], kennel)
        await asyncio.gather(*(wire.dealt_with(one) for one in requests.values()))
        asked = {name: wire.ids(one)[0] for name, one in requests.items()}
        yield Two(wire, dogs, kennel, people, asked)


@WAYS
async def test_each_server_lists_its_own(two: Two, way: str) -> None:
    """Also to who is in both, and whatever they have elsewhere."""
    cats = two.wire.server.channel
    expected = {"ann in cats", "bob"}, {"ann in dogs", "carl"}
    for place, mine in zip((cats, two.kennel), expected, strict=True):
        who = "bob" if place is cats else "carl"
        for one in (who, "ann"):
            heard = await two.heard(way, one, place, "dlq")
            assert "**Queue**: 2 waiting" in heard
            listed = {name for name, id_ in two.asked.items() if id_ in heard}
            assert listed == mine


@WAYS
async def test_another_servers_id_is_unknown(two: Two, way: str) -> None:
    """To its moderator, and to the requester where they didn't ask for it."""
    cats = two.wire.server.channel
    for who, place, name in (
        ("carl", two.kennel, "bob"),
        ("carl", two.kennel, "ann in cats"),
        ("ann", two.kennel, "ann in cats"),
        ("ann", cats, "ann in dogs"),
        ("bob", cats, "carl"),
    ):
        assert UNKNOWN in await two.heard(way, who, place, f"dlc {two.asked[name]}")
    # one's newest is that of the server one is in
    assert await two.heard(way, "ann", cats, "dlc") == "⏹️ Cancelled."
    await becomes(two.wire, two.asked["ann in cats"], State.CANCELLED)
    left = {one.id for one in await two.wire.given.queue.listing()}
    assert left == set(two.asked.values()) - {two.asked["ann in cats"]}


async def test_offered_ids_are_this_servers(two: Two) -> None:
    """Autocompletion tells of nothing elsewhere, nor of others'."""
    server = two.wire.server
    for who, place, names in (
        ("ann", server.channel, ["ann in cats"]),
        ("ann", two.kennel, ["ann in dogs"]),
        ("bob", server.channel, ["bob"]),
        ("carl", two.kennel, ["carl"]),
    ):
        found = await server.autocomplete(
            *(two.people[who], place, "queue cancel"), focused="id"
        )
        assert [value for _, value in found] == [two.asked[name] for name in names]


async def status_of(two: Two, who: str) -> Message:
    """The status message of somebody's only download, with its buttons."""

    def found(message: Message) -> bool:
        replied = message.replied
        return bool(message.buttons and replied and replied.author is two.people[who])

    return await two.wire.server.wait_for(found)


@pytest.mark.parametrize("label", ["Pause", "Cancel", "Details"])
async def test_forged_buttons(two: Two, label: str) -> None:
    """A client that sends the ids of another server's buttons is told nothing."""
    server = two.wire.server
    theirs, mine = [await status_of(two, who) for who in ("bob", "carl")]
    [real] = [one.custom_id for one in theirs.buttons if one.label == label]
    button = {"type": 2, "custom_id": real, "label": label, "style": 2}
    mine.components = [{"type": 1, "components": [button]}]
    pressed = server.press(two.people["carl"], mine, label)
    answer = await server.wait_for_answer(pressed)
    assert UNKNOWN in answer.content
    assert pressed.ephemeral
    record = await two.wire.given.queue.record(two.asked["bob"])
    assert record is not None
    assert record.state is State.QUEUED


async def test_reactions_of_another_server(two: Two) -> None:
    """To a message that isn't the download's they do nothing."""
    server = two.wire.server
    talk = two.wire.say("nice", two.people["carl"], two.kennel)
    server.react(two.people["carl"], talk, "⏹️")
    assert "2 waiting" in await two.heard("prefix", "carl", two.kennel, "dlq")


@WAYS
async def test_the_clearing_of_one_queue(two: Two, way: str) -> None:
    """The other server's goes on."""
    await two.wire.calm()
    carl = two.people["carl"]
    if way == "prefix":
        heard = await two.wire.ask("$dlclear", carl, two.kennel)
    else:
        heard = (await two.wire.use("queue clear", carl, two.kennel)).content
    assert heard == "🧹 2 waiting downloads were cancelled. Running ones go on."
    left = {one.id for one in await two.wire.given.queue.listing()}
    assert left == {two.asked["ann in cats"], two.asked["bob"]}


async def test_a_moderator_of_one_is_none_of_the_other(two: Two) -> None:
    """Who has joined both has the rights of each where they are."""
    server, cats = two.wire.server, two.wire.server.channel
    server.enter(two.people["carl"], server.guild)
    refused = await two.heard("prefix", "carl", cats, f"dlc {two.asked['bob']}")
    assert refused == "🚫 Only who asked for it and moderators can do that."
    await two.wire.calm()
    assert "**Manage Messages**" in await two.wire.ask(
        "$dlclear", two.people["carl"], cats
    )


async def test_settings_are_each_servers(two: Two) -> None:
    """What one denies the other takes."""
    wire, server = two.wire, two.wire.server
    boss = server.manager("boss of dogs", two.dogs)
    await wire.calm()
    answer = await wire.ask("$dls guild deny_platforms twitter", boss, two.kennel)
    assert "✅" in answer
    for place, refused in ((two.kennel, True), (server.channel, False)):
        await wire.calm()
        request = wire.say(f"$dlt {TWEET}", two.people["ann"], place)
        await wire.dealt_with(request)
        assert bool(await wire.records(request)) is not refused


async def test_removed_from_a_server(two: Two) -> None:
    """What it had is cancelled, the other server's goes on; invited anew it works."""
    wire, server = two.wire, two.wire.server
    server.remove(two.dogs)
    for name in ("carl", "ann in dogs"):
        await becomes(wire, two.asked[name], State.CANCELLED)
    assert "2 waiting" in await two.heard("prefix", "ann", server.channel, "dlq")
    server.join(two.dogs)
    assert EMPTY in await two.heard("prefix", "carl", two.kennel, "dlq")
    await wire.calm()
    answer = await wire.use("download", two.people["carl"], two.kennel, url=PICTURE)
    assert "Starting download…" in answer.content
