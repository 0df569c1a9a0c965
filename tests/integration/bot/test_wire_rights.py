"""Everybody's answer to every command, by prefix and slash, over the wire."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.bot.cast import (
    BANNED,
    HIDDEN,
    MANAGERS,
    MODERATORS,
    MUTED,
    OWNERS,
    PEOPLE,
    ROLES,
    Cast,
)
from tests.world.wire import LINK, PICTURE, TWEET

pytestmark = pytest.mark.integration

TAKEN = "Starting download…"
QUEUE = "📭 The queue is empty."
NONE = "🚫 You have no download under way here"
CLEARED = "🧹 Nothing is waiting here."
OWN = "⚙️ **Your settings**"
GUILD = "🛠️ **Settings of this server**"
SET = "✅ `max_retries` set to **5**."
DENIED = "✅ `deny_platforms` set to **tiktok**."
STATS = "📊 Nothing was downloaded in this server yet."
NO_STATS = "need the permission **Send Messages**, or a role that was given"
HELP = "**What I can do**"
HEALTH = "Workers: 1 alive"
RESUMED = "▶️ New downloads are taken again."

type Row = tuple[str, tuple[str, str, dict[str, Any]], tuple[str, ...]]

# command, both ways, and what is answered to those in PEOPLE:
# muted, outsider, member, moderator, manager, boss, admin, banned
MATRIX: tuple[Row, ...] = (
    (
        "dl",
        (f"$dl {PICTURE}", "download", {"url": PICTURE}),
        (MUTED, ROLES, TAKEN, TAKEN, TAKEN, TAKEN, TAKEN, BANNED),
    ),
    (
        "dlt",
        (f"$dlt {TWEET}", "dlt", {"url": TWEET}),
        (MUTED, ROLES, TAKEN, TAKEN, TAKEN, TAKEN, TAKEN, BANNED),
    ),
    (
        "dlr",
        (f"$dlr {LINK}", "dlr", {"url": LINK}),
        (MUTED, ROLES, TAKEN, TAKEN, TAKEN, TAKEN, TAKEN, BANNED),
    ),
    (
        "dlq",
        ("$dlq", "queue list", {}),
        (MUTED, ROLES, QUEUE, QUEUE, QUEUE, QUEUE, QUEUE, BANNED),
    ),
    (
        "dlc",
        ("$dlc", "queue cancel", {}),
        (MUTED, ROLES, NONE, NONE, NONE, NONE, NONE, BANNED),
    ),
    (
        "dlclear",
        ("$dlclear", "queue clear", {}),
        (
            *(MODERATORS, MODERATORS, MODERATORS, CLEARED),
            *(CLEARED, CLEARED, CLEARED, BANNED),
        ),
    ),
    (
        "dls",
        ("$dls", "settings view", {}),
        (OWN, OWN, OWN, OWN, OWN, OWN, OWN, BANNED),
    ),
    (
        "dls, changing one's own",
        (
            *("$dls max_retries 5", "settings update"),
            {"name": "max_retries", "value": "5"},
        ),
        (SET, SET, SET, SET, SET, SET, SET, BANNED),
    ),
    (
        "dls of the server",
        ("$dls guild", "settings server view", {}),
        (MANAGERS, MANAGERS, MANAGERS, MANAGERS, GUILD, GUILD, GUILD, BANNED),
    ),
    (
        "dls, changing the server's",
        (
            *("$dls guild deny_platforms tiktok", "settings server update"),
            {"name": "deny_platforms", "value": "tiktok"},
        ),
        (MANAGERS, MANAGERS, MANAGERS, MANAGERS, DENIED, DENIED, DENIED, BANNED),
    ),
    (
        "stats",
        ("$stats", "stats", {}),
        (NO_STATS, STATS, STATS, STATS, STATS, STATS, STATS, BANNED),
    ),
    (
        "dlh",
        ("$dlh", "help", {}),
        (HELP, HELP, HELP, HELP, HELP, HELP, HELP, BANNED),
    ),
    (
        "health",
        ("$health", "health", {}),
        (HEALTH, HEALTH, HEALTH, HEALTH, HEALTH, HEALTH, HEALTH, BANNED),
    ),
    (
        "dladmin",
        ("$dladmin resume", "admin resume", {}),
        (OWNERS, OWNERS, OWNERS, OWNERS, OWNERS, RESUMED, RESUMED, BANNED),
    ),
)
REFUSALS = (MUTED, ROLES, MODERATORS, MANAGERS, OWNERS, NO_STATS, BANNED)
NOT_SHOWN = {"dladmin": set(PEOPLE) - {"manager"}}
"""To whom Discord doesn't show a slash command at all."""


