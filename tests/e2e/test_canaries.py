"""Beat, a worker and a played site: looks come by themselves, alerts once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bossbot.adapters.ledger import canaries, connect
from bossbot.models import Canary
from tests.world.deployment import Deployment
from tests.world.discord import DiscordServer
from tests.world.processes import wait_until
from tests.world.siteplayer import SitePlayer
from tests.world.siteplayer.sites import reddit

pytestmark = pytest.mark.e2e

HOST = "www.reddit.com"


@pytest.fixture
def deployment(
    tmp_path: Path, discord_server: DiscordServer, sites_environment: dict[str, str]
) -> Iterator[Deployment]:
    settings = {
        **sites_environment,
        **discord_server.environment,
        "DISCORD_ADMIN_USER_ID": discord_server.member.id,
        "BOSS_BOT_WORKER_SLOTS": "1",
        "BOSS_BOT_CANARY_URLS": reddit.GALLERY,
    }
    with Deployment(tmp_path, **settings) as deployment:
        yield deployment


@pytest.fixture
def refusing(played_sites: SitePlayer) -> Iterator[SitePlayer]:
    """The sites, with one that refuses everything."""
    played_sites.moods[HOST] = 403
    yield played_sites
    played_sites.moods.clear()


async def until(deployment: Deployment, true: Callable[[Canary], bool]) -> None:
    """Wait until Reddit is known to do so, and have its turns come at each tick."""
    client = connect(deployment.url)
    async with asyncio.timeout(90):
        while not any(map(true, await canaries(client))):
            await asyncio.sleep(0.1)
    await client.delete("bossbot:v1:canary-turn:reddit")
    await client.aclose()


async def test_a_site_that_fails_and_recovers_is_told_to_the_owner(
    deployment: Deployment, refusing: SitePlayer, discord_server: DiscordServer
) -> None:
    """From beat's tick to a direct message; no log has the link, nothing is left."""

    def told() -> list[str]:
        messages = discord_server.direct_messages(discord_server.member)
        return [message.content[:9] for message in messages]

    worker = deployment.start_worker()
    deployment.start_beat()
    await until(deployment, lambda one: one.works is False and one.told)
    wait_until(lambda: told() == ["⚠️ Reddit"], what="the alert")
    refusing.moods.clear()
    await until(deployment, lambda one: one.works is True and one.told)
    wait_until(lambda: told() == ["⚠️ Reddit", "✅ Reddit "], what="good news")
    assert "canary: a site fails" in worker.output()
    assert reddit.GALLERY not in worker.output()
    assert deployment.temps() == []
