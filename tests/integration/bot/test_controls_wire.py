"""Buttons and reactions as members use them, through Discord to the real ledger."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
import redis

from bossbot.adapters.discord_api import OFFICIAL, point_at
from bossbot.errors import FileTooLargeError, NetworkError
from bossbot.models import State
from tests.world.discord import DiscordServer, Message, User
from tests.world.wire import LINK, PICTURE, WAIT, Wire, wired

pytestmark = pytest.mark.integration


@pytest.fixture
def server(redis_url: str) -> Iterator[DiscordServer]:
    redis.from_url(redis_url).flushall()
    with DiscordServer() as server:
        yield server
    point_at(OFFICIAL, "wss://gateway.discord.gg/")


@pytest.fixture
async def wire(server: DiscordServer, redis_url: str) -> AsyncIterator[Wire]:
    async with wired(server, redis_url) as wire:
        yield wire


def labels(message: Message) -> set[str]:
    return {button.label for button in message.buttons}


async def press(wire: Wire, by: User, status: Message, label: str) -> str:
    """Press a button, as soon as it is there; what is answered, to that user alone."""
    await wire.server.wait_for(lambda m: m is status and label in labels(m))
    interaction = wire.server.press(by, status, label)
    answer = await wire.server.wait_for_answer(interaction)
    assert interaction.ephemeral
    assert answer.mentioned == set()
    return answer.content


async def becomes(wire: Wire, download_id: str, state: State) -> None:
    async with asyncio.timeout(WAIT):
        while True:
            record = await wire.given.queue.record(download_id)
            if record is not None and record.state is state:
                return
            await asyncio.sleep(0.01)


async def begun(wire: Wire) -> tuple[Message, str]:
    """A command whose first download fetches: its status message, and the id."""
    request = wire.say(f"$dl {LINK}")
    status = await wire.reply_to(request)
    download_id = wire.ids(request)[0]
    await wire.worker.begin(download_id)
    await wire.reply_to(request, "Download")
    return status, download_id


async def completed(wire: Wire) -> tuple[Message, Message, str]:
    """A status message that says so, the post, and the id."""
    status, download_id = await begun(wire)
    post = wire.say("media", by=wire.server.world.bot)
    await wire.worker.complete(download_id, messages=(post.id,))
    await wire.server.wait_for(lambda m: m is status and "complete" in m.content)
    return status, post, download_id


async def test_the_requesters_buttons(wire: Wire) -> None:
    """Pause, resume, cancel; the message has the buttons that fit its state."""
    status, download_id = await begun(wire)
    member = wire.server.member
    assert "Paused" in await press(wire, member, status, "Pause")
    await wire.server.wait_for(lambda m: m is status and "Paused" in m.content)
    assert labels(status) == {"Resume", "Cancel", "Details"}
    assert "Resumed" in await press(wire, member, status, "Resume")
    assert "Cancelled" in await press(wire, member, status, "Cancel")
    await wire.server.wait_for(lambda m: m is status and "Cancelled" in m.content)
    assert labels(status) == {"Details"}
    await becomes(wire, download_id, State.CANCELLED)


async def test_others_buttons(wire: Wire) -> None:
    """A stranger may nothing; a moderator all, and so may who has the right role."""
    server = wire.server
    stranger, moderator = server.add_user("stranger"), server.moderator()
    status, download_id = await begun(wire)
    for label in ("Pause", "Cancel", "Details"):
        answer = await press(wire, stranger, status, label)
        assert "who asked for it" in answer
        assert download_id not in answer
    await becomes(wire, download_id, State.RUNNING)
    assert download_id in await press(wire, moderator, status, "Details")
    assert "Paused" in await press(wire, moderator, status, "Pause")
    await becomes(wire, download_id, State.PAUSED)


async def test_another_servers_moderator(wire: Wire) -> None:
    """There is no button of it there, and by its id there is no such download."""
    server = wire.server
    elsewhere = server.add_guild("elsewhere")
    channel = server.add_channel("media", elsewhere)
    foreign = server.moderator("foreign", elsewhere)
    _, download_id = await begun(wire)
    request = wire.say(f"$dlc {download_id}", by=foreign, channel=channel)
    await wire.reply_to(request, "no such download")
    await becomes(wire, download_id, State.RUNNING)


async def test_buttons_outlive_the_bot(server: DiscordServer, redis_url: str) -> None:
    """Those of what goes on are taken over with its message."""
    async with wired(server, redis_url) as wire:
        status, download_id = await begun(wire)
    async with wired(server, redis_url) as wire:
        assert "Cancelled" in await press(wire, server.member, status, "Cancel")
        await becomes(wire, download_id, State.CANCELLED)


async def test_buttons_of_what_was_over_before(
    server: DiscordServer, redis_url: str
) -> None:
    """A bot that never showed the message knows its buttons."""
    async with wired(server, redis_url) as wire:
        status, _, download_id = await completed(wire)
    async with wired(server, redis_url) as wire:
        assert download_id in await press(wire, server.member, status, "Details")


async def test_what_failed_can_be_retried(wire: Wire) -> None:
    """The same message goes on from there."""
    status, download_id = await begun(wire)
    await wire.worker.fail(download_id, NetworkError())
    assert "Trying again" in await press(wire, wire.server.member, status, "Retry")
    await wire.worker.begin(download_id)
    await wire.server.wait_for(lambda m: m is status and "Downloading" in m.content)
    assert "Retry" not in labels(status)


async def test_what_is_too_large_is_offered_differently(wire: Wire) -> None:
    """Smaller, the sound alone: no plain retry, which would end the same."""
    status, download_id = await begun(wire)
    await wire.worker.fail(download_id, FileTooLargeError())
    answer = await press(wire, wire.server.member, status, "Audio only")
    assert "sound alone" in answer
    record = await wire.given.queue.record(download_id)
    assert record is not None
    assert record.deliveries[0].changes == ("audio",)


async def test_what_is_too_large_can_be_left_at_that(wire: Wire) -> None:
    """The offers go, the receipt stays."""
    status, download_id = await begun(wire)
    await wire.worker.fail(download_id, FileTooLargeError())
    await wire.server.wait_for(lambda m: m is status and "Smaller" in labels(m))
    await press(wire, wire.server.member, status, "Cancel")
    await wire.server.wait_for(lambda m: m is status and labels(m) == {"Details"})
    assert "too large" in status.content


async def test_ones_post_is_deleted(wire: Wire) -> None:
    """The post goes; the status message says so and has the button no more."""
    status, post, _ = await completed(wire)
    stranger = wire.server.add_user("stranger")
    assert "who asked for it" in await press(wire, stranger, status, "Delete post")
    assert not post.deleted
    assert "deleted" in await press(wire, wire.server.member, status, "Delete post")
    assert post.deleted
    note = f"🗑️ The post was deleted by <@{wire.server.member.id}>."
    await wire.server.wait_for(lambda m: m is status and note in m.content)
    assert labels(status) == {"Details"}
    assert status.mentioned == set()
    edits = len(status.edited_at)
    wire.server.react(wire.server.member, status, "🗑️")
    await wire.server.wait_for(lambda m: m is status and len(m.edited_at) > edits)
    assert status.content.count(note) == 1


async def test_several_links_share_their_buttons(wire: Wire) -> None:
    """One press, all downloads of the message that it fits."""
    request = wire.say(f"$dl {LINK} {PICTURE}")
    status = await wire.reply_to(request, "0 of 2 done")
    answer = await press(wire, wire.server.member, status, "Cancel")
    assert answer == "⏹️ Cancelled: 2 of 2 downloads."
    await wire.server.wait_for(lambda m: m is status and "2 of 2 done" in m.content)


async def test_a_slow_ledger_is_waited_for(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who presses is told in time that it takes a while, and then what came of it."""
    status, download_id = await begun(wire)
    await wire.server.wait_for(lambda m: m is status and "Pause" in labels(m))
    answers, pause = asyncio.Event(), wire.given.queue.pause

    async def slow_pause(name: str, *, by: str) -> None:
        await answers.wait()
        await pause(name, by=by)

    monkeypatch.setattr(wire.given.queue, "pause", slow_pause)
    interaction = wire.server.press(wire.server.member, status, "Pause")
    await wire.server.wait_for_callback(interaction)
    assert interaction.deferred
    answers.set()
    await wire.server.wait_for_answer(interaction, "Paused")
    assert interaction.ephemeral
    await becomes(wire, download_id, State.PAUSED)


