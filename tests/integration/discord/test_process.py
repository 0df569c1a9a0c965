"""The bot as a process: what it loads, and how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.world.discord import DiscordServer
from tests.world.processes import wait_until
from tests.world.redis_server import redis_server

pytestmark = pytest.mark.integration

RUN = (
    "import sys; from bossbot.bot.run import run_bot; "
    "from bossbot.settings import Settings; "
    "sys.exit(run_bot(Settings.load(_env_file=None)))"
)
LOADED = (
    "import sys, bossbot.bot.run, bossbot.bot.client, bossbot.bootstrap.client; "
    "print(*{name.partition('.')[0] for name in sys.modules})"
)


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    with redis_server() as url:
        yield url


def start(
    server: DiscordServer, redis_url: str, **changes: str
) -> subprocess.Popen[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("BOSS_BOT_")}
    environment = clean | server.environment | {"REDIS_URL": redis_url} | changes
    return subprocess.Popen(
        [sys.executable, "-c", RUN],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_loads_no_downloader() -> None:
    """The bot's process has neither the tools nor the media libraries in it."""
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LOADED],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(run.stdout.split())
    assert "discord" in loaded
    assert not loaded & {"yt_dlp", "gallery_dl", "av", "PIL"}


@pytest.mark.parametrize("token", ["", "wrong"])
def test_missing_or_wrong_token(
    server: DiscordServer, redis_url: str, token: str
) -> None:
    """Exit code 3 and one sentence that names the variable."""
    bot = start(server, redis_url, DISCORD_TOKEN=token)
    out, _ = bot.communicate(timeout=60)
    assert bot.returncode == 3
    assert "DISCORD_TOKEN" in out
    assert "Traceback" not in out


def test_missing_intents(server: DiscordServer, redis_url: str) -> None:
    """Exit code 3 and where to switch them on."""
    server.world.privileged_intents = False
    bot = start(server, redis_url)
    out, _ = bot.communicate(timeout=60)
    assert bot.returncode == 3
    assert "message content intent" in out
    assert "Traceback" not in out


def test_discord_unreachable(server: DiscordServer, redis_url: str) -> None:
    """Exit code 3 and the address that was tried."""
    nowhere = "http://127.0.0.1:1/api/v10"
    bot = start(server, redis_url, BOSS_BOT_DISCORD_API_BASE=nowhere)
    out, _ = bot.communicate(timeout=60)
    assert bot.returncode == 3
    assert nowhere in out
    assert "Traceback" not in out


def test_answers_and_stops(server: DiscordServer, redis_url: str) -> None:
    """A command is queued in the real ledger; SIGTERM ends with exit code 0."""
    bot = start(server, redis_url)
    try:
        server.wait_for_bot()
        request = server.say(
            server.member, server.channel, "$dl https://i.redd.it/one.jpg"
        )
        server.wait(
            lambda message: (
                message.reply_to == request.id
                and "Queue position: 1" in message.content
            )
        )
    finally:
        bot.send_signal(signal.SIGTERM)
        out, _ = bot.communicate(timeout=60)
    assert bot.returncode == 0, out
    assert "Traceback" not in out


def test_a_session_that_the_gateway_ends_is_begun_anew(
    server: DiscordServer, redis_url: str
) -> None:
    """The library gives up at some close codes; the process doesn't."""
    bot = start(server, redis_url)
    try:
        server.wait_for_bot()
        answered(server, "$health")
        server.drop(code=4012)
        wait_until(lambda: server.gateway.identified == 2)
        answered(server, "$dlq")
    finally:
        bot.send_signal(signal.SIGTERM)
        out, _ = bot.communicate(timeout=60)
    assert bot.returncode == 0, out
    assert "the client broke, and is started again" in out


def test_a_token_that_is_taken_back(server: DiscordServer, redis_url: str) -> None:
    """Nobody but an operator can cure that: exit code 3, and how."""
    bot = start(server, redis_url)
    server.wait_for_bot()
    answered(server, "$health")
    del server.world.users[server.token]
    server.drop(code=4004)
    out, _ = bot.communicate(timeout=60)
    assert bot.returncode == 3
    assert "Reset Token" in out


def test_broken_and_resumed_connections_are_told(
    server: DiscordServer, redis_url: str
) -> None:
    """Both are logged and counted; what was said meanwhile is answered."""
    bot = start(server, redis_url)
    try:
        server.wait_for_bot()
        answered(server, "$health")
        server.drop()
        answered(server, "$dlq")
    finally:
        bot.send_signal(signal.SIGTERM)
        out, _ = bot.communicate(timeout=60)
    assert "gateway lost" in out
    assert "gateway resumed" in out


def answered(server: DiscordServer, text: str) -> None:
    request = server.say(server.member, server.channel, text)
    server.wait(lambda message: message.reply_to == request.id)
