"""`$dlq`, as the ledger and one's settings have it."""

from __future__ import annotations

from typing import Any

import pytest

from bossbot.bot.answers import Answer
from bossbot.bot.caller import Caller
from bossbot.bot.services.listing import dlq
from bossbot.models import (
    FETCH,
    BarStyle,
    DiscordTarget,
    Level,
    Metadata,
    Outlook,
    Progress,
    SiteView,
    State,
)
from bossbot.pipeline.ports import LedgerAwayError
from tests.unit.bot.access_world import GUILD, AccessWorld, caller
from tests.world.requests import a_request

pytestmark = pytest.mark.unit


@pytest.fixture
def world() -> AccessWorld:
    return AccessWorld()


async def queued(world: AccessWorld, name: str, user: str, guild: str = GUILD) -> None:
    request = a_request(canonical=f"https://{name}/", user=user, guild=guild)
    await world.queue.enqueue(name, request)


async def listed(world: AccessWorld, asks: Caller, *known: str) -> Answer:
    """The answer in a channel whose readers know of these channels."""
    return await dlq(world.services, asks, lambda channel: channel in known)


async def test_a_server_sees_its_own_queue(world: AccessWorld) -> None:
    """Nobody else's, and the asker's first place among those."""
    await queued(world, "running12345", "1")
    await queued(world, "elsewhere123", "7", guild="2")
    await queued(world, "waiting12345", "1")
    await queued(world, "mine12345678", "7")
    await queued(world, "mine22345678", "7")
    world.queue.move("running12345", State.RUNNING)
    world.queue.running["running12345"] = Progress(stage=FETCH, done=1, total=4)
    world.queue.expects = Outlook(hosts=1, wait=90)
    text = (await listed(world, caller(user="7"))).text
    assert "elsewhere123" not in text
    assert "1 running, 3 waiting" in text
    assert "25%` · <@1> `running12345`" in text
    assert "Your position: 2\nEstimated wait: 2 minutes" in text
    other = (await listed(world, caller(user="8"))).text
    assert "mine12345678" in other
    assert "Your position" not in other
    assert "elsewhere123" in (await listed(world, caller(guild="2"))).text


async def test_bars_are_drawn_as_the_asker_likes(world: AccessWorld) -> None:
    """By their own setting."""
    await queued(world, "running12345", "1")
    world.queue.move("running12345", State.RUNNING)
    world.queue.running["running12345"] = Progress(stage=FETCH, done=1, total=2)
    await world.preferences.set_user("7", "progress_bar_style", BarStyle.BLOCKS)
    assert "▰▱" in (await listed(world, caller(user="7"))).text
    assert "▰▱" not in (await listed(world, caller(user="8"))).text


@pytest.mark.parametrize(("message", "how"), [("5", "$dl <link>"), (None, "/download")])
async def test_an_empty_queue(
    world: AccessWorld, message: str | None, how: str
) -> None:
    """Says how to ask, and what is paused."""
    world.queue.left_alone = (SiteView(site="reddit", until=1),)
    text = (await listed(world, caller(message=message))).text
    assert f"Ask for a download with `{how}`." in text
    assert "Reddit keeps failing" in text


async def test_without_redis_it_is_said_elsewhere(world: AccessWorld) -> None:
    """The one handler of errors answers."""
    world.queue.away = True
    with pytest.raises(LedgerAwayError):
        await listed(world, caller(level=Level.ADMIN))


async def test_what_isnt_for_every_reader_has_no_name(world: AccessWorld) -> None:
    """Neither what was asked for where not all may read, nor what is for adults."""
    for name, channel in (("here12345678", "5"), ("there1234567", "6")):
        target = DiscordTarget(guild_id=GUILD, channel_id=channel, upload_limit=1)
        request = a_request(canonical=f"https://{name}/", guild=GUILD, target=target)
        await world.queue.enqueue(name, request)
    adults = world.queue.records["here12345678"]

    async def heard(*known: str, **changed: Any) -> list[str]:
        return (await listed(world, caller(**changed), *known)).text.splitlines()

    _, here, there, *_ = await heard("5")
    assert here.startswith("` 1.` `here12345678`")
    assert there.startswith("` 2.` (not shown in this channel)")
    assert "`there1234567`" in (await heard("5", "6"))[2].partition("·")[0]
    changed = {"metadata": Metadata(title="Nude", age_restricted=True)}
    world.queue.records["here12345678"] = adults.model_copy(update=changed)
    assert "Nude" not in (await heard("5"))[1]
    assert "Nude" in (await heard("5", age_restricted=True))[1]
