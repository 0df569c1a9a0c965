"""Redis goes while many members ask: they are told so, and nothing taken is lost."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable

import psutil
import pytest

from bossbot.messages.commands import busy
from bossbot.queue.names import download_ids
from tests.chaos.conftest import nobody_left
from tests.world.deployment import Client, Deployment
from tests.world.discord import Channel, DiscordServer, Message
from tests.world.processes import wait_until

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(240)]

MANY, A_SECOND = 100, 10
CHANNELS = 10
WRITTEN = 1.2
"""Seconds after which all is on disk: the server's `appendfsync everysec`."""

type Accident = Callable[[Deployment], None]


def stands_still(deployment: Deployment) -> None:
    """SIGSTOP, and SIGCONT five seconds later: less than a command's patience."""
    assert deployment.server.pid is not None
    top = psutil.Process(deployment.server.pid)
    everything = [top, *top.children(recursive=True)]
    for process in everything:
        process.suspend()
    time.sleep(5)
    for process in everything:
        process.resume()


def dies(deployment: Deployment) -> None:
    """SIGKILL, and a start with the same data a few seconds later."""
    deployment.kill_server()
    time.sleep(3)
    deployment.server.restart()


class Members:
    """Each asks once; they take turns in the channels."""

    def __init__(self, discord: DiscordServer) -> None:
        self.discord = discord
        self.channels: list[Channel] = [
            discord.add_channel(f"channel{number}") for number in range(CHANNELS)
        ]
        self.users = [discord.add_user(f"user{number}") for number in range(MANY)]

    async def ask(self) -> list[Message]:
        """A hundred commands, ten a second."""
        requests = []
        for number, user in enumerate(self.users):
            text = f"$dl https://i.redd.it/{number}.jpg"
            place = self.channels[number % CHANNELS]
            requests.append(
                await asyncio.to_thread(self.discord.say, user, place, text)
            )
            await asyncio.sleep(1 / A_SECOND)
        return requests

    def answers(self) -> dict[str, list[Message]]:
        """The bot's messages by what they reply to."""
        found: dict[str, list[Message]] = defaultdict(list)
        for message in self.discord.world.messages.copy().values():
            if message.author.bot and message.reply_to:
                found[message.reply_to].append(message)
        return found

    async def all_say(self, requests: list[Message], text: str) -> None:
        """Wait until one answer to each holds a text."""

        def said() -> bool:
            answers = self.answers()
            return all(any(text in m.content for m in answers[r.id]) for r in requests)

        await asyncio.to_thread(wait_until, said, within=60, what=f"{text!r} of all")


async def taken(client: Client, request: Message) -> bool:
    return await client.queue.record(download_ids(request.id)[0]) is not None


@pytest.mark.parametrize("accident", [stands_still, dies])
async def test_redis_goes_amid_commands(
    tmp_path_factory: pytest.TempPathFactory, accident: Accident
) -> None:
    """Each is taken or told to try again; what was taken is shown to its end."""
    root = tmp_path_factory.mktemp("flood")
    with DiscordServer() as discord:
        settings = discord.environment | {"BOSS_BOT_MAX_QUEUE_SIZE": str(2 * MANY)}
        with Deployment(root, **settings) as deployment:
            deployment.start_bot()
            discord.wait_for_bot()
            members = Members(discord)
            asking = asyncio.create_task(members.ask())
            await asyncio.sleep(MANY / A_SECOND / 3)
            began = time.time()
            await asyncio.to_thread(accident, deployment)
            requests = await asking
            await members.all_say(requests, "")
            if accident is dies:  # what it had not written yet is lost, as told
                safe = [r for r in requests if not 0 < began - r.created < WRITTEN]
                assert len(safe) > MANY - 2 * WRITTEN * A_SECOND
                requests = safe
            async with deployment.client() as client:
                kept = [one for one in requests if await taken(client, one)]
                await ends(members, client, kept, requests)
        nobody_left(root)


async def ends(
    members: Members, client: Client, kept: list[Message], requests: list[Message]
) -> None:
    """Who was not taken was told so; the others have one message, told to the end."""
    refused = [one for one in requests if one not in kept]
    await members.all_say(refused, busy())
    await members.all_say(kept, "Queue position")
    assert len(kept) > len(requests) / 2
    discord = members.discord
    moderator = discord.moderator()
    asked = discord.say(moderator, members.channels[0], "$dlclear")
    await discord.wait_for(lambda message: message.reply_to == asked.id)
    await members.all_say(kept, "Cancelled")
    answers = members.answers()
    shown = [[m for m in answers[one.id] if m.content != busy()] for one in requests]
    assert [len(one) for one in shown] == [int(one in kept) for one in requests]
    assert await client.queue.unfinished() == ()
