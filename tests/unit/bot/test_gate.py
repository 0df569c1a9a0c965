"""Who gets past the gate, and what the others are told."""

from __future__ import annotations

from typing import Any

import pytest
from structlog.testing import capture_logs

from bossbot.bot.answers import Answer
from bossbot.bot.caller import Caller
from bossbot.bot.gate import admit, limited, without_right
from bossbot.messages.catalogue import (
    COMMANDS,
    DL,
    DLADMIN,
    DLC,
    DLCLEAR,
    DLH,
    DLQ,
    DLS,
    HEALTH,
    MENU,
    STATS,
)
from bossbot.messages.command import Command
from bossbot.models import Level, Permission
from bossbot.pipeline.ports import LedgerAwayError
from tests.unit.bot.access_world import CHANNEL, GUILD, OWNER, AccessWorld, caller

pytestmark = pytest.mark.unit


@pytest.fixture
def world() -> AccessWorld:
    return AccessWorld()


async def told(world: AccessWorld, who: Caller, command: Command = DL) -> str:
    """The text of a refusal."""
    answer = await admit(world.services, who, command)
    assert isinstance(answer, Answer)
    assert answer.private
    return answer.text


async def let_in(world: AccessWorld, who: Caller, command: Command = DL) -> Caller:
    admitted = await admit(world.services, who, command)
    assert isinstance(admitted, Caller), admitted
    return admitted


async def test_a_member_passes_with_level_and_rights(world: AccessWorld) -> None:
    """What the commands behind the gate go by."""
    member = await let_in(world, caller())
    assert (member.level, member.manages_queue) == (Level.NORMAL, False)
    world.queue.levels["8"] = Level.PREMIUM
    moderator = await let_in(world, caller(user="8", manages_messages=True))
    assert (moderator.level, moderator.manages_queue) == (Level.PREMIUM, True)
    assert not moderator.manages_settings
    assert not moderator.manages_all
    everywhere = caller(user="5", manages_messages=True, moderates=True)
    assert (await let_in(world, everywhere)).manages_all
    manager = await let_in(world, caller(user="6", manages_guild=True))
    assert (manager.manages_queue, manager.manages_settings) == (True, True)
    owner = await let_in(world, caller(user=OWNER, can_send=False))
    assert (owner.level, owner.manages_settings) == (Level.ADMIN, True)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one.slash)
async def test_in_direct_messages_only_what_is_for_there(
    world: AccessWorld, command: Command
) -> None:
    """Help, health and settings; the others name them."""
    alone = caller(user=OWNER, guild=None, roles=())
    if command in (DLH, HEALTH, DLS):
        await let_in(world, alone, command)
    else:
        assert "`$dls`" in await told(world, alone, command)


async def test_a_banned_user_gets_nowhere(world: AccessWorld) -> None:
    """With the reason, harmless; not even help. The owner can't be banned."""
    await world.grants.ban("7", by=OWNER, reason="spam `@everyone`")
    with capture_logs() as logs:
        text = await told(world, caller(), DLH)
    assert text == "🚫 You can't use this bot any more. Reason: `spam '@everyone'`"
    assert logs[0]["kind"] == "banned"
    await world.grants.ban(OWNER, by="8", reason="")
    await let_in(world, caller(user=OWNER))


async def test_what_is_the_owners_is_for_the_level_admin_too(
    world: AccessWorld,
) -> None:
    """Not for who manages the server; it is logged."""
    with capture_logs() as logs:
        text = await told(world, caller(manages_guild=True), DLADMIN)
    assert "owner" in text
    assert (logs[0]["command"], logs[0]["user"]) == ("admin", "7")
    assert (logs[0]["guild"], logs[0]["log_level"]) == (GUILD, "warning")
    world.queue.levels["8"] = Level.ADMIN
    await let_in(world, caller(user="8"), DLADMIN)
    await let_in(world, caller(user=OWNER), DLADMIN)


async def test_a_server_keeps_the_bot_to_its_channels(world: AccessWorld) -> None:
    """Threads belong to theirs; help, health, settings and managers are free."""
    await world.preferences.set_server(GUILD, "channels", ["50", "51"])
    only = "📍 In this server I work in <#50>, <#51> only."
    assert await told(world, caller()) == only
    await let_in(world, caller(user="a", channel="51"))
    await let_in(world, caller(user="b", channel="99", parent="50"))
    for command in (DLH, HEALTH, DLS):
        await let_in(world, caller(user="c"), command)
    await let_in(world, caller(user="d", manages_messages=True))
    await let_in(world, caller(user="e", manages_guild=True))