async def test_by_word(wire: Wire) -> None:
    """`/queue cancel` offers one's own ids; `$dlclear` is for who manages the queue."""
    server = wire.server
    stranger, moderator = server.add_user("stranger"), server.moderator()
    status, download_id = await begun(wire)
    for user, found in ((server.member, [download_id]), (stranger, [])):
        offered = await server.autocomplete(
            user, server.channel, "queue cancel", focused="id", value=download_id[:3]
        )
        assert [value for _, value in offered] == found
    interaction = wire.slash("queue cancel", id=download_id, by=stranger)
    await wire.answer_to(interaction, "who asked for it")
    await press(wire, server.member, status, "Pause")
    await wire.reply_to(wire.say("$dlclear", by=stranger), "🔒")
    await becomes(wire, download_id, State.PAUSED)
    await wire.reply_to(wire.say("$dlclear", by=moderator), "1 waiting download was")
    await becomes(wire, download_id, State.CANCELLED)
    await wire.reply_to(wire.say("$dlc"), "no download under way")


async def test_reactions_do_the_same(wire: Wire) -> None:
    """The requester's; a stranger's do nothing, without a word."""
    status, download_id = await begun(wire)
    stranger = wire.server.add_user("stranger")
    before = len(wire.server.messages())
    wire.server.react(stranger, status, "⏹️")
    wire.server.react(stranger, status, "ℹ️")
    for emoji, state in (("⏸️", State.PAUSED), ("▶️", State.QUEUED)):
        wire.server.react(wire.server.member, status, emoji)
        if state is State.PAUSED:
            await becomes(wire, download_id, state)
    await wire.worker.begin(download_id)
    wire.server.react(wire.server.moderator(), status, "⏹️")
    await becomes(wire, download_id, State.CANCELLED)
    assert len(wire.server.messages()) == before


