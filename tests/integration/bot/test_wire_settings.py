"""`dls` and `/settings`, over the wire."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.bot.cast import MANAGERS, Cast, cast_of
from tests.world.discord import DiscordServer
from tests.world.wire import LINK

pytestmark = pytest.mark.integration

WAYS = pytest.mark.parametrize("way", ["prefix", "slash"])

OWN: dict[str, tuple[str, str]] = {
    # name: a value as it is written, and as it is shown
    "notification_level": ("minimal", "**minimal**"),
    "progress_bar_style": ("blocks", "**blocks**"),
    "default_priority": ("low", "**low**"),
    "mention_on_complete": ("false", "**false**"),
    "auto_retry": ("off", "**false**"),
    "max_retries": ("5", "**5**"),
    "default_format": ("audio", "**audio**"),
}
BAD_OWN: dict[str, tuple[str, str, str]] = {
    # name: a wrong value, what it may be, and the example
    "notification_level": ("loud", "`none`, `minimal`, `normal`", "minimal"),
    "progress_bar_style": ("wavy", "`standard`, `blocks`", "blocks"),
    "default_priority": ("urgent", "`low`", "low"),
    "mention_on_complete": ("perhaps", "`true`", "false"),
    "max_retries": ("11", "a number from 0 to 10", "5"),
    "default_format": ("4k", "`best`, ", "smallest"),
}

EXAMPLES = {
    "prefix": "Example: `$dls {} {}`",
    "slash": "Example: `/settings update name:{} value:{}`",
}
SERVERS_EXAMPLES = {
    "prefix": "Example: `$dls guild {} {}`",
    "slash": "Example: `/settings server update name:{} value:{}`",
}


async def said(
    cast: Cast, way: str, words: str, by: str = "member", **options: Any
) -> str:
    """What `dls` with words, or `/settings` with a sub-command, is answered."""
    await cast.wire.calm()
    name = options.pop("slash")
    before = len(cast.server.interactions)
    answer = await cast.answer(way, (f"$dls {words}", f"settings {name}", options), by)
    assert all(one.ephemeral for one in cast.server.interactions[before:])
    return answer


async def own(cast: Cast, way: str, name: str, value: str) -> str:
    return await said(
        cast, way, f"{name} {value}", slash="update", name=name, value=value
    )


async def servers(cast: Cast, way: str, name: str, value: str, by: str) -> str:
    words = f"guild {name} {value}"
    return await said(
        cast, way, words, by, slash="server update", name=name, value=value
    )


@WAYS
async def test_ones_own(cast: Cast, way: str) -> None:
    """Each is changed, shown, and brought back; others' stay."""
    for name, (value, shown) in OWN.items():
        answer = await own(cast, way, name, value)
        assert answer.startswith(f"✅ `{name}` set to {shown}."), name
    view = await said(cast, way, "", slash="view")
    for name, (_, shown) in OWN.items():
        assert f"`{name}`: {shown} ·" in view
    others = await said(cast, way, "", "moderator", slash="view")
    assert all(f"`{name}`" in others for name in OWN)
    assert others.count("(default)") == len(OWN)
    answer = await said(
        cast, way, "reset max_retries", slash="reset", name="max_retries"
    )
    assert answer == "✅ `max_retries` is at its default again: **3**."
    assert "✅ All your settings are at their defaults" in await said(
        cast, way, "reset", slash="reset"
    )
    view = await said(cast, way, "view", slash="view")
    assert view.count("(default)") == len(OWN)


@WAYS
async def test_bad_values(cast: Cast, way: str) -> None:
    """What it can be, with an example; nothing is changed, nor a cooldown begun."""
    for name, (value, allowed, example) in BAD_OWN.items():
        answer = await own(cast, way, name, value)
        assert f"❓ `{name}` can't be `{value}`. It can be " in answer
        assert allowed in answer
        assert EXAMPLES[way].format(name, example) in answer
    # without a break
    assert "✅" in await cast.answer(
        way,
        (
            *("$dls max_retries 4", "settings update"),
            {"name": "max_retries", "value": "4"},
        ),
    )
    view = await said(cast, way, "", slash="view")
    assert view.count("(default)") == len(OWN) - 1


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("volume 11", "❓ There is no setting `volume`."),
        ("max_retries", "❓ `max_retries` needs a value."),
        ("reset volume", "❓ There is no setting `volume`."),
        ("MAX_RETRIES 4", "✅ `max_retries` set to **4**."),
        ("set max_retries 4", "✅ `max_retries` set to **4**."),
        ("max_retries default", "✅ `max_retries` is at its default again: **3**."),
    ],
)
async def test_words_of_the_prefix_command(cast: Cast, words: str, answer: str) -> None:
    """What is unknown is told with what there is; words may be written freely."""
    assert answer in await cast.ask(f"$dls {words}")


async def test_limits_and_todays_use(cast: Cast) -> None:
    """By level, with what was asked for today."""
    links = " ".join(f"https://i.redd.it/{number}.jpg" for number in range(5))
    for who, used in (("member", "5/10"), ("admin", "5, without a limit")):
        await cast.taken("prefix", links, who)
        await cast.wire.calm()
        view = await cast.ask("$dls", who)
        assert f"Total downloads today: {used}" in view


