"""What a queue is for, in Discord: bot, worker and command line as they are."""

from __future__ import annotations

import subprocess
import sys
from itertools import count

import pytest

from tests.world.deployment import Deployment
from tests.world.discord import DiscordServer, Message
from tests.world.siteplayer import SitePlayer
from tests.world.siteplayer.sites import files

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("deployment")]

PATH = "/clip.mp4"


_numbers = count(1)


def a_link(rate: int) -> str:
    """A file at so many bytes a second; another link each time."""
    return f"{files.url('clip.mp4')}?rate={rate}&test={next(_numbers)}"


def status_of(server: DiscordServer, request: Message, text: str) -> Message:
    return server.wait(
        lambda m: m.reply_to == request.id and not m.attachments and text in m.content,
        timeout=60,
    )


def ask(server: DiscordServer, link: str) -> Message:
    """Another member each time: commands of one have a cooldown."""
    asker = server.add_user(f"asker {next(_numbers)}")
    return server.say(asker, server.channel, f"$dl {link}")


def posts_for(server: DiscordServer, request: Message) -> list[Message]:
    return [m for m in server.posts() if m.reply_to == request.id]


def queue(deployment: Deployment, *words: str) -> subprocess.CompletedProcess[str]:
    """`bossbot queue …` beside the bot."""
    return subprocess.run(
        [sys.executable, "-m", "bossbot", "queue", *words],
        env=dict(deployment.environment()),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def id_in(deployment: Deployment) -> str:
    """The id of the one download there is."""
    [_, row, *_] = queue(deployment, "list").stdout.splitlines()
    return row.split()[0]


def fetches(player: SitePlayer) -> list[str]:
    """Where in the file each request for it begins."""
    return [
        seen.headers.get("Range", "")
        for seen in player.seen_at(files.HOST)
        if seen.path.startswith(PATH) and seen.method == "GET"
    ]


def test_two_ask_for_the_same(
    discord_server: DiscordServer, played_sites: SitePlayer
) -> None:
    """It is fetched once; both messages tell it, and both get the media."""
    played_sites.reset()
    link = a_link(20_000)
    first = ask(discord_server, link)
    status_of(discord_server, first, "Status: Downloading")
    second = ask(discord_server, link)
    for request in (first, second):
        status_of(discord_server, request, "✅ Download complete!")
        assert len(posts_for(discord_server, request)) == 1
    asked = fetches(played_sites)
    assert len(asked) == len(set(asked))

    third = ask(discord_server, link)
    status_of(discord_server, third, "✅ Download complete!")
    assert len(posts_for(discord_server, third)) == 1
    assert fetches(played_sites) == asked  # it came from storage


def test_controlled_from_the_command_line(
    discord_server: DiscordServer, deployment: Deployment
) -> None:
    """The member's one message says what was done."""
    request = ask(discord_server, a_link(1000))
    status = status_of(discord_server, request, "Status: Downloading")
    download = id_in(deployment)
    assert queue(deployment, "pause", download).returncode == 0
    status_of(discord_server, request, "Paused")
    assert queue(deployment, "resume", download).returncode == 0
    status_of(discord_server, request, "Status: Downloading")
    assert queue(deployment, "cancel", download).returncode == 0
    assert status_of(discord_server, request, "⏹️ Cancelled") is status
    assert posts_for(discord_server, request) == []


def test_stopped_and_started_from_the_command_line(
    discord_server: DiscordServer, deployment: Deployment
) -> None:
    """Members read the operator's reason, and nothing is taken; until it is again."""
    assert queue(deployment, "stop", "--reason", "moving house").returncode == 0
    refused = ask(discord_server, a_link(10**9))
    status_of(discord_server, refused, "`moving house`")
    assert queue(deployment, "start").returncode == 0
    taken = ask(discord_server, a_link(10**9))
    status_of(discord_server, taken, "✅ Download complete!")
    assert posts_for(discord_server, refused) == []
