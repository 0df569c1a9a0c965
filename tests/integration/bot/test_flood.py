"""Floods of commands, reactions and presses, with Discord's rate limits as they are.

A second of Discord's windows is a twentieth of one here: five messages in 0.25 s.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence

import pytest

from bossbot.models import State
from tests.world.discord import Channel, DiscordServer, Message, User
from tests.world.wire import WAIT, Wire, wired

pytestmark = [pytest.mark.integration, pytest.mark.timeout(240)]

MANY = 200
WAITING = 50
"""Of them wait at most; the others are refused."""
FEW = MANY // 5
"""Answers 401, 403 and 429 that are no storm: at worst one for each window of five
messages. The library learns of a window by the answers in it, and here windows are as
short as a busy machine's delays. Who asked without waiting would be refused many times
for each message; 10,000 in ten minutes ban an address."""
SPEED = 20


@pytest.fixture
async def wire(discord: DiscordServer, redis_url: str) -> AsyncIterator[Wire]:
    for rule in discord.buckets.rules.values():
        rule.seconds /= SPEED
    async with wired(discord, redis_url, max_queue_size=WAITING) as wire:
        discord.rate_limits(True)
        yield wire


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(WAIT):
        while not true():
            await asyncio.sleep(0.02)


def crowd(wire: Wire, count: int) -> list[User]:
    return [wire.server.add_user(f"user{number}") for number in range(count)]


async def flood(wire: Wire, users: Sequence[User]) -> list[Message]:
    """Each asks for a link of their own, all at once."""

    def ask(number: int, user: User) -> Message:
        return wire.say(f"$dl https://i.redd.it/{number}.jpg", user)

    def ask_all() -> list[Message]:
        return [ask(number, user) for number, user in enumerate(users)]

    return await asyncio.to_thread(ask_all)


def answers(wire: Wire, channel: Channel | None = None) -> dict[str, list[Message]]:
    """The bot's messages in a channel, by what they reply to."""
    found: dict[str, list[Message]] = defaultdict(list)
    for message in wire.server.messages(channel):
        if message.author is wire.server.world.bot and message.reply_to:
            found[message.reply_to].append(message)
    return found


async def work_off(wire: Wire, ids: set[str]) -> None:
    """Run these downloads to their ends, as they are started."""
    async with asyncio.timeout(WAIT):
        async for event in wire.given.queue.events("0-0"):
            if event.kind == "dispatched" and event.id in ids:
                ids.remove(event.id)
                await wire.worker.complete(event.id)
                await wire.given.queue.admit()
            if not ids:
                return


def storm(wire: Wire) -> int:
    return sum(wire.server.refused.values())


async def test_each_of_many_commands_is_answered_once(wire: Wire) -> None:
    """Taken or refused, none lost, while another channel doesn't notice.

    What was taken has its one status message, which tells the end.
    """
    elsewhere = wire.server.add_channel("elsewhere")
    *users, other = crowd(wire, MANY + 1)
    idle = len(asyncio.all_tasks())
    requests = await flood(wire, users)
    asked = wire.say("$dlq", other, elsewhere)
    await wire.reply_to(asked)
    assert len(answers(wire)) < MANY  # the flood was still on
    await until(lambda: len(answers(wire)) == MANY)
    taken = [one for one in requests if await wire.record(one)]
    assert WAITING <= len(taken) < MANY
    for request in requests:
        (answer,) = answers(wire)[request.id]
        assert ("🚦" in answer.content) == (request not in taken)
    await work_off(wire, {wire.ids(request)[0] for request in taken})
    shown = [answers(wire)[request.id][0] for request in taken]
    await until(lambda: all("complete" in one.content for one in shown))
    assert all(len(one) == 1 for one in answers(wire).values())
    assert storm(wire) <= FEW
    board = wire.bot._board
    await until(lambda: not board.open() and not board.owes_an_end())
    await until(lambda: len(asyncio.all_tasks()) <= idle)


async def test_a_flood_of_one_member(wire: Wire) -> None:
    """Who is on cooldown is told so once; the rest of their flood costs nothing."""
    before = len(wire.server.requests)
    requests = await flood(wire, [wire.server.member] * MANY)
    await until(lambda: wire.handled >= {one.id for one in requests})
    taken = [one for one in requests if await wire.record(one)]
    assert len(taken) == 1
    await wire.reply_to(taken[0])
    await until(lambda: len(answers(wire)) == 2)
    (told,) = (one for key, (one,) in answers(wire).items() if key != taken[0].id)
    assert "cooldown" in told.content
    posted = [one for one in wire.server.requests[before:] if one[0] == "POST"]
    assert len(posted) == 2
    assert storm(wire) == 0


async def begun(wire: Wire) -> tuple[Message, Message, str]:
    """A download that fetches: request, status message, id."""
    request = wire.say("$dl https://i.redd.it/one.jpg")
    status = await wire.reply_to(request)
    download_id = wire.ids(request)[0]
    await wire.worker.begin(download_id)
    await wire.reply_to(request, "Downloading")
    return request, status, download_id


async def test_a_flood_of_reactions(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On status messages, old and new, and on members' own: no requests, few looks."""
    _, old, first = await begun(wire)
    await wire.worker.complete(first)
    await until(lambda: "complete" in old.content)
    await wire.calm()
    _, status, download_id = await begun(wire)
    users = crowd(wire, MANY // 10)
    foreign = [wire.say(f"so what {number}", users[0]) for number in range(10)]
    looked_up = []
    look_up = wire.given.queue.download_of

    async def counted(message: str) -> str | None:
        looked_up.append(message)
        return await look_up(message)

    monkeypatch.setattr(type(wire.given.queue), "download_of", staticmethod(counted))
    before = len(wire.server.requests)

    def react() -> None:
        for user in users:
            for emoji in ("⏸️", "⏹️", "ℹ️", "🔄", "👍"):
                for message in (old, status, *foreign):
                    wire.server.react(user, message, emoji)

    await asyncio.to_thread(react)
    # An order of the requester comes behind all of them.
    wire.server.react(wire.server.member, status, "⏸️")
    await wire.server.wait_for(lambda m: m is status and "Paused" in m.content)
    assert set(looked_up) <= {old.id, status.id}
    assert len(looked_up) < MANY // 10
    made = wire.server.requests[before:]
    edits = [path for method, path in made if method == "PATCH"]
    assert all(path.endswith(status.id) for path in edits)
    assert len(edits) == len(made)
    assert storm(wire) == 0
    record = await wire.given.queue.record(download_id)
    assert record is not None
    assert record.state is State.PAUSED


async def test_a_flood_of_presses(wire: Wire) -> None:
    """Everybody who presses is answered alone; only the requester's counts."""
    _, status, download_id = await begun(wire)
    users = [*crowd(wire, MANY // 2 - 1), wire.server.member]

    def press() -> list[object]:
        return [wire.server.press(user, status, "Cancel") for user in users]

    pressed = await asyncio.to_thread(press)
    asked = wire.server.add_channel("elsewhere")
    await wire.reply_to(wire.say("$dlq", users[0], asked))
    said = [await wire.answer_to(one) for one in pressed]
    assert all(message.ephemeral for message in said)
    *others, own = (message.content for message in said)
    assert own not in others
    assert len(set(others)) == 1
    await wire.server.wait_for(lambda m: m is status and "Cancelled" in m.content)
    record = await wire.given.queue.record(download_id)
    assert record is not None
    assert record.state is State.CANCELLED
    assert storm(wire) == 0
