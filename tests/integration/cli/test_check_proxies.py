"""What `bossbot check` says of proxies by site, where some answer."""

from __future__ import annotations

import asyncio

import pytest
from pydantic import SecretStr

from bossbot.cli.checks.configuration import configuration
from bossbot.cli.checks.passage import passage
from bossbot.settings import Settings

pytestmark = pytest.mark.integration


async def test_each_proxy_is_masked_and_asked() -> None:
    """Whether it answers, with the variable and the site to correct."""
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1")
    port = server.sockets[0].getsockname()[1]
    ways = (
        f"youtube=http://me:s3cret@127.0.0.1:{port},tiktok=direct,"
        "reddit=http://me:s3cret@127.0.0.1:1"
    )
    settings = Settings.load(_env_file=None, proxies=SecretStr(ways))
    async with server:
        found = {one.name: one async for one in passage(settings)}
    assert found["proxy: youtube"].status == "ok"
    assert found["proxy: tiktok"].text == "none: reached directly"
    assert found["proxy: reddit"].status == "missing"
    assert "reddit in BOSS_BOT_PROXIES" in found["proxy: reddit"].fix
    assert "s3cret" not in str(found)
    shown = {one.name: one.value for one in configuration(settings)}
    assert shown["BOSS_BOT_PROXIES"] == (
        f"youtube=http://127.0.0.1:{port},tiktok=direct,reddit=http://127.0.0.1:1"
    )
