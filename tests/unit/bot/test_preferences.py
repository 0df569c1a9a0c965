"""`$dls`: settings shown, changed and reset, by those who may."""

from __future__ import annotations

import dataclasses

import pytest

from bossbot.access.known import Known
from bossbot.bot.answers import Answer
from bossbot.bot.caller import Caller
from bossbot.bot.services.preferences import dls
from bossbot.bot.services.server_settings import PLATFORMS
from bossbot.messages.reasons import PLATFORMS as NAMES_OF_PLATFORMS
from bossbot.models import (
    OTHER,
    Level,
    Permission,
    Priority,
    RoleSettings,
    ServerSettings,
    UserSettings,
)
from bossbot.pipeline.ports import LedgerAwayError
from tests.unit.bot.access_world import GUILD, AccessWorld, caller

pytestmark = pytest.mark.unit

KNOWN = Known(
    channels={"50": "media", "51": "memes"},
    roles={GUILD: "@everyone", "20": "Friends"},
)
MANAGER = caller(user="6", manages_guild=True, manages_settings=True)


@pytest.fixture
def world() -> AccessWorld:
    return AccessWorld()


async def say(
    world: AccessWorld, text: str, who: Caller | None = None, *, again: bool = True
) -> Answer:
    """A command, as if the cooldown of the last one was over."""
    world.limiter.now += 60 if again else 0
    answer = await dls(world.services, who or caller(), text, KNOWN)
    assert answer.private
    assert len(answer.text) <= 2000
    return answer


async def test_ones_settings_limits_and_use_of_today(world: AccessWorld) -> None:
    """What is a default is marked as one."""
    await world.preferences.set_user("7", "max_retries", 1)
    world.queue.used["7"] = 5
    text = (await say(world, "")).text
    assert "`notification_level`: **normal** (default) · " in text
    assert "`mention_on_complete`: **true** (default) · " in text
    assert "`max_retries`: **1** · " in text
    assert "in this server** (level `normal`)" in text
    assert "Total downloads today: 5/10" in text
    assert "Largest posted file: 20.0 MB, all that Discord takes here" in text
    assert "Highest priority: `normal`" in text
    assert text == (await say(world, " View ")).text


async def test_the_operators_number_of_retries_is_the_default(
    world: AccessWorld,
) -> None:
    """As long as the user says nothing of them."""
    assert "`max_retries`: **3** (default)" in (await say(world, "")).text


async def test_limits_are_those_of_the_server_and_its_roles(
    world: AccessWorld,
) -> None:
    """In direct messages they are those of the level alone."""
    await world.grants.set_premium(GUILD, on=True, by="9")
    await world.preferences.set_server(GUILD, "role:20:max_mb", 8)
    text = (await say(world, "")).text
    assert "(level `premium`)" in text
    assert "Total downloads today: 0/50" in text
    assert "Largest posted file: 8.0 MB\n" in text
    assert "Highest priority: `high`" in text
    alone = caller(guild=None, roles=(), upload_limit=0)
    text = (await say(world, "", alone)).text
    assert "in a server without extras** (level `normal`)" in text
    assert "Total downloads today: 0/10" in text
    assert "Largest posted file: 50.0 MB\n" in text


async def test_an_administrator_has_no_limits(world: AccessWorld) -> None:
    """Numbers that aren't there aren't shown."""
    world.queue.used["7"] = 77
    text = (await say(world, "", caller(level=Level.ADMIN, upload_limit=0))).text
    assert "Total downloads today: 77, without a limit" in text
    assert "At once: any number" in text
    assert "Largest posted file: whatever the server takes" in text


@pytest.mark.parametrize(
    "words",
    ["auto_retry no", "update auto_retry off", "SET Auto-Retry nein"],
)
async def test_a_setting_is_changed(world: AccessWorld, words: str) -> None:
    """Of this user alone."""
    assert (await say(world, words)).text == "✅ `auto_retry` set to **false**."
    assert await world.preferences.user("7") == UserSettings(auto_retry=False)
    assert await world.preferences.user("8") == UserSettings()


@pytest.mark.parametrize("words", ["reset max_retries", "max_retries default"])
async def test_one_goes_back(world: AccessWorld, words: str) -> None:
    """With what it is then; the others stay."""
    await world.preferences.set_user("7", "max_retries", 9)
    await world.preferences.set_user("7", "auto_retry", False)
    text = (await say(world, words)).text
    assert text == "✅ `max_retries` is at its default again: **3**."
    assert await world.preferences.user("7") == UserSettings(auto_retry=False)


async def test_all_go_back(world: AccessWorld) -> None:
    """The server's stay."""
    await world.preferences.set_user("7", "max_retries", 9)
    await world.preferences.set_server(GUILD, "channels", ["50"])
    await say(world, "reset")
    assert await world.preferences.user("7") == UserSettings()
    assert await world.preferences.server(GUILD) != ServerSettings()


