"""Status messages through Discord's troubles; none of them touches the download."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from bossbot.models import (
    FETCH,
    STAGES,
    DiscordTarget,
    MediaFile,
    NotificationLevel,
    Progress,
    State,
)
from bossbot.queue.names import download_ids
from tests.integration.discord.bot_runner import Guild, running_bot
from tests.world.discord import Channel, DiscordServer, Message
from tests.world.memory_access import MemoryPreferences
from tests.world.memory_queue import MemoryQueue
from tests.world.requests import a_request

pytestmark = pytest.mark.integration

LINK = "https://i.redd.it/one.jpg"
CAT = MediaFile(path="cat.mp4", name="cat.mp4", size=2_000_000)


def ask(server: DiscordServer, channel: Channel, links: str = LINK) -> Message:
    return server.say(server.member, channel, f"$dl {links}")


async def shows(server: DiscordServer, request: Message, text: str) -> Message:
    return await server.wait_for(
        lambda message: message.reply_to == request.id and text in message.content
    )


async def told(server: DiscordServer, text: str) -> Message:
    """What the member reads in direct messages."""
    member = server.member
    return await server.wait_for(
        lambda m: m in server.direct_messages(member) and text in m.content
    )


async def until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not done():
            await asyncio.sleep(0.01)


def requests(server: DiscordServer, method: str, part: str) -> int:
    return sum(one == method and part in path for one, path in server.requests)


def written_down(queue: MemoryQueue) -> list[bool]:
    """Per download, whether the ledger knows its message."""
    records = queue.records.values()
    return [bool(record.deliveries[0].status_message) for record in records]


async def later(server: DiscordServer, queue: MemoryQueue) -> None:
    """A command in another place went through queue and editor to its end."""
    request = ask(server, server.channel, "https://i.redd.it/later.jpg")
    await shows(server, request, "Queue position")
    queue.move([*queue.records][-1], State.COMPLETED, files=(CAT,))
    await shows(server, request, "✅")


async def test_an_archived_thread(server: DiscordServer) -> None:
    """Nothing is edited while it sleeps; the end is a new message, which wakes it."""
    queue = MemoryQueue()
    thread = server.add_thread("talk", server.channel)
    async with running_bot(server, queue):
        request = ask(server, thread)
        status = await shows(server, request, "Queue position")
        server.archive(thread)
        [download] = queue.records
        queue.move(download, State.RUNNING)
        await until(lambda: requests(server, "PATCH", status.id) == 1)
        await later(server, queue)
        queue.move(download, State.COMPLETED, files=(CAT,))
        end = await shows(server, request, "✅ Download complete!")
        assert end is not status
        await later(server, queue)
    assert requests(server, "PATCH", status.id) == 1
    [delivery] = queue.records[download].deliveries
    assert delivery.status_message == end.id


async def test_a_locked_thread(server: DiscordServer) -> None:
    """No message gets in any more: the member is told alone."""
    queue = MemoryQueue()
    thread = server.add_thread("talk", server.channel)
    server.overwrite(thread, server.world.bot, deny="manage_threads")
    async with running_bot(server, queue):
        request = ask(server, thread)
        await shows(server, request, "Queue position")
        server.archive(thread, locked=True)
        queue.move(next(iter(queue.records)), State.COMPLETED, files=(CAT,))
        end = await told(server, "✅ Download complete!")
    assert f"<#{thread.id}>" in end.content


async def test_too_many_edits_of_an_old_message(server: DiscordServer) -> None:
    """The end is a new message."""
    queue = MemoryQueue()
    async with running_bot(server, queue):
        request = ask(server, server.channel)
        status = await shows(server, request, "Queue position")
        server.faults.status(400, code=30046, method="PATCH")
        queue.move(next(iter(queue.records)), State.COMPLETED, files=(CAT,))
        assert await shows(server, request, "✅ Download complete!") is not status


async def test_the_permission_is_lost(server: DiscordServer) -> None:
    """The channel is left alone from the first refusal on; the end is told alone."""
    queue = MemoryQueue()
    place = server.add_channel("place")
    async with running_bot(server, queue):
        links = (LINK, "https://i.redd.it/two.jpg")
        for link in links:
            await shows(server, ask(server, place, link), "Queue position")
        place.forbidden.add("send")
        first, second = queue.records
        queue.move(first, State.RUNNING)
        await until(lambda: requests(server, "PATCH", place.id) == 1)
        queue.move(second, State.RUNNING)
        await later(server, queue)
        queue.move(second, State.COMPLETED, files=(CAT,))
        end = await told(server, "✅ Download complete!")
        await later(server, queue)
    assert end.mentioned == set()
    assert requests(server, "PATCH", place.id) == 1


async def test_a_channel_that_never_took_an_answer(server: DiscordServer) -> None:
    """The member hears directly that it was taken and how it ended, once each."""
    queue = MemoryQueue()
    mute = server.add_channel("mute")
    mute.forbidden.add("send")
    async with running_bot(server, queue):
        ask(server, mute)
        await told(server, "Starting download…")
        [download] = queue.records
        for state in (State.RUNNING, State.COMPLETED):
            queue.move(download, state)
        await told(server, "✅ Download complete!")
        await later(server, queue)
    assert requests(server, "POST", mute.id) == 1
    assert len(server.direct_messages(server.member)) == 2


async def test_a_channel_whose_history_is_closed(server: DiscordServer) -> None:
    """Nobody may reply there; the message stands alone, and a restart goes on."""
    queue = MemoryQueue()
    place = server.add_channel("place")
    request = server.say(server.member, place, "something")
    target = DiscordTarget(
        guild_id=server.guild.id,
        channel_id=place.id,
        request_message_id=request.id,
        command=request.id,
        upload_limit=1,
    )
    [download, *_] = download_ids(request.id)
    server.overwrite(place, server.world.bot, deny="read_message_history")
    async with running_bot(server, queue):
        await queue.enqueue(download, a_request(target=target))
        status = await server.wait_for(lambda m: "Queue position" in m.content)
        assert status.reply_to is None
        await until(lambda: all(written_down(queue)))
    async with running_bot(server, queue):
        queue.move(download, State.COMPLETED, files=(CAT,))
        assert await server.wait_for(lambda m: "✅" in m.content) is status


async def test_a_member_who_takes_no_direct_messages(server: DiscordServer) -> None:
    """They aren't asked again and again."""
    queue = MemoryQueue()
    mute = server.add_channel("mute")
    mute.forbidden.add("send")
    alone = server.direct(server.member)
    server.close_directs(server.member)
    async with running_bot(server, queue):
        ask(server, mute)
        await until(lambda: requests(server, "POST", alone.id) == 1)
        queue.move(next(iter(queue.records)), State.COMPLETED)
        await later(server, queue)
    assert requests(server, "POST", alone.id) == 1


