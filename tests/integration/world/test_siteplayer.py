"""The player keeps what its routes promise, seen by a plain HTTP client."""

from __future__ import annotations

import json
import ssl
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from tests.world import media
from tests.world.cache import made
from tests.world.siteplayer import SitePlayer
from tests.world.siteplayer.proxy import UNREACHABLE
from tests.world.siteplayer.sites import faults, files

pytestmark = pytest.mark.integration


@pytest.fixture
async def client(site_player: SitePlayer) -> AsyncIterator[aiohttp.ClientSession]:
    """A browser behind the player's proxy that trusts only the player's CA."""
    trust = ssl.create_default_context(cafile=str(site_player.ca_file))
    connector = aiohttp.TCPConnector(ssl=trust, force_close=True)
    async with aiohttp.ClientSession(
        connector=connector,
        proxy=site_player.proxy_url,
        timeout=aiohttp.ClientTimeout(total=60),
    ) as session:
        yield session


async def test_a_part_can_be_asked_for(client: aiohttp.ClientSession) -> None:
    """206 with the right bytes; the whole file when it changed meanwhile."""
    whole = made("photo.jpg", media.jpeg).read_bytes()
    url = files.url("photo.jpg")

    async with client.get(url, headers={"Range": "bytes=100-199"}) as part:
        assert part.status == 206
        assert await part.read() == whole[100:200]
    stale = {"Range": "bytes=100-", "If-Range": '"another"'}
    async with client.get(url, headers=stale) as answer:
        assert answer.status == 200
        assert await answer.read() == whole
    async with client.get(url, headers={"Range": "bytes=99999999-"}) as beyond:
        assert beyond.status == 416


async def test_a_truncated_body_claims_more_than_it_sends(
    client: aiohttp.ClientSession,
) -> None:
    """The connection ends before Content-Length is reached."""
    async with client.get(faults.url("truncated/a.jpg")) as answer:
        with pytest.raises(aiohttp.ClientPayloadError):
            await answer.read()


@pytest.mark.parametrize("how", ["endless", "lying"])
async def test_an_endless_body_does_not_end(
    client: aiohttp.ClientSession, how: str
) -> None:
    """Far beyond what it began as, or what it told to HEAD."""
    url = faults.url(f"{how}/a.jpg")
    async with client.head(url) as head:
        assert head.headers.get("Content-Length") == (
            "1000" if how == "lying" else None
        )
    async with client.get(url) as answer:
        assert "Content-Length" not in answer.headers
        assert len(await answer.content.readexactly(5_000_000)) == 5_000_000


async def test_a_bomb_is_small_until_it_is_unpacked(
    client: aiohttp.ClientSession,
) -> None:
    """The network counts kilobytes, the client's memory two hundred megabytes."""
    async with client.get(faults.url("bomb/a.jpg")) as answer:
        assert int(answer.headers["Content-Length"]) < 300_000
        assert len(await answer.content.readexactly(20_000_000)) == 20_000_000


async def test_a_flaky_site_recovers_and_is_flaky_again_after_a_reset(
    client: aiohttp.ClientSession, site_player: SitePlayer
) -> None:
    """Failures are counted per path."""
    url = faults.url("flaky/1/503/a.jpg")
    codes = []
    for _ in range(2):
        async with client.get(url) as answer:
            codes.append(answer.status)
    site_player.reset()
    async with client.get(url) as answer:
        codes.append(answer.status)
    assert codes == [503, 200, 503]


async def test_redirects_lead_inside(client: aiohttp.ClientSession) -> None:
    """To the metadata address, to loopback, and round in circles."""
    for how, location in {
        "metadata": "http://169.254.169.254/latest/meta-data/a.jpg",
        "loopback": "http://127.0.0.1:6379/a.jpg",
        "loop": "/redirect/loop/a.jpg",
    }.items():
        url = faults.url(f"redirect/{how}/a.jpg")
        async with client.get(url, allow_redirects=False) as answer:
            assert (answer.status, answer.headers["Location"]) == (302, location)


async def test_every_request_is_written_down(
    client: aiohttp.ClientSession, site_player: SitePlayer
) -> None:
    """By host, also those the proxy is asked for in plain HTTP."""
    async with client.get("http://169.254.169.254/latest?a=1") as answer:
        assert answer.status == 404
    [seen] = site_player.seen_at("169.254.169.254")
    assert (seen.method, seen.path, seen.query) == ("GET", "/latest", {"a": "1"})
    with pytest.raises(aiohttp.ClientHttpProxyError):
        await client.get(f"https://{UNREACHABLE}/a.jpg")
    assert site_player.targets == [f"{UNREACHABLE}:443"]


async def test_a_rate_is_kept(client: aiohttp.ClientSession) -> None:
    """36 kB at 72 kB/s take about half a second, never much less."""
    began = time.monotonic()
    async with client.get(files.url("photo.jpg"), params={"rate": "72000"}) as answer:
        size = len(await answer.read())
    assert time.monotonic() - began > 0.9 * size / 72000


def test_the_player_runs_as_a_process_of_its_own(tmp_path: Path) -> None:
    """It says where it is in one line of JSON, and ends on SIGTERM."""
    command = [sys.executable, "-m", "tests.world.siteplayer", "--dir", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        process.terminate()
        assert process.wait(timeout=30) == 0
    assert told["proxy"].startswith("http://127.0.0.1:")
    assert Path(told["ca_file"]).read_text().startswith("-----BEGIN CERTIFICATE")