async def test_a_priority_that_is_not_ones_own_is_pointed_out(
    world: AccessWorld,
) -> None:
    """It is kept: it counts where the member may."""
    assert "premium members" in (await say(world, "default_priority high")).text
    own = await world.preferences.user("7")
    assert own.default_priority is Priority.HIGH
    await world.grants.set_premium(GUILD, on=True, by="9")
    assert "premium members" not in (await say(world, "default_priority high")).text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            "notification_level loud",
            "_level` can't be `loud`. It can be `none`",
        ),
        ("notification_level", "`notification_level` needs a value. It can be `none`"),
        ("max_retries 99", "a number from 0 to 10.\nExample: `$dls max_retries 5`"),
        (
            "colour `red`",
            "There is no setting `colour`. There are: `notification_level`",
        ),
        ("update", "Which setting? There are: `notification_level`"),
        ("reset colour", "Example: `$dls reset notification_level`"),
    ],
)
async def test_what_is_not_understood_changes_nothing(
    world: AccessWorld, words: str, told: str
) -> None:
    """It says what would work, and what is right may follow at once."""
    answer = await say(world, words)
    assert answer.bad_input
    assert told in answer.text
    assert not world.preferences.users["7"]
    assert "set to" in (await say(world, "max_retries 1", again=False)).text


async def test_changes_have_a_rate_of_their_own(world: AccessWorld) -> None:
    """A value comes and goes at most every 15 seconds; looking isn't limited here."""
    await say(world, "auto_retry no")
    answer = await say(world, "reset", again=False)
    assert answer.text == "This command is on cooldown. Try again in 15s"
    assert not answer.bad_input
    assert not (await world.preferences.user("7")).auto_retry
    assert (await say(world, "", again=False)).text
    assert [name for _, _, name in world.limiter.taken] == ["dls update"]


@pytest.mark.parametrize("words", ["colour red", "reset colour", "guild colour red"])
async def test_a_flood_of_nonsense_is_limited(world: AccessWorld, words: str) -> None:
    """What isn't understood counts in the minute of changes, too."""
    answers = [await say(world, words, MANAGER, again=False) for _ in range(7)]
    assert [answer.bad_input for answer in answers] == [True] * 5 + [False] * 2
    assert "5 times within a minute" in answers[5].text
    assert answers[6].text == ""


async def test_the_servers_settings_as_they_are(world: AccessWorld) -> None:
    """Channels and roles as Discord shows them; everybody's can't be pinged."""
    text = (await say(world, "guild", MANAGER)).text
    assert "`channels`: all (default)" in text
    assert "Roles: nothing set (default)" in text
    for name, value in {
        "channels": ["50", "51"],
        "denied_platforms": ["tiktok", "other"],
        "role:20:download": True,
        "role:20:max_mb": 25,
        f"role:{GUILD}:download": False,
        f"role:{GUILD}:priority": "low",
    }.items():
        await world.preferences.set_server(GUILD, name, value)
    await world.grants.set_premium(GUILD, on=True, by="9")
    text = (await say(world, "Server view", MANAGER)).text
    assert "`channels`: <#50>, <#51>" in text
    assert "`deny_platforms`: TikTok, other" in text
    assert "Role <@&20>: `download` on, `max_mb` 25" in text
    assert "Role `@everyone`: `download` off, `priority` up to low" in text
    assert "files are kept for 72 hours" in text


async def test_many_roles_still_fit_into_a_message(world: AccessWorld) -> None:
    """What is left out is counted."""
    for role in range(100):
        await world.preferences.set_server(GUILD, f"role:{10**18 + role}:max_mb", 7)
    text = (await say(world, "guild", MANAGER)).text
    assert "… and " in text
    assert text.endswith("`$dls guild reset deny_platforms`")


@pytest.mark.parametrize(
    ("words", "told", "expected"),
    [
        (
            "channels #media <#51>",
            "`channels` set to <#50>, <#51>.",
            ServerSettings(channels=("50", "51")),
        ),
        (
            "deny_platforms tiktok other",
            "`deny_platforms` set to **tiktok**, **other**.",
            ServerSettings(denied_platforms=("tiktok", "other")),
        ),
        (
            "role @Friends priority high",
            "`priority` of <@&20> set to **high**.",
            ServerSettings(roles={"20": RoleSettings(priority=Priority.HIGH)}),
        ),
        (
            "update role @everyone download no",
            "`download` of `@everyone` set to **off**.",
            ServerSettings(
                roles={GUILD: RoleSettings(permissions={Permission.DOWNLOAD: False})}
            ),
        ),
    ],
)
async def test_a_servers_setting_is_changed(
    world: AccessWorld, words: str, told: str, expected: ServerSettings
) -> None:
    """Of this server alone."""
    assert told in (await say(world, f"guild {words}", MANAGER)).text
    assert await world.preferences.server(GUILD) == expected
    assert await world.preferences.server("2") == ServerSettings()