async def test_reactions_outlive_the_bot(server: DiscordServer, redis_url: str) -> None:
    """To the status message and to the post, though both are of an earlier run."""
    async with wired(server, redis_url) as wire:
        status, post, download_id = await completed(wire)
    async with wired(server, redis_url) as wire:
        wire.server.react(server.member, status, "ℹ️")
        receipt = await server.wait_for(
            lambda m: m.reply_to == status.id and "Receipt" in m.content
        )
        assert download_id in receipt.content
        assert receipt.mentioned == set()
        server.react(server.member, post, "🗑️")
        await server.wait_for(lambda m: m is status and "deleted by" in m.content)
        assert post.deleted


async def test_a_flood_of_reactions(wire: Wire) -> None:
    """From twenty strangers and the requester: no storm, and nothing is lost."""
    status, download_id = await begun(wire)
    crowd = [wire.server.add_user(f"stranger{number}") for number in range(20)]
    before = len(wire.server.requests)
    for user in crowd:
        for emoji in ("⏹️", "ℹ️"):
            wire.server.react(user, status, emoji)
    for _ in range(20):
        wire.server.react(wire.server.member, status, "ℹ️")
    wire.server.react(wire.server.member, status, "⏸️")
    await becomes(wire, download_id, State.PAUSED)
    await wire.server.wait_for(lambda m: m.reply_to == status.id)
    await wire.server.wait_for(lambda m: m is status and "Paused" in m.content)
    posted = [one for one in wire.server.requests[before:] if one[0] == "POST"]
    assert len(posted) <= 2
