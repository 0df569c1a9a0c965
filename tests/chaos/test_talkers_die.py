"""The bot dies, or beat does, while a worker dies too: the other one notices that."""

from __future__ import annotations

import pytest

from tests.chaos.conftest import nobody_left
from tests.world.accepted import nothing_under_way
from tests.world.deployment import Deployment
from tests.world.discord import DiscordServer, Message
from tests.world.processes import wait_until
from tests.world.siteplayer.sites import files

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(240)]

SLOW = "?rate=2000"


def ask(discord: DiscordServer, first: int) -> list[Message]:
    """Three members ask for a link to a slow site each."""
    asked = []
    for number in range(first, first + 3):
        member = discord.add_user(f"member {number}")
        link = files.jpeg_url(number, 120) + SLOW
        asked.append(discord.say(member, discord.channel, f"$dl {link}"))
    return asked


def shows(discord: DiscordServer, request: Message, text: str) -> None:
    discord.wait(
        lambda m: m.reply_to == request.id and not m.attachments and text in m.content,
        timeout=90,
    )


def answered_once(discord: DiscordServer, requests: list[Message]) -> None:
    """Each request has one status message, which says so, and one post."""
    for request in requests:
        shows(discord, request, "complete")
        answers = [m for m in discord.messages() if m.reply_to == request.id]
        assert sorted(len(m.attachments) for m in answers) == [0, 1]


async def test_bot_and_beat_die(
    tmp_path_factory: pytest.TempPathFactory, sites_environment: dict[str, str]
) -> None:
    """Whoever is left finds what the dead worker did; a new bot tells how it ended."""
    root = tmp_path_factory.mktemp("talkers")
    with DiscordServer() as discord:
        settings = sites_environment | discord.environment
        with Deployment(root, **settings) as deployment:
            worker = deployment.start_worker()
            beat, bot = deployment.start_beat(), deployment.start_bot()
            discord.wait_for_bot()
            requests = ask(discord, 400)
            for request in requests:
                shows(discord, request, "Downloading")
            bot.kill()
            worker.kill()
            worker = deployment.start_worker()
            # Beat alone: everything is posted while no bot is there.
            posts = len(requests)
            wait_until(lambda: len(discord.posts()) >= posts, within=90, what="posts")
            bot = deployment.start_bot()
            answered_once(discord, requests)

            beat.kill()
            more = ask(discord, 500)
            for request in more:
                shows(discord, request, "Downloading")
            worker.kill()
            deployment.start_worker()  # and now the bot alone
            answered_once(discord, requests + more)
            async with deployment.client() as client:
                await nothing_under_way(client.queue.client)
            assert deployment.temps() == []
        nobody_left(root)
