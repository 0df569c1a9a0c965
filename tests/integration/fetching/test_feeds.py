"""A feed is everything that somebody publishes; a page is what is on it."""

from __future__ import annotations

import pytest
from aiohttp import web

from tests.integration.fetching.conftest import Fetch
from tests.integration.fetching.site import Site, html
from tests.world import media

pytestmark = pytest.mark.integration

EPISODES = range(12)


@pytest.fixture
def episodes(site: Site) -> list[str]:
    """A dozen sounds."""
    tone = media.made("tone.mp3", media.mp3)
    for number in EPISODES:
        (site.media / f"{number}.mp3").hardlink_to(tone)
    return [f"{site.url}/{number}.mp3" for number in EPISODES]


async def test_of_a_feed_the_newest_ten(
    fetch: Fetch, site: Site, episodes: list[str]
) -> None:
    """As of any profile; the eleventh is not asked for."""
    items = "".join(
        f'<item><title>E</title><enclosure url="{one}" type="audio/mpeg"/></item>'
        for one in episodes
    )
    text = f'<rss version="2.0"><channel><title>Feed</title>{items}</channel></rss>'
    site.pages["/feed"] = lambda: web.Response(text=text, content_type="text/xml")
    assert len((await fetch("ytdlp", f"{site.url}/feed"))["files"]) == 10
    assert not site.asked("/10.mp3")


async def test_of_a_page_all_that_is_on_it(
    fetch: Fetch, site: Site, episodes: list[str]
) -> None:
    """Somebody put them together, as in an album."""
    sounds = "".join(f'<audio src="{one}"></audio>' for one in episodes)
    site.pages["/page"] = html(f"<html><title>Sounds</title>{sounds}</html>")
    assert len((await fetch("ytdlp", f"{site.url}/page"))["files"]) == 12
