"""One worker's watch over the played-back sites, with a ledger and a Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from redis.asyncio import Redis

from bossbot.adapters.discord_api import OFFICIAL, point_at
from bossbot.adapters.disk import Disk
from bossbot.adapters.ledger import Scripts
from bossbot.adapters.zygote import ZygoteLauncher
from bossbot.bootstrap.canaries import canary_watch
from bossbot.settings import Settings
from tests.integration.canaries.watched import Watched
from tests.integration.ledger.conftest import client, ledger_server
from tests.world.discord import DiscordServer
from tests.world.siteplayer import SitePlayer
from tests.world.siteplayer.fixtures import played_sites, site_player
from tests.world.siteplayer.sites import faults, files, reddit

__all__ = ["client", "ledger_server", "played_sites", "site_player"]

LINKS = (reddit.GALLERY, files.url("clip.mp4"), faults.url("silent/a.mp4"))


@pytest.fixture(scope="package")
def zygote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ZygoteLauncher]:
    launcher = ZygoteLauncher(home=tmp_path_factory.mktemp("zygote"))
    launcher.start()
    yield launcher
    launcher.stop()


@pytest.fixture
def discord() -> Iterator[DiscordServer]:
    with DiscordServer() as server:
        yield server
    point_at(OFFICIAL, "wss://gateway.discord.gg/")


@pytest.fixture
async def watched(
    zygote: ZygoteLauncher,
    site_player: SitePlayer,
    client: Redis,
    discord: DiscordServer,
    tmp_path: Path,
) -> AsyncIterator[Watched]:
    settings = Settings.load(
        canary_urls=LINKS,
        proxy=site_player.proxy_url,
        ca_file=site_player.ca_file,
        discord_token=discord.token,
        discord_admin_user_id=discord.member.id,
        discord_api_base=discord.api_base,
        discord_gateway=discord.gateway_url,
        _env_file=None,
    )
    watched = Watched(
        scripts=Scripts(client),
        disk=Disk.open(tmp_path / "root"),
        sites=site_player,
        discord=discord,
    )
    async with AsyncExitStack() as closing:
        watch = canary_watch(
            settings,
            zygote=zygote.socket_path,
            disk=watched.disk,
            scripts=watched.scripts,
            closing=closing,
            draining=lambda: watched.draining,
        )
        assert watch is not None
        watched.watch = watch
        yield watched