async def test_a_message_deleted_under_way(server: DiscordServer) -> None:
    """The gateway tells; not one request is made for it."""
    queue = MemoryQueue()
    async with running_bot(server, queue) as bot:
        request = ask(server, server.channel)
        status = await shows(server, request, "Queue position")
        server.delete(status)
        await until(lambda: not bot._board.open())
        for state in (State.RUNNING, State.COMPLETED):
            queue.move(next(iter(queue.records)), state)
        await later(server, queue)
    assert requests(server, "PATCH", status.id) == 0
    assert requests(server, "POST", server.channel.id) == 2


async def test_a_slash_command_goes_on_after_a_restart(server: DiscordServer) -> None:
    """A bot that died before it wrote down its answer finds it in the channel."""
    queue = MemoryQueue()
    async with running_bot(server, queue):
        await server.wait_for_commands()
        asked = server.slash(server.member, server.channel, "download", url=LINK)
        status = await server.wait_for_answer(asked, "Queue position")
        [download] = queue.records
        await until(lambda: all(written_down(queue)))
    await queue.set_status_message(download, "")
    async with running_bot(server, queue):
        queue.move(download, State.COMPLETED, files=(CAT,))
        ended = await server.wait_for(lambda message: "✅" in message.content)
    assert ended is status
    assert [m for m in server.messages() if m.author.bot] == [status]


