"""`bossbot check` against a real Redis and the Discord stand-in."""

from __future__ import annotations

import asyncio
import re
import socket
from pathlib import Path

import pytest
import redis

from bossbot.adapters.ledger import Canaries, Heart, Scripts, connect
from bossbot.adapters.libraries import LIBRARIES
from bossbot.errors import LoginRequiredError
from bossbot.queue.canaries import judged
from tests.integration.cli.conftest import Look
from tests.world.discord import DiscordServer

pytestmark = pytest.mark.integration

CANARY = "canary-token-4b1d"


def test_a_deployment_that_works_is_fine(
    look: Look, redis_url: str, discord_server: DiscordServer
) -> None:
    """Redis answers, Discord knows the token, the programs run: exit code 0."""
    code, found = look(
        REDIS_URL=redis_url,
        DISCORD_TOKEN=discord_server.token,
        BOSS_BOT_DISCORD_API_BASE=discord_server.api_base,
    )
    assert code == 0
    for name in ("REDIS_URL", "version", "eviction", "ffmpeg"):
        assert found[name]["status"] == "ok", found[name]
    for name in LIBRARIES:  # they may have become old since
        assert re.fullmatch(r"[\d.]+, \d+ days? old", found[name]["text"])
    assert found["token"]["text"] == "logs in as boss-bot"
    assert found["intents"]["status"] == "ok"
    assert "scope=bot+applications.commands" in found["invite link"]["text"]
    assert found["root"]["text"].endswith("will be made")
    # the test server keeps nothing, and nobody works there
    assert found["persistence"]["status"] == "warning"
    assert found["worker"]["status"] == "warning"


def test_nothing_is_made_or_changed(look: Look, tmp_path: Path) -> None:
    """The storage root is only looked at."""
    look()
    assert not (tmp_path / "root").exists()


def test_live_workers_are_told_and_a_missing_beat(look: Look, redis_url: str) -> None:
    """A heartbeat makes a host; without cleanups sent, beat is asked for."""
    heart = Heart(redis_url, disk_id="disk-of-a-test", worker="w", slots=5)
    heart.beat(free=10**9, total=10**10, zygote=True)
    try:
        _, found = look(REDIS_URL=redis_url)
    finally:
        heart.stop()
        heart.close()
    assert found["host disk-of-"]["text"] == "0 of 5 slots busy, 953.7 MB free"
    assert found["beat"]["status"] == "warning"


@pytest.mark.parametrize(
    ("disk_id", "zygote", "code"),
    [("own-disk", True, 0), ("own-disk", False, 3), ("another-disk", True, 3)],
)
def test_a_health_check_asks_for_the_worker_of_this_disk(
    look: Look, redis_url: str, tmp_path: Path, disk_id: str, zygote: bool, code: int
) -> None:
    """Another host's heart doesn't count, nor one without a sandbox."""
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / ".disk-id").write_text("own-disk")
    heart = Heart(redis_url, disk_id=disk_id, worker="w", slots=5)
    heart.beat(free=10**9, total=10**10, zygote=zygote)
    try:
        ended, found = look("--worker", REDIS_URL=redis_url)
    finally:
        heart.stop()
        heart.close()
    assert (ended, set(found)) == (code, {"worker"})


def test_a_health_check_before_the_first_worker_fails(look: Look) -> None:
    """A container that never came up is not healthy."""
    assert look("--worker", REDIS_URL="redis://127.0.0.1:1/0")[0] == 3


def test_a_redis_that_evicts_is_told(look: Look, redis_url: str) -> None:
    """A server that drops keys under pressure drops downloads."""
    with redis.Redis.from_url(redis_url) as client:
        client.config_set("maxmemory-policy", "allkeys-lru")
        try:
            _, found = look(REDIS_URL=redis_url)
        finally:
            client.config_set("maxmemory-policy", "noeviction")
    assert found["eviction"]["status"] == "warning"
    assert "noeviction" in found["eviction"]["fix"]


def test_a_redis_that_does_not_answer_is_missing(look: Look) -> None:
    """Exit code 3, and the fix names the variable; the password isn't shown."""
    code, found = look(REDIS_URL=f"redis://:{CANARY}@127.0.0.1:{_closed_port()}/0")
    assert code == 3
    assert found["REDIS_URL"]["status"] == "missing"
    assert CANARY not in str(found)


def test_without_redis_the_embedded_one_is_offered(look: Look) -> None:
    """A laptop needs none; processes of their own do."""
    _, found = look()
    assert found["server"]["status"] == "warning"
    assert "REDIS_URL" in found["server"]["fix"]