@pytest.mark.parametrize(
    ("words", "told", "left"),
    [
        ("reset channels", "`channels` is at its default again.", 3),
        ("channels all", "`channels` is at its default again.", 3),
        ("reset role @Friends max_mb", "`max_mb` of <@&20> is at its default", 3),
        ("role @Friends max_mb default", "`max_mb` of <@&20> is at its default", 3),
        ("reset role <@&20>", "Nothing is set for <@&20> any more.", 2),
        ("reset", "All settings of this server are at their defaults", 0),
    ],
)
async def test_a_servers_setting_goes_back(
    world: AccessWorld, words: str, told: str, left: int
) -> None:
    """One, all of a role's, or everything."""
    for name, value in {
        "channels": ["50"],
        "allowed_platforms": ["reddit"],
        "role:20:max_mb": 25,
        "role:20:download": True,
    }.items():
        await world.preferences.set_server(GUILD, name, value)
    await world.preferences.set_user("6", "auto_retry", False)
    assert told in (await say(world, f"guild {words}", MANAGER)).text
    assert len(world.preferences.servers[GUILD]) == left
    assert not (await world.preferences.user("6")).auto_retry


async def test_by_slash_the_slash_commands_are_named(world: AccessWorld) -> None:
    """A member who writes no prefix needn't know it."""
    answer = await say(world, "max_retries 99", caller(message=None))
    assert answer.text.endswith("`/settings update name:max_retries value:5`")
    own = await say(world, "", caller(message=None))
    assert own.text.endswith("`/settings reset`")
    server = await say(world, "guild", dataclasses.replace(MANAGER, message=None))
    assert server.text.endswith("`/settings server reset name:deny_platforms`")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("colour red", "`channels`, `allow_platforms`, `deny_platforms`, `role`"),
        ("update", "Which setting?"),
        ("channels <#99>", "channels of this server or `all`"),
        ("deny_platforms myspace", "`bluesky`, `other` or `none`"),
        ("role @Foes download no", "a role of this server, mentioned"),
        ("role @Friends max_mb 101", "a number from 1 to 100"),
        ("role @Friends", "Which setting? There are: `download`, "),
        ("reset colour", "Example: `$dls guild reset channels`"),
    ],
)
async def test_what_is_not_understood_changes_no_server(
    world: AccessWorld, words: str, told: str
) -> None:
    """It says what would work."""
    answer = await say(world, f"guild {words}", MANAGER)
    assert answer.bad_input
    assert told in answer.text
    assert not world.preferences.servers[GUILD]
    right = await say(world, "guild channels #media", MANAGER, again=False)
    assert "set to" in right.text


@pytest.mark.parametrize("words", ["", "channels all", "reset", "role @Friends x y"])
async def test_a_servers_settings_are_for_who_manages_it(
    world: AccessWorld, words: str
) -> None:
    """Neither shown nor changed otherwise."""
    await world.preferences.set_server(GUILD, "channels", ["50"])
    answer = await say(world, f"guild {words}", caller(manages_messages=True))
    assert "**Manage Server**" in answer.text
    assert "<#50>" not in answer.text
    assert (await world.preferences.server(GUILD)).channels == ("50",)


async def test_who_was_lent_the_settings_cannot_help_themselves_to_more(
    world: AccessWorld,
) -> None:
    """What roles may stays with who manages the server; the level `admin` may too."""
    await world.preferences.set_server(GUILD, "role:20:download", False)
    lent = caller(manages_settings=True)
    assert "set to" in (await say(world, "guild deny_platforms tiktok", lent)).text
    for words in ("role @Friends manage_queue on", "reset role @Friends", "reset"):
        assert "**Manage Server**" in (await say(world, f"guild {words}", lent)).text
    assert set(world.preferences.servers[GUILD]) == {
        "role:20:download",
        "denied_platforms",
    }
    admin = caller(user="8", level=Level.ADMIN, manages_settings=True)
    assert "set to" in (await say(world, "guild role 20 view_stats no", admin)).text


async def test_a_server_is_set_up_in_itself(world: AccessWorld) -> None:
    """Not in direct messages."""
    alone = caller(guild=None, roles=())
    for words in ("guild", "guild channels all", "guild reset"):
        assert "in that server" in (await say(world, words, alone)).text


def test_every_platform_can_be_allowed_and_has_a_name() -> None:
    """`other` is the rest."""
    assert set(PLATFORMS) - {OTHER} == set(NAMES_OF_PLATFORMS) - {"Discord"}


@pytest.mark.parametrize("words", ["", "auto_retry no", "guild", "guild reset"])
async def test_without_the_ledger_nothing_is_said_to_have_changed(
    world: AccessWorld, words: str
) -> None:
    """The entry says that the bot is busy."""
    world.preferences.away = True
    with pytest.raises(LedgerAwayError):
        await say(world, words, MANAGER)