async def test_many_are_taken_over(server: DiscordServer) -> None:
    """By the next bot, each in the message it had; nothing is sent anew."""
    queue = MemoryQueue()
    async with running_bot(server, queue):
        asked = [
            ask(server, server.channel, f"https://i.redd.it/{number}.jpg")
            for number in range(30)
        ]
        stand = [await shows(server, one, "Queue position") for one in asked]
        await until(lambda: all(written_down(queue)))
        await queue.set_bookmark(await queue.last_event())
    for download in [*queue.records]:
        queue.move(download, State.COMPLETED, files=(CAT,))
    sent = requests(server, "POST", server.channel.id)
    async with running_bot(server, queue):
        for one, status in zip(asked, stand, strict=True):
            assert await shows(server, one, "✅") is status
    assert requests(server, "POST", server.channel.id) == sent


async def test_a_flood(server: DiscordServer) -> None:
    """Many commands at once: each is answered once, and Discord's limits are kept.

    Here they are fifty times as wide.
    """
    queue = MemoryQueue()
    for name in ("create", "edit"):
        server.buckets.rules[name].seconds = 0.1
    server.buckets.everywhere = 100_000
    server.rate_limits(True)
    async with running_bot(server, queue, edit_every=0.02):
        asked = [
            ask(server, server.channel, f"https://i.redd.it/{number}.jpg")
            for number in range(100)
        ]
        await asyncio.gather(*[shows(server, one, "Queue position") for one in asked])
        for download in [*queue.records]:
            queue.move(download, State.COMPLETED, files=(CAT,))
        await asyncio.gather(*[shows(server, one, "✅") for one in asked])
    replies = [m.reply_to for m in server.messages() if m.reply_to]
    assert sorted(replies) == sorted(one.id for one in asked)
    assert server.buckets.exceeded <= len(asked) // 20


async def test_requests_of_a_download_of_a_minute(server: DiscordServer) -> None:
    """Sixty seconds, here one and a half: at most twenty, the upload included."""
    queue = MemoryQueue()
    minute = 1.5
    async with running_bot(
        server, queue, progress_every=5 / 60 * minute, edit_every=1 / 60 * minute
    ):
        before = len(server.requests)
        request = ask(server, server.channel)
        await shows(server, request, "Queue position")
        [download] = queue.records
        queue.move(download, State.DISPATCHED)
        for number, stage in enumerate(STAGES[:4]):
            for part in range(25):
                queue.running[download] = Progress(
                    stage=stage, done=number * 25 + part, total=100, speed=1e6
                )
                if not part:
                    queue.move(download, State.RUNNING, stage=stage)
                await asyncio.sleep(minute / 100)
        queue.move(download, State.COMPLETED, files=(CAT,))
        await shows(server, request, "✅")
        made = len(server.requests) - before
    assert made + 1 <= 20


@pytest.mark.parametrize("level", [NotificationLevel.NONE, NotificationLevel.MINIMAL])
async def test_who_wants_to_hear_little(
    server: DiscordServer, level: NotificationLevel
) -> None:
    """Progress makes no request; the end is told."""
    queue, preferences = MemoryQueue(), MemoryPreferences()
    await preferences.set_user(server.member.id, "notification_level", level.value)
    async with running_bot(server, queue, preferences=preferences):
        request = ask(server, server.channel)
        status = await shows(server, request, "This message will say how it ended.")
        [download] = queue.records
        queue.move(download, State.RUNNING)
        for done in range(0, 100, 10):
            queue.running[download] = Progress(stage=FETCH, done=done, total=100)
            await asyncio.sleep(0.03)
        queue.move(download, State.COMPLETED, files=(CAT,))
        await shows(server, request, "✅")
    assert not any("%" in text for text in status.history)


async def test_buttons_follow_the_state(server: DiscordServer) -> None:
    """What can be done now, and nothing else."""
    guild = Guild(server, MemoryQueue())
    async with running_bot(server, guild.queue):
        request = guild.say(f"$dl {LINK}")
        status = await guild.answer_to(request, "Queue position")
        assert {one.label for one in status.buttons} == {"Pause", "Cancel", "Details"}
        guild.queue.move(guild.downloads[0], State.PAUSED)
        await guild.answer_to(request, "⏸️ Paused")
        assert {one.label for one in status.buttons} == {"Resume", "Cancel", "Details"}
        guild.queue.move(guild.downloads[0], State.COMPLETED, files=(CAT,))
        await guild.answer_to(request, "✅")
        assert {one.label for one in status.buttons} == {"Details"}
