"""What the bot lives through: restarts, lost connections, a Discord in trouble."""

from __future__ import annotations

import asyncio

import pytest
import structlog

from bossbot.models import State
from tests.integration.discord.bot_runner import running_bot
from tests.world.discord import DiscordServer, Message
from tests.world.memory_queue import MemoryQueue

pytestmark = pytest.mark.integration

LINKS = "https://i.redd.it/one.jpg https://i.redd.it/two.jpg"


def ask(server: DiscordServer, links: str) -> Message:
    return server.say(server.member, server.channel, f"$dl {links}")


async def shows(server: DiscordServer, request: Message, text: str) -> Message:
    return await server.wait_for(
        lambda message: message.reply_to == request.id and text in message.content
    )


def replies(server: DiscordServer, request: Message) -> int:
    return sum(message.reply_to == request.id for message in server.messages())


async def test_restart_goes_on_with_the_same_message(server: DiscordServer) -> None:
    """What happened while no bot ran is told in the message there was."""
    queue = MemoryQueue()
    async with running_bot(server, queue):
        request = ask(server, LINKS)
        status = await shows(server, request, "0 of 2 done")
    first, second = queue.records
    queue.move(first, State.COMPLETED)
    async with running_bot(server, queue):
        assert await shows(server, request, "1 of 2 done") is status
        queue.move(second, State.COMPLETED)
        await shows(server, request, "2 of 2 done")
    assert replies(server, request) == 1


async def test_end_that_nobody_saw(server: DiscordServer) -> None:
    """A download that ended between two bots is told by the second."""
    queue = MemoryQueue()
    async with running_bot(server, queue):
        request = ask(server, "https://i.redd.it/one.jpg")
        await shows(server, request, "Queue position")
        await queue.set_bookmark(await queue.last_event())
    [download] = queue.records
    queue.move(download, State.COMPLETED)
    async with running_bot(server, queue):
        await shows(server, request, "✅ Download complete!")
    assert replies(server, request) == 1


async def test_enqueued_without_a_message(server: DiscordServer) -> None:
    """A bot that died between enqueueing and answering answers after its restart."""
    queue = MemoryQueue()
    async with running_bot(server, queue):
        request = ask(server, "https://i.redd.it/one.jpg")
        status = await shows(server, request, "Queue position")
    [download] = queue.records
    await queue.set_status_message(download, "")
    server.delete(status)
    status.nonce = None
    async with running_bot(server, queue):
        await shows(server, request, "Queue position")


@pytest.mark.parametrize("trouble", ["reconnect", "invalidate", "drop"])
async def test_gateway_comes_back(server: DiscordServer, trouble: str) -> None:
    """Commands are heard after op 7, op 9 and a broken connection."""
    queue = MemoryQueue()
    async with running_bot(server, queue):
        getattr(server, trouble)()
        request = ask(server, "https://i.redd.it/one.jpg")
        if trouble == "invalidate":  # what was said before the new session is lost
            await _identified_again(server)
            request = ask(server, "https://i.redd.it/one.jpg")
        await shows(server, request, "Queue position")


async def _identified_again(server: DiscordServer) -> None:
    while server.gateway.identified < 2:
        await asyncio.sleep(0.05)


async def test_end_is_told_through_trouble(server: DiscordServer) -> None:
    """A final edit that fails is made again until it stands."""
    queue = MemoryQueue()
    async with running_bot(server, queue):
        request = ask(server, "https://i.redd.it/one.jpg")
        await shows(server, request, "Queue position")
        server.faults.status(503, method="PATCH", times=3)
        server.faults.drop_before(method="PATCH", times=2)
        queue.move(next(iter(queue.records)), State.COMPLETED)
        await shows(server, request, "✅ Download complete!")


async def test_command_while_the_ledger_is_away(server: DiscordServer) -> None:
    """The member is told; the log has a line, and no traceback for an outage."""
    queue = MemoryQueue()
    async with running_bot(server, queue):
        queue.away = True
        with structlog.testing.capture_logs() as lines:
            request = ask(server, "https://i.redd.it/one.jpg")
            await shows(server, request, "busy for a moment")
    [line] = [line for line in lines if line["event"] == "command failed"]
    assert line["log_level"] == "warning"
    assert "exc_info" not in line


async def test_ledger_away_for_a_while(server: DiscordServer) -> None:
    """Events that could not be looked up are looked up when the ledger is back."""
    queue = MemoryQueue()
    async with running_bot(server, queue):
        request = ask(server, "https://i.redd.it/one.jpg")
        await shows(server, request, "Queue position")
        queue.away = True
        queue.move(next(iter(queue.records)), State.COMPLETED)
        await asyncio.sleep(0.3)
        queue.away = False
        await shows(server, request, "✅ Download complete!")


async def test_command_delivered_twice(server: DiscordServer) -> None:
    """A replay of the gateway enqueues nothing twice and answers once."""
    queue = MemoryQueue()
    async with running_bot(server, queue):
        request = ask(server, "https://i.redd.it/one.jpg")
        await shows(server, request, "Queue position")
        server._do(lambda: server.world.tell("MESSAGE_CREATE", request))
        other = ask(server, "https://i.redd.it/two.jpg")
        await shows(server, other, "Queue position")
    assert len(queue.records) == 2
    assert replies(server, request) == 1


async def test_status_sent_into_a_broken_connection(server: DiscordServer) -> None:
    """Nobody knows whether it arrived; the member sees one message all the same."""
    queue = MemoryQueue()
    async with running_bot(server, queue):
        server.faults.drop_after()
        request = ask(server, "https://i.redd.it/one.jpg")
        await shows(server, request, "Queue position")
        queue.move(next(iter(queue.records)), State.COMPLETED)
        await shows(server, request, "✅ Download complete!")
    assert replies(server, request) == 1


async def test_channel_that_takes_no_answer(server: DiscordServer) -> None:
    """A refused status message is not sent again and again: refusals lead to a ban."""
    queue = MemoryQueue()
    mute = server.add_channel("mute")
    mute.forbidden.add("send")
    async with running_bot(server, queue):
        server.say(server.member, mute, "$dl https://i.redd.it/one.jpg")
        request = ask(server, "https://i.redd.it/two.jpg")
        await shows(server, request, "Queue position: 2")
        for download in queue.records:
            queue.move(download, State.RUNNING)
        await shows(server, request, "Status: Downloading")
    sent = [path for method, path in server.requests if method == "POST"]
    assert sum(mute.id in path for path in sent) == 1
