"""What YouTube makes clients wait for, and which of its interfaces are asked."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
import yt_dlp.downloader.common as downloader

from bossbot.sandbox.jobs.ytdlp_options import LONGEST_WAIT
from tests.integration.fetching.conftest import Fetch
from tests.world.siteplayer import SitePlayer
from tests.world.siteplayer.sites import youtube

pytestmark = pytest.mark.integration

type Watch = Callable[[str], object]


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long yt-dlp's downloaders slept, each time; they don't really."""
    slept: list[float] = []
    clock = SimpleNamespace(**vars(downloader.time))
    clock.sleep = slept.append
    monkeypatch.setattr(downloader, "time", clock)
    return slept


@pytest.fixture
def played(
    fetch: Fetch, site_player: SitePlayer, monkeypatch: pytest.MonkeyPatch
) -> Fetch:
    """Run a job in this process, with the played-back sites as its Internet."""
    ca_file = str(site_player.ca_file)
    monkeypatch.setenv("SSL_CERT_FILE", ca_file)

    async def run(url: str) -> object:
        proxy = site_player.proxy_url
        return await fetch("ytdlp", url, proxy=proxy, ca_file=ca_file)

    return run


async def test_advertisements_are_not_waited_for_to_their_end(
    played: Fetch, slept: list[float]
) -> None:
    """Ten minutes of them hold the slot for half a minute at most."""
    assert await played(youtube.ADVERTISED)
    (wait,) = slept
    assert LONGEST_WAIT - 5 < wait <= LONGEST_WAIT + 1


async def test_nothing_else_is_waited_for(played: Fetch, slept: list[float]) -> None:
    """A video without them, and a playlist, begin at once."""
    assert await played(youtube.ADAPTIVE)
    assert await played(youtube.PLAYLIST)
    assert slept == []


async def test_no_javascript_is_asked_for(
    played: Fetch, site_player: SitePlayer
) -> None:
    """Without a runtime for it, two requests tell where the bytes are."""
    assert await played(youtube.PLAIN)
    asked = [(one.method, one.path) for one in site_player.seen_at("www.youtube.com")]
    assert asked == [("GET", "/watch"), ("POST", "/youtubei/v1/player")]
