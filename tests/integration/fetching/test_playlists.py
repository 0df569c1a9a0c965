"""Streams within pages and lists of links: whether they end, and how long they are."""

from __future__ import annotations

from functools import partial

import pytest
from aiohttp import web

from bossbot.errors import (
    InvalidFileError,
    RateLimitedError,
    UnsupportedUrlError,
)
from bossbot.sandbox.jobs.ytdlp import session as ytdlp_session
from bossbot.sandbox.jobs.ytdlp import videos
from tests.integration.fetching.conftest import Fetch
from tests.integration.fetching.site import Site, html, refusal
from tests.world import media

pytestmark = pytest.mark.integration

END = "#EXT-X-ENDLIST\n"
LIST = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n{}#EXTINF:2.0,\nseg000.ts\n"


@pytest.fixture
def page(site: Site) -> str:
    """A page with a stream in it, whose list is at `/media.m3u8`."""
    for part in media.made("stream-hls", media.hls).glob("*.ts"):
        (site.media / part.name).hardlink_to(part)
    site.pages["/page"] = html('<html><video src="/media.m3u8"></video></html>')
    return f"{site.url}/page"


def _list(text: str) -> web.Response:
    return web.Response(text=text, content_type="application/vnd.apple.mpegurl")


@pytest.mark.parametrize(
    "text", [LIST.format("") + END, LIST.format("#EXT-X-PLAYLIST-TYPE:VOD\n")]
)
async def test_a_stream_that_ends(
    fetch: Fetch, site: Site, page: str, text: str
) -> None:
    """Its list says so, in one way or the other."""
    site.pages["/media.m3u8"] = lambda: _list(text)
    assert len((await fetch("ytdlp", page))["files"]) == 1


@pytest.mark.parametrize("kind", ["", "#EXT-X-PLAYLIST-TYPE:EVENT\n"])
async def test_a_stream_that_goes_on(
    fetch: Fetch, site: Site, page: str, kind: str
) -> None:
    """yt-dlp would fetch its last seconds; not one of them is asked for."""
    site.pages["/media.m3u8"] = lambda: _list(LIST.format(kind))
    with pytest.raises(InvalidFileError) as caught:
        await fetch("ytdlp", page)
    assert caught.value.data["reason"] == "live"
    assert not site.asked("/seg000.ts")


async def test_a_stream_in_too_many_parts(
    fetch: Fetch, site: Site, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One link doesn't send requests by the thousand."""
    monkeypatch.setattr(videos, "MOST_FRAGMENTS", 20)
    parts = "".join(f"#EXTINF:2.0,\nseg000.ts?{n}\n" for n in range(30))
    site.pages["/media.m3u8"] = lambda: _list(LIST.format("") + parts + END)
    with pytest.raises(InvalidFileError) as caught:
        await fetch("ytdlp", page)
    assert caught.value.data["reason"] == "too_many_parts"
    assert len(site.asked("/seg000.ts")) <= 2


async def test_a_list_that_is_refused(fetch: Fetch, site: Site, page: str) -> None:
    """The look ahead hides nothing: the error is the one of the fetch."""
    site.pages["/media.m3u8"] = refusal(429, Retry_After="9")
    with pytest.raises(RateLimitedError) as caught:
        await fetch("ytdlp", page)
    assert caught.value.retry_after == 9


def _feed(onward: str) -> web.Response:
    item = f"<item><title>More</title><link>{onward}</link></item>"
    text = f'<rss version="2.0"><channel><title>A</title>{item}</channel></rss>'
    return web.Response(text=text, content_type="application/rss+xml")


async def test_lists_of_lists_without_end(
    fetch: Fetch, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One link doesn't keep a slot, nor bother a site, until the deadline."""
    monkeypatch.setattr(ytdlp_session, "_PATIENCE", 10)
    for number in range(30):
        onward = f"{site.url}/feed/{number + 1}"
        site.pages[f"/feed/{number}"] = partial(_feed, onward)
    with pytest.raises(UnsupportedUrlError) as caught:
        await fetch("ytdlp", f"{site.url}/feed/0")
    assert caught.value.data["reason"] == "no_media"
    assert site.asked("/feed/3")
    assert not site.asked("/feed/11")