@WAYS
async def test_the_servers(cast: Cast, way: str) -> None:
    """Channels, platforms: changed by who manages the server, and brought back."""
    channel = cast.server.channel
    for name, value, shown in (
        ("channels", f"<#{channel.id}>", f"<#{channel.id}>"),
        ("allow_platforms", "reddit twitter", "**reddit**, **twitter**"),
        ("deny_platforms", "tiktok", "**tiktok**"),
    ):
        refused = await servers(cast, way, name, value, "moderator")
        assert MANAGERS in refused
        answer = await servers(cast, way, name, value, "manager")
        assert answer == f"✅ `{name}` set to {shown}."
    view = await said(cast, way, "guild", "manager", slash="server view")
    assert f"`channels`: <#{channel.id}>" in view
    assert "`allow_platforms`: Reddit, Twitter/X" in view
    assert "`deny_platforms`: TikTok" in view
    answer = await said(
        *(cast, way, "guild reset channels", "manager"),
        slash="server reset",
        name="channels",
    )
    assert answer == "✅ `channels` is at its default again."
    answer = await said(cast, way, "guild reset", "manager", slash="server reset")
    assert "✅ All settings of this server are at their defaults" in answer


@WAYS
async def test_bad_values_of_the_server(cast: Cast, way: str) -> None:
    """Channels and platforms that there aren't."""
    for name, value, example in (
        ("channels", "#nowhere", "#media"),
        ("allow_platforms", "myspace", "reddit twitter"),
        ("deny_platforms", "reddit myspace", "tiktok"),
    ):
        answer = await servers(cast, way, name, value, "manager")
        assert f"❓ `{name}` can't be " in answer
        assert SERVERS_EXAMPLES[way].format(name, example) in answer


@WAYS
async def test_roles(cast: Cast, way: str) -> None:
    """What a role may is set by mention, shown without calling anybody, and reset."""
    server = cast.server
    role = server.add_role(server.guild, "friends")
    for setting, value, shown in (
        ("download", "off", "**off**"),
        ("manage_queue", "true", "**on**"),
        ("max_mb", "25", "**25**"),
        ("priority", "high", "**high**"),
    ):
        answer = await said(
            *(cast, way, f"guild role <@&{role.id}> {setting} {value}", "manager"),
            slash="server role",
            role=role,
            setting=setting,
            value=value,
        )
        assert answer == f"✅ `{setting}` of <@&{role.id}> set to {shown}."
    view = await said(cast, way, "guild", "manager", slash="server view")
    assert f"Role <@&{role.id}>: " in view
    lines = "\n".join(one for one in view.splitlines() if "Role" in one)
    for part in ("`download`", "`manage_queue`", "`max_mb` 25", "high"):
        assert part in lines
    answer = await said(
        *(cast, way, f"guild reset role <@&{role.id}>", "manager"),
        slash="server reset",
        role=role,
    )
    assert answer == f"✅ Nothing is set for <@&{role.id}> any more."
    assert all(one.mentioned == set() for one in server.messages() if one.author.bot)


async def test_settings_outlive_the_bot(discord: DiscordServer, redis_url: str) -> None:
    """One's own and the server's."""
    async with cast_of(discord, redis_url) as cast:
        await own(cast, "prefix", "default_format", "audio")
        await servers(cast, "slash", "deny_platforms", "tiktok", "manager")
        manager = cast["manager"]
    async with cast_of(discord, redis_url) as cast:
        cast.people["manager"] = manager
        [record] = await cast.taken("slash", LINK)
        assert record.request.format == "audio"
        assert "`deny_platforms`: TikTok" in await cast.ask("$dls guild", "manager")


async def test_values_are_offered(cast: Cast) -> None:
    """While one writes: of the setting that was chosen, narrowed by what is typed."""
    server = cast.server
    friends = server.add_role(server.guild, "friends")
    server.add_channel("films")

    async def offered(
        command: str, by: str = "member", value: str = "", **others: Any
    ) -> list[str]:
        found = await server.autocomplete(
            *(cast[by], server.channel, f"settings {command}"),
            focused="value",
            value=value,
            **others,
        )
        return [shown for shown, _ in found]

    assert await offered("update", name="default_format") == [
        *("best", "audio", "video", "smallest", "default"),
    ]
    assert await offered("update", name="default_format", value="S") == ["smallest"]
    assert "best" not in await offered("update", name="max_retries")
    assert await offered("update") == []
    platforms = await offered("server update", "manager", name="deny_platforms")
    assert {"twitter", "reddit", "tiktok", "none"} <= set(platforms)
    more = await offered("server update", "manager", "reddit ti", name="deny_platforms")
    assert more == ["reddit tiktok"]
    channels = await offered("server update", "manager", name="channels")
    assert channels == ["all", "#media", "#films"]
    priorities = await offered(
        "server role", "manager", role=friends, setting="priority"
    )
    assert {"low", "normal", "high"} <= set(priorities)
    words = await offered("server role", "manager", role=friends, setting="download")
    assert {"on", "off"} <= set(words)