def test_a_token_that_discord_refuses_is_missing(
    look: Look, redis_url: str, discord_server: DiscordServer
) -> None:
    """With the way to a new one; the wrong one isn't shown."""
    code, found = look(
        REDIS_URL=redis_url,
        DISCORD_TOKEN=CANARY,
        BOSS_BOT_DISCORD_API_BASE=discord_server.api_base,
    )
    assert code == 3
    assert "Reset Token" in found["token"]["fix"]
    assert CANARY not in str(found)


def test_an_intent_that_is_off_is_missing(
    look: Look, redis_url: str, discord_server: DiscordServer
) -> None:
    """In the words of the portal, so that the switch is found."""
    discord_server.world.privileged_intents = False
    code, found = look(
        REDIS_URL=redis_url,
        DISCORD_TOKEN=discord_server.token,
        BOSS_BOT_DISCORD_API_BASE=discord_server.api_base,
    )
    assert code == 3
    assert "Message Content Intent" in found["intents"]["fix"]


def test_a_discord_out_of_reach_is_only_noted(look: Look, redis_url: str) -> None:
    """The network may be back when the bot starts."""
    code, found = look(
        REDIS_URL=redis_url,
        DISCORD_TOKEN="x",
        BOSS_BOT_DISCORD_API_BASE=f"http://127.0.0.1:{_closed_port()}/api/v10",
    )
    assert (code, found["token"]["status"]) == (0, "warning")


def test_files_that_are_configured_must_be_there(look: Look, tmp_path: Path) -> None:
    """Certificates, cookies and ffmpeg each name their variable."""
    gone = str(tmp_path / "gone")
    code, found = look(
        BOSS_BOT_CA_FILE=gone, BOSS_BOT_COOKIES_DIR=gone, BOSS_BOT_FFMPEG_PATH=gone
    )
    assert code == 3
    for name, variable in (
        ("certificates", "BOSS_BOT_CA_FILE"),
        ("cookies", "BOSS_BOT_COOKIES_DIR"),
        ("ffmpeg", "BOSS_BOT_FFMPEG_PATH"),
    ):
        assert found[name]["status"] == "missing"
        assert variable in found[name]["fix"]


def test_cookies_of_unknown_platforms_are_noted(look: Look, tmp_path: Path) -> None:
    """A misspelt file would silently never be used."""
    (tmp_path / "twiter.txt").write_text("# Netscape HTTP Cookie File\n")
    _, found = look(BOSS_BOT_COOKIES_DIR=str(tmp_path))
    assert "twitter" in found["cookies"]["fix"]


async def test_canaries_tell_how_their_sites_do(look: Look, redis_url: str) -> None:
    """What the last looks found; what to do where one fails; who wasn't looked at."""
    links = "https://www.reddit.com/gallery/a https://youtu.be/abcdefghijk"
    variables = {"REDIS_URL": redis_url, "BOSS_BOT_CANARY_URLS": f"{links}?t={CANARY}"}
    client = connect(redis_url)
    ledger = Canaries(Scripts(client), every=3600)
    error = LoginRequiredError(platform="reddit")
    await ledger.write(
        "reddit",
        lambda _, at: judged(
            None, error, site="reddit", link="x", at=at, host="disk-of-a-test"
        ),
    )
    heart = Heart(redis_url, disk_id="disk-of-a-test", worker="w", slots=5)
    heart.beat(free=10**9, total=10**10, zygote=True)
    try:
        _, found = await asyncio.to_thread(look, **variables)
    finally:
        heart.stop()
        heart.close()
        await client.delete("bossbot:v1:canary:reddit", "bossbot:v1:canaries")
        await client.aclose()
    assert found["links"]["text"] == "reddit, youtube"
    assert found["reddit"]["status"] == "warning"
    assert found["reddit"]["text"].startswith("failing for ")
    assert "Login required" in found["reddit"]["text"]
    assert "ookies" in found["reddit"]["fix"]
    assert found["youtube"]["text"] == "not looked at yet"
    assert CANARY not in str(found)


def test_links_of_canaries_that_no_worker_takes_are_missing(look: Look) -> None:
    """By number: a link may hold a secret."""
    twice = "https://x.com/a/status/1 https://twitter.com/b/status/2"
    for links, word in ((f"http://10.0.0.1/{CANARY}", "link 1"), (twice, "link 2")):
        code, found = look(BOSS_BOT_CANARY_URLS=links)
        assert code == 3
        assert found["links"]["status"] == "missing"
        assert f"BOSS_BOT_CANARY_URLS: {word}" in found["links"]["fix"]
        assert CANARY not in str(found)


def test_a_wrong_setting_is_named_without_traceback(look: Look) -> None:
    """Nothing else can be looked at without settings."""
    code, found = look(BOSS_BOT_MAX_FILES="many")
    assert code == 3
    assert "BOSS_BOT_MAX_FILES" in found["variables"]["text"]


def _closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