@pytest.mark.parametrize("way", ["prefix", "slash"])
@pytest.mark.parametrize(
    ("name", "command", "expected"), MATRIX, ids=[row[0] for row in MATRIX]
)
async def test_everybodys_answer(
    cast: Cast,
    name: str,
    command: tuple[str, str, dict[str, Any]],
    expected: tuple[str, ...],
    way: str,
) -> None:
    """Each is let in, or told what they would need: by slash for their eyes alone."""
    hidden = NOT_SHOWN.get(name, set()) if way == "slash" else set()
    heard = {who: await cast.answer(way, command, who) for who in PEOPLE}
    for who, said in zip(PEOPLE, expected, strict=True):
        right = HIDDEN if who in hidden else said
        assert right in heard[who], (who, heard[who])
    for interaction in cast.server.interactions:
        answer = interaction.answer
        assert answer is not None
        if any(refusal in answer.text for refusal in REFUSALS):
            assert interaction.ephemeral
            assert await cast.wire.records(interaction) == []


async def test_details_of_health_are_for_admins(cast: Cast) -> None:
    """The owner and the level `admin` read versions, others don't."""
    for who in ("member", "moderator", "manager"):
        assert "discord.py" not in await cast.ask("$health", who)
    for who in ("boss", "admin"):
        assert "discord.py" in await cast.ask("$health", who)


async def test_the_owners_help_has_the_owners_command(cast: Cast) -> None:
    """Nobody else's has it."""
    assert "dladmin" in await cast.ask("$dlh", "boss")
    assert "dladmin" not in await cast.ask("$dlh", "manager")


async def test_what_roles_are_lent(cast: Cast) -> None:
    """A role makes a moderator, a manager of settings, and lets outsiders in again."""
    server, wire = cast.server, cast.wire
    friends = server.add_role(server.guild, "friends")
    server.give(cast["outsider"], friends)
    await cast.lend(friends.id, download=True, manage_queue=True, manage_settings=True)
    assert TAKEN in await cast.ask(f"$dl {LINK}", "outsider")
    assert CLEARED in await cast.ask("$dlclear", "outsider")
    assert GUILD in await cast.ask("$dls guild", "outsider")
    await wire.calm()
    lending = f"$dls guild role <@&{friends.id}> max_mb 100"
    answer = await cast.ask(lending, "outsider")
    assert "🔒 What roles may is for those with Discord's **Manage Server**" in answer


async def test_a_refusal_of_a_kind_is_answered_once(cast: Cast) -> None:
    """By prefix the second is silent; by slash Discord wants a word."""
    assert MODERATORS in await cast.ask("$dlclear")
    assert await cast.ask("$dlclear") == ""
    answer = await cast.wire.use("queue clear", cast["member"])
    assert answer.content == "⏳ Please wait a moment."
    assert OWNERS in await cast.ask("$dladmin resume")


@pytest.mark.parametrize("late", [False, True])
async def test_a_refusal_is_for_ones_own_eyes(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, late: bool
) -> None:
    """Also where everybody was told that it takes a while."""
    if late:
        monkeypatch.setattr("bossbot.bot.speaking.PROMPT", 0.0)
    for by, said in (("banned", BANNED), ("outsider", ROLES)):
        asked = cast.wire.slash("download", cast[by], url=LINK)
        answer = await cast.wire.answer_to(asked, said)
        assert answer.ephemeral
        assert asked.deferred is late
        assert [one for one in asked.messages if not one.ephemeral] == []
