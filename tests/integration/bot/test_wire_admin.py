"""`dladmin` and `/admin`, over the wire."""

from __future__ import annotations

from typing import Any

import pytest

from bossbot.models import Level, State
from tests.integration.bot.cast import BANNED, Cast, becomes
from tests.world.discord.settings import MB
from tests.world.wire import LINK, PICTURE

pytestmark = pytest.mark.integration

WAYS = pytest.mark.parametrize("way", ["prefix", "slash"])
OWNER_ONLY = "🔒 Only my owner grants levels and premium servers."


@pytest.fixture
async def shown(cast: Cast) -> Cast:
    """Discord shows `/admin` to those who manage the server: the owner here, too."""
    role = cast.server.add_role(cast.server.guild, "staff", "manage_guild")
    for name in ("boss", "admin"):
        cast.server.give(cast[name], role)
    cast.people["other"] = cast.server.add_user("other")
    return cast


async def done(cast: Cast, way: str, words: str, by: str = "boss") -> str:
    """What `dladmin` with some words, or the same by slash, is answered.

    `@name` is a person.
    """
    await cast.wire.calm()
    action, *rest = words.split()
    text, options = words, dict[str, Any]()
    if rest and rest[0].startswith("@"):
        options["user"] = cast[rest[0][1:]]
        text = words.replace(rest[0], f"<@{options['user'].id}>")
        del rest[0]
    match action:
        case "ban" | "pause" if rest:
            options["reason"] = " ".join(rest)
        case "level":
            options["level"] = rest[0]
        case "premium":
            options["on"] = rest[0] == "on"
            options |= {"server": rest[1]} if rest[1:] else {}
    command = (f"$dladmin {text}", f"admin {action}", options)
    answer = await cast.answer(way, command, by)
    assert all(
        one.ephemeral for one in cast.server.interactions if "/admin" in one.name
    )
    return answer


@WAYS
@pytest.mark.parametrize("by", ["boss", "admin"])
async def test_bans(shown: Cast, way: str, by: str) -> None:
    """What they have ends, nothing works any more; and an unban ends that."""
    cast = shown
    links = f"{LINK} {PICTURE}"
    records = await cast.taken("prefix", links, "other")
    [others] = await cast.taken("prefix", "https://i.redd.it/x.jpg", "member")
    answer = await done(cast, way, "ban @other spam", by)
    assert f"🔨 <@{cast['other'].id}> can't use me any more. Reason: `spam`." in answer
    assert "2" in answer
    for one in records:
        await becomes(cast.wire, one.id, State.CANCELLED)
    assert [one.id for one in await cast.wire.given.queue.listing()] == [others.id]
    await cast.wire.calm()
    command = (f"$dl {LINK}", "download", {"url": LINK})
    assert await cast.answer(way, command, "other") == BANNED
    answer = await done(cast, way, "unban @other", by)
    assert answer == f"🕊️ <@{cast['other'].id}> can use me again."
    assert len(await cast.taken(way, LINK, "other")) == 1
    answer = await done(cast, way, "unban @other", by)
    assert answer == f"ℹ️ <@{cast['other'].id}> wasn't banned."


@WAYS
async def test_who_cant_be_banned(shown: Cast, way: str) -> None:
    """The owner, and oneself."""
    for by, whom in (("admin", "boss"), ("admin", "admin"), ("boss", "boss")):
        answer = await done(shown, way, f"ban @{whom} revenge", by)
        assert answer == "🚫 The owner, and yourself, can't be banned."
        assert len(await shown.taken("prefix", LINK, whom)) == 1


@WAYS
async def test_levels_are_the_owners_to_grant(shown: Cast, way: str) -> None:
    """They hold for what is asked for from then on; an admin grants none."""
    assert await done(shown, way, "level @other premium", "admin") == OWNER_ONLY
    for level, per_day in ((Level.PREMIUM, 50), (Level.ADMIN, 0), (Level.NORMAL, 10)):
        answer = await done(shown, way, f"level @other {level}")
        assert f"🎖️ <@{shown['other'].id}> has the level `{level}` now." in answer
        [record] = await shown.taken("prefix", LINK, "other")
        assert record.request.per_day == per_day


