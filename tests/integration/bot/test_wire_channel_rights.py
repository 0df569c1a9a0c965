"""What a channel gives to somebody holds for that channel alone."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bossbot.models import State
from tests.integration.bot.cast import MANAGERS, MODERATORS, Cast, becomes
from tests.world.discord import Channel
from tests.world.wire import LINK, PICTURE

pytestmark = pytest.mark.integration

WAYS = pytest.mark.parametrize("way", ["prefix", "slash"])
NOT_YOURS = "🚫 Only who asked for it and moderators can do that."


@dataclass
class Corner:
    """A channel of a member's own, and a download of another's there and elsewhere."""

    cast: Cast
    channel: Channel
    here: str
    elsewhere: str

    async def says(self, way: str, command: str, name: str, **options: str) -> str:
        """What the channel's host is answered there."""
        await self.cast.wire.calm()
        told = (command, name, options)
        return await self.cast.answer(way, told, "member", self.channel)


@pytest.fixture
async def corner(cast: Cast) -> Corner:
    channel = cast.server.add_channel("corner")
    cast.server.overwrite(
        channel, cast["member"], allow="manage_messages manage_guild manage_roles"
    )
    [here] = await cast.taken("prefix", LINK, "manager", channel)
    [elsewhere] = await cast.taken("prefix", PICTURE, "manager")
    return Corner(cast, channel, here.id, elsewhere.id)


@WAYS
async def test_others_downloads(corner: Corner, way: str) -> None:
    """Those asked for in the channel can be cancelled, others' elsewhere can't."""
    for id_, heard in ((corner.elsewhere, NOT_YOURS), (corner.here, "⏹️ Cancelled.")):
        command = f"$dlc {id_}"
        assert await corner.says(way, command, "queue cancel", id=id_) == heard
    await becomes(corner.cast.wire, corner.here, State.CANCELLED)


@WAYS
async def test_the_whole_queue(corner: Corner, way: str) -> None:
    """It is emptied by who keeps order in the whole server."""
    heard = await corner.says(way, "$dlclear", "queue clear")
    assert MODERATORS in heard
    await corner.cast.wire.calm()
    cleared = await corner.cast.answer(
        way, ("$dlclear", "queue clear", {}), "moderator"
    )
    assert cleared.startswith("🧹")


@WAYS
async def test_the_servers_settings(corner: Corner, way: str) -> None:
    """No channel gives them, whatever its overwrites say."""
    heard = await corner.says(way, "$dls guild", "settings server view")
    assert MANAGERS in heard