@pytest.mark.parametrize(
    ("command", "changed", "words"),
    [
        (DL, {"can_send": False}, "**Send Messages** in this channel"),
        (MENU, {"can_send": False}, "**Send Messages** in this channel"),
        (STATS, {"can_send": False}, "**Send Messages**, or a role"),
        (DLCLEAR, {}, "**Manage Messages**, or a role that was given `manage_queue`"),
    ],
)
async def test_what_discord_does_not_allow(
    world: AccessWorld, command: Command, changed: dict[str, Any], words: str
) -> None:
    """In the words of Discord's settings, with who can give it; it is logged."""
    with capture_logs() as logs:
        text = await told(world, caller(**changed), command)
    assert words in text
    assert "can give it" in text
    assert logs[0]["kind"] == command.needs


async def test_what_the_server_took_and_gave(world: AccessWorld) -> None:
    """Its own word is told as such, with the command that changes it."""
    await world.preferences.set_server(GUILD, f"role:{GUILD}:download", False)
    text = await told(world, caller(roles=(GUILD,)))
    assert "This server doesn't let your roles use `download`" in text
    assert "`$dls guild role @Role download on`" in text
    await world.preferences.set_server(GUILD, "role:20:download", True)
    await let_in(world, caller(roles=(GUILD, "20")))


async def test_what_the_bot_itself_lacks_is_said_before_anything_is_fetched(
    world: AccessWorld,
) -> None:
    """Of commands that post media; the others go without."""
    who = caller(missing=("Attach Files", "Send Messages"))
    text = await told(world, who)
    assert "I lack **Attach Files**, **Send Messages**" in text
    assert await told(world, caller(user="8", missing=("Attach Files",)), MENU)
    await let_in(world, who, DLQ)
    await let_in(world, who, DLC)


async def test_a_cooldown_is_told_once(world: AccessWorld) -> None:
    """In the words that members know; then only counted, until it is over."""
    await let_in(world, caller())
    world.limiter.now = 3.2
    assert await told(world, caller()) == (
        "This command is on cooldown. Try again in 7s"
    )
    assert await told(world, caller()) == ""
    world.limiter.now = 10
    await let_in(world, caller())
    assert await told(world, caller()) != ""
    assert world.limiter.refused == ["dl", "dl", "dl"]


async def test_the_limit_of_a_minute_is_told_once(world: AccessWorld) -> None:
    """As a flood it is logged; other commands and users go on."""
    for second in range(0, 50, 10):
        world.limiter.now = second
        await let_in(world, caller())
    world.limiter.now = 50.5
    with capture_logs() as logs:
        text = await told(world, caller())
    assert text == "⏳ That's 5 times within a minute. Try again in 10s"
    assert [line["event"] for line in logs if line["log_level"] == "warning"] == [
        "rate limit reached"
    ]
    assert await told(world, caller()) == ""
    await let_in(world, caller(), DLQ)
    await let_in(world, caller(user="8"))


async def test_who_is_refused_uses_nothing_up(world: AccessWorld) -> None:
    """A member who gets the right then has the whole rate."""
    await told(world, caller(can_send=False))
    assert world.limiter.taken == []


async def test_each_kind_of_refusal_is_answered_once_a_minute(
    world: AccessWorld,
) -> None:
    """A flood gets one answer; all of it is logged."""
    with capture_logs() as logs:
        answers = [await told(world, caller(), DLCLEAR) for _ in range(5)]
    assert [bool(text) for text in answers] == [True, False, False, False, False]
    assert len(logs) == 5
    assert await told(world, caller(), DLADMIN)
    assert await told(world, caller(user="8"), DLCLEAR)
    world.limiter.now = 61
    assert await told(world, caller(), DLCLEAR)


async def test_a_further_rate_is_counted_by_who_needs_it(world: AccessWorld) -> None:
    """Changes of settings have one of their own."""
    assert DLS.updates is not None
    assert await limited(world.services, caller(), DLS, DLS.updates) is None
    refusal = await limited(world.services, caller(), DLS, DLS.updates)
    assert refusal == Answer(
        text="This command is on cooldown. Try again in 15s", private=True
    )


async def test_who_counts_elsewhere_isnt_counted_here(world: AccessWorld) -> None:
    """But is let in no further than others."""
    for _ in range(2):
        admitted = await admit(world.services, caller(), DLS, counted=False)
        assert isinstance(admitted, Caller)
    assert world.limiter.taken == []
    await world.grants.ban("7", by=OWNER, reason="")
    refused = await admit(world.services, caller(), DLS, counted=False)
    assert isinstance(refused, Answer)


async def test_a_right_that_a_part_of_a_command_needs(world: AccessWorld) -> None:
    """The same refusal, once a minute."""
    right = Permission.MANAGE_SETTINGS
    first = await without_right(world.services, caller(), DLS, right)
    assert "**Manage Server**, or a role that was given `manage_settings`" in first.text
    assert (await without_right(world.services, caller(), DLS, right)).text == ""


@pytest.mark.parametrize("part", ["grants", "preferences", "limiter"])
async def test_without_the_ledger_nobody_is_let_in(
    world: AccessWorld, part: str
) -> None:
    """The entry says that the bot is busy."""
    getattr(world, part).away = True
    with pytest.raises(LedgerAwayError):
        await admit(world.services, caller(channel=CHANNEL), DL)
