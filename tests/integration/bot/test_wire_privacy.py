"""What a server's queue tells in one channel of what was asked for in others."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.integration.bot.cast import Cast
from tests.world.discord import Channel
from tests.world.wire import PICTURE

pytestmark = pytest.mark.integration

WAYS = pytest.mark.parametrize("way", ["prefix", "slash"])
NAME, UNTOLD = "`i.redd.it`", "(not shown in this channel)"


def hidden(cast: Cast) -> Channel:
    """Nobody's but the moderators' and a guest's."""
    server = cast.server
    channel = server.add_channel("hidden")
    server.overwrite(channel, server.guild.everyone, deny="view_channel")
    staff = server.add_role(server.guild, "staff")
    server.give(cast["moderator"], staff)
    server.overwrite(channel, staff, allow="view_channel")
    for guest in (cast["manager"], server.world.bot):
        server.overwrite(channel, guest, allow="view_channel")
    return channel


def adults(cast: Cast) -> Channel:
    return cast.server.add_channel("adults", nsfw=True)


def shut(cast: Cast) -> Channel:
    """All but one may read it."""
    channel = cast.server.add_channel("shut")
    cast.server.overwrite(channel, cast["outsider"], deny="view_channel")
    return channel


async def heard(cast: Cast, way: str, channel: Channel | None = None) -> str:
    await cast.wire.calm()
    return await cast.answer(way, ("$dlq", "queue list", {}), "moderator", channel)


@WAYS
@pytest.mark.parametrize("kind", [hidden, adults, shut])
async def test_what_not_all_may_read(
    cast: Cast, way: str, kind: Callable[[Cast], Channel]
) -> None:
    """It is called by its name there, and in a thread there, and nowhere else."""
    place = kind(cast)
    [record] = await cast.taken("prefix", PICTURE, "moderator", place)
    there = await heard(cast, way, place)
    assert NAME in there
    assert UNTOLD not in there
    assert NAME in await heard(cast, way, cast.server.add_thread("talk", place))
    for other in (None, cast.server.add_channel("other")):
        elsewhere = await heard(cast, way, other)
        assert UNTOLD in elsewhere
        assert NAME not in elsewhere
        assert record.id in elsewhere


async def test_what_all_may_read(cast: Cast) -> None:
    """It is called by its name everywhere, also in hidden channels and for guests."""
    await cast.taken("prefix", PICTURE)
    for place in (hidden(cast), adults(cast), shut(cast), cast.server.add_thread("x")):
        assert NAME in await heard(cast, "prefix", place)


async def test_a_channel_that_is_gone(cast: Cast) -> None:
    """Nobody knows any more who could read it."""
    place = cast.server.add_channel("gone")
    await cast.taken("prefix", PICTURE, "moderator", place)
    assert NAME in await heard(cast, "prefix")
    cast.server.remove_channel(place)
    assert UNTOLD in await heard(cast, "prefix")
