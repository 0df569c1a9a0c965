"""What users and servers set, in Redis."""

from __future__ import annotations

import pytest
from redis.asyncio import Redis

from bossbot.adapters.access import Preferences
from bossbot.adapters.ledger import connect
from bossbot.models import (
    BarStyle,
    Permission,
    Priority,
    RoleSettings,
    ServerSettings,
    UserSettings,
)
from bossbot.pipeline.ports import LedgerAwayError

pytestmark = pytest.mark.integration


async def test_nothing_set_is_the_defaults(client: Redis) -> None:
    """And leaves nothing behind."""
    preferences = Preferences(client)
    assert await preferences.user("7") == UserSettings()
    assert await preferences.server("1") == ServerSettings()
    assert await client.keys("*") == []


async def test_what_a_user_sets_is_theirs_and_outlives_the_bot(
    client: Redis, access_server: str
) -> None:
    """Another client reads it; another user has the defaults."""
    await Preferences(client).set_user("7", "progress_bar_style", "blocks")
    await Preferences(client).set_user("7", "auto_retry", False)
    await Preferences(client).set_user("7", "max_retries", 0)
    other = connect(access_server)
    found = await Preferences(other).user("7")
    assert found == UserSettings(
        progress_bar_style=BarStyle.BLOCKS, auto_retry=False, max_retries=0
    )
    assert await Preferences(other).user("8") == UserSettings()
    assert await client.ttl("bossbot:v1:user:7") == -1
    await other.aclose()


async def test_one_is_reset_or_all(client: Redis) -> None:
    """Back to the default; resetting what isn't set is fine."""
    preferences = Preferences(client)
    await preferences.set_user("7", "auto_retry", False)
    await preferences.set_user("7", "max_retries", 1)
    await preferences.reset_user("7", "auto_retry")
    await preferences.reset_user("7", "default_format")
    assert await preferences.user("7") == UserSettings(max_retries=1)
    await preferences.reset_user("7")
    assert await client.keys("*") == []


async def test_a_server_and_its_roles(client: Redis) -> None:
    """Fields of a role come together; a role without any isn't there."""
    preferences = Preferences(client)
    await preferences.set_server("1", "channels", ["5", "6"])
    await preferences.set_server("1", "denied_platforms", ["tiktok"])
    await preferences.set_server("1", "role:20:download", False)
    await preferences.set_server("1", "role:20:max_mb", 25)
    await preferences.set_server("1", "role:21:priority", "high")
    friends = RoleSettings(permissions={Permission.DOWNLOAD: False}, max_mb=25)
    assert await preferences.server("1") == ServerSettings(
        channels=("5", "6"),
        denied_platforms=("tiktok",),
        roles={"20": friends, "21": RoleSettings(priority=Priority.HIGH)},
    )
    await preferences.reset_server("1", "role:21:priority")
    await preferences.reset_server("1", "role:20")
    await preferences.reset_server("1", "channels")
    found = await preferences.server("1")
    assert found == ServerSettings(denied_platforms=("tiktok",))
    await preferences.reset_server("1")
    assert await preferences.server("1") == ServerSettings()


async def test_what_cannot_be_read_is_the_default(client: Redis) -> None:
    """Another version's fields and values never are an error."""
    await client.hset(
        "bossbot:v1:user:7",
        mapping={
            "notification_level": '"shouting"',
            "auto_retry": "{",
            "from_the_future": "1",
            "max_retries": "2",
        },
    )
    assert await Preferences(client).user("7") == UserSettings(max_retries=2)


async def test_without_redis_everything_says_so(nowhere: Redis) -> None:
    """The one error that everyone above knows."""
    preferences = Preferences(nowhere)
    for call in (
        preferences.user("7"),
        preferences.server("1"),
        preferences.set_user("7", "auto_retry", True),
        preferences.set_server("1", "channels", []),
        preferences.reset_user("7"),
        preferences.reset_server("1", "channels"),
    ):
        with pytest.raises(LedgerAwayError):
            await call
