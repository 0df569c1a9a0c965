"""Rate limits and cooldowns as members meet them, over the wire."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bossbot.messages.catalogue import COMMANDS
from tests.integration.bot.cast import Cast
from tests.world.discord import DiscordServer
from tests.world.wire import LINK, PICTURE, TWEET, Wire, wired

pytestmark = pytest.mark.integration

RATES = {
    # by the slash command: how many a minute, seconds between two
    "dlt": (5, 10),
    "dlr": (5, 10),
    "download": (5, 10),
    "queue list": (10, 5),
    "queue cancel": (10, 5),
    "queue clear": (2, 30),
    "settings": (10, 5),
    "stats": (10, 5),
    "help": (10, 5),
    "health": (10, 5),
    "admin": (5, 5),
    "Download media": (5, 10),
}
USES: tuple[tuple[str, str, dict[str, Any], int, int], ...] = (
    # prefix, slash with its options, how many a minute, seconds between two
    (f"$dl {PICTURE}", "download", {"url": PICTURE}, 5, 10),
    (f"$dlt {TWEET}", "dlt", {"url": TWEET}, 5, 10),
    (f"$dlr {LINK}", "dlr", {"url": LINK}, 5, 10),
    ("$dlq", "queue list", {}, 10, 5),
    ("$dlc", "queue cancel", {}, 10, 5),
    ("$dlclear", "queue clear", {}, 2, 30),
    ("$dls", "settings view", {}, 10, 5),
    (
        *("$dls max_retries 5", "settings update"),
        {"name": "max_retries", "value": "5"},
        *(5, 15),
    ),
    ("$stats", "stats", {}, 10, 5),
    ("$dlh", "help", {}, 10, 5),
    ("$health", "health", {}, 10, 5),
    ("$dladmin resume", "admin resume", {}, 5, 5),
)
COOLDOWN = re.compile(r"This command is on cooldown\. Try again in (\d+)s")
OFTEN = re.compile(r"That's (\d+) times within a minute\. Try again in (\d+)s")
WAIT_A_MOMENT = "⏳ Please wait a moment."
"""What Discord wants said where by prefix nothing would be."""


def test_the_table() -> None:
    """The catalogue has the numbers, and only settings have others for changes."""
    told = {one.slash: (one.rate.per_minute, one.rate.cooldown) for one in COMMANDS}
    assert told == RATES
    changes = [one.updates for one in COMMANDS if one.updates is not None]
    assert [(one.per_minute, one.cooldown) for one in changes] == [(5, 15)]


async def cool_down(wire: Wire) -> None:
    """Time passes, but not a minute."""
    client = wire.given.queue.client
    if keys := await client.keys("*:pause/*"):
        await client.delete(*keys)


@pytest.mark.parametrize(
    ("text", "slash", "options", "most", "pause"), USES, ids=[use[1] for use in USES]
)
async def test_cooldowns(
    cast: Cast, text: str, slash: str, options: dict[str, Any], most: int, pause: int
) -> None:
    """Shared by both ways: the first refusal says how long, further ones nothing."""
    # who manages the server, is the owner, and so may use and sees everything
    server = cast.server
    server.give(cast["boss"], server.add_role(server.guild, "all", "manage_guild"))
    boss = cast["boss"]
    for first in ("prefix", "slash"):
        await cast.wire.calm()
        heard = await cast.answer(first, (text, slash, options), "boss")
        assert heard
        assert not COOLDOWN.search(heard)
        refused = await cast.wire.use(slash, boss, **options)
        told = COOLDOWN.fullmatch(refused.content)
        assert told is not None, refused.content
        assert 1 <= int(told[1]) <= pause
        assert refused.ephemeral
        assert await cast.wire.ask(text, boss) == ""
        again = await cast.wire.use(slash, boss, **options)
        assert again.content == WAIT_A_MOMENT
        assert again.ephemeral
    await cast.wire.calm()
    for _ in range(most):
        assert await cast.wire.ask(text, boss) != ""
        await cool_down(cast.wire)
    told = OFTEN.search(await cast.wire.ask(text, boss))
    assert told is not None
    assert int(told[1]) == most
    assert 1 <= int(told[2]) <= 60
    assert await cast.wire.ask(text, boss) == ""
    # others are not meant
    assert await cast.wire.ask(text, cast["admin"]) != ""


async def test_limits_outlive_the_bot(discord: DiscordServer, redis_url: str) -> None:
    """A new bot knows who used what, and whom it was told."""
    async with wired(discord, redis_url) as wire:
        assert "Starting" in await wire.ask(f"$dl {LINK}")
    async with wired(discord, redis_url) as wire:
        assert COOLDOWN.search(await wire.ask(f"$dl {LINK}"))
    async with wired(discord, redis_url) as wire:
        assert await wire.ask(f"$dl {LINK}") == ""
        answer = await wire.use("download", url=LINK)
        assert answer.content == WAIT_A_MOMENT


async def test_limits_hold_in_all_servers(cast: Cast) -> None:
    """They are the user's, wherever they are."""
    server = cast.server
    elsewhere = server.add_guild("elsewhere")
    server.enter(server.member, elsewhere)
    channel = server.add_channel("media", elsewhere)
    await cast.ask("$dlq")
    assert COOLDOWN.search(await cast.wire.ask("$dlq", server.member, channel))


async def test_each_command_has_its_own(cast: Cast) -> None:
    """One on cooldown doesn't hold up another; changes of settings are one, too."""
    await cast.ask("$dlq")
    assert "⚙️" in await cast.ask("$dls")
    assert "✅" in await cast.ask("$dls max_retries 5")
    assert COOLDOWN.search(await cast.ask("$dls auto_retry true"))
    assert COOLDOWN.search(await cast.ask("$dls"))


async def test_a_command_counts_once(cast: Cast) -> None:
    """Whatever its number of links."""
    links = " ".join(f"https://i.redd.it/{number}.jpg" for number in range(10))
    for _ in range(5):
        request = cast.wire.say(f"$dl {links}", cast["admin"])
        await cast.wire.reply_to(request, "0 of 10 done")
        await cast.wire.dealt_with(request)
        await cool_down(cast.wire)
    assert OFTEN.search(await cast.ask(f"$dl {links}", "admin"))