@WAYS
async def test_premium_servers_are_the_owners_to_name(shown: Cast, way: str) -> None:
    """This one, or another by its id; an id that is none changes nothing."""
    server = shown.server
    server.boost(server.guild, 3)
    assert await done(shown, way, "premium on", "admin") == OWNER_ONLY
    assert "⭐ This server" in await done(shown, way, "premium on")
    [record] = await shown.taken(way, LINK)
    assert record.request.posted_limits.video == 100 * MB
    assert "⭐ This server" in await done(shown, way, "premium off")
    [record] = await shown.taken(way, LINK)
    assert record.request.posted_limits.video == 50 * MB
    answer = await done(shown, way, "premium on somewhere")
    assert "❓ I didn't understand that." in answer
    premium = shown.wire.given.grants.premium
    assert not await premium(server.guild.id)
    elsewhere = server.add_guild("elsewhere")
    answer = await done(shown, way, f"premium on {elsewhere.id}")
    assert "⭐ That server" in answer
    assert await premium(elsewhere.id)
    assert not await premium(server.guild.id)


@WAYS
@pytest.mark.parametrize("by", ["boss", "admin"])
async def test_intake_is_paused(shown: Cast, way: str, by: str) -> None:
    """Nothing is taken anywhere, with the reason; what is in the queue goes on."""
    cast, command = shown, (f"$dl {PICTURE}", "download", {"url": PICTURE})
    [before] = await cast.taken("prefix", LINK)
    answer = await done(cast, way, "pause moving house", by)
    assert "⏸️ No new downloads are taken" in answer
    assert "`moving house`" in answer
    await cast.wire.calm()
    for who in ("member", "admin"):
        heard = await cast.answer(way, command, who)
        assert "🚧 New downloads aren't taken for now: `moving house`" in heard
    await cast.wire.worker.begin(before.id)
    for text in ("$dlq", "$health"):
        assert "aren't taken" in await cast.ask(text)
    assert await done(cast, way, "resume", by) == "▶️ New downloads are taken again."
    assert len(await cast.taken(way, PICTURE)) == 1


@WAYS
@pytest.mark.parametrize("by", ["boss", "admin"])
async def test_emergency_cleanup(shown: Cast, way: str, by: str) -> None:
    """Every live worker host is told; the task waits in its own queue."""
    answer = await done(shown, way, "cleanup", by)
    assert "🧹 Temp and main cleanup run now on one worker host" in answer
    client = shown.wire.given.queue.client
    keys = [key for key in await client.keys("*disk-a*") if "v1" not in key]
    texts = [
        str(await client.lrange(key, 0, -1)) for key in keys if key == "host.disk-a"
    ]
    assert any("clean" in text for text in texts), keys


@pytest.mark.parametrize(
    "words",
    [
        "",
        "ban",
        "ban nobody",
        "unban",
        "level",
        "level <@1> golden",
        "premium",
        "premium maybe",
        "cleanup now",
        "resume it",
        "explode",
        "ban ١٢٣ spam",
        "premium on ١٢٣",
    ],
)
async def test_what_is_not_understood(cast: Cast, words: str) -> None:
    """All forms are shown, and nothing was done; it may be tried again at once."""
    answer = await cast.ask(f"$dladmin {words}", "boss")
    assert "❓ I didn't understand that." in answer
    assert "`$dladmin ban @someone spam`" in answer
    assert "taken again" in await cast.ask("$dladmin resume", "boss")


@WAYS
async def test_what_is_said_pings_nobody(shown: Cast, way: str) -> None:
    """Neither who is banned, nor what stands in the reason."""
    reason = "@everyone <@&1> `x`"
    await done(shown, way, f"ban @other {reason}")
    said = [one for one in shown.server.messages() if one.author.bot]
    said += [one for done_ in shown.server.interactions for one in done_.messages]
    assert said
    assert all(message.mentioned == set() for message in said)
