"""What yt-dlp sleeps for and asks for while it holds a slot: hardly anything."""

from __future__ import annotations

from typing import Any

import pytest

from bossbot.sandbox.jobs.ytdlp.options import FRAGMENT_RETRIES, LONGEST_WAIT
from tests.integration.fetching.conftest import Fetch
from tests.integration.fetching.site import Site
from tests.world import media
from tests.world.siteplayer import SitePlayer
from tests.world.siteplayer.sites import youtube

pytestmark = pytest.mark.integration


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long somebody wanted to sleep, each time; nobody really does."""
    slept: list[float] = []
    monkeypatch.setattr("time.sleep", slept.append)
    return slept


@pytest.fixture
def played(
    fetch: Fetch, site_player: SitePlayer, monkeypatch: pytest.MonkeyPatch
) -> Fetch:
    """Run a job in this process, with the played-back sites as its Internet."""
    ca_file = str(site_player.ca_file)
    monkeypatch.setenv("SSL_CERT_FILE", ca_file)

    async def run(url: str) -> Any:
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
    """A video without them, and a playlist with one that is private, begin at once."""
    assert await played(youtube.ADAPTIVE)
    assert await played(youtube.PLAYLIST)
    assert slept == []


async def test_a_fragment_is_asked_for_again_at_once(
    fetch: Fetch, site: Site, slept: list[float]
) -> None:
    """One hiccup of a stream costs a request, and no time."""
    for part in media.made("stream-hls", media.hls).iterdir():
        (site.media / part.name).hardlink_to(part)
    site.breaks["/seg001.ts"] = [100] * FRAGMENT_RETRIES
    assert await fetch("ytdlp", f"{site.url}/master.m3u8")
    assert len(site.asked("/seg001.ts")) == FRAGMENT_RETRIES + 1
    assert slept == []


async def test_two_requests_tell_where_a_video_is(
    played: Fetch, site_player: SitePlayer
) -> None:
    """Its page and the player's interface; no program of the player is asked for."""
    assert await played(youtube.PLAIN)
    asked = [(one.method, one.path) for one in site_player.seen_at("www.youtube.com")]
    assert asked == [("GET", "/watch"), ("POST", "/youtubei/v1/player")]


async def test_nothing_is_asked_of_what_is_not_wanted(
    played: Fetch, site_player: SitePlayer
) -> None:
    """Of a channel, the pages of its newest 10 and no other."""
    assert len((await played(youtube.CHANNEL))["files"]) == 10
    pages = [one for one in site_player.seen if one.path == "/watch"]
    assert len(pages) == 10
