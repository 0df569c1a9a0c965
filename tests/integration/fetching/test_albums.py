"""Several files at one link: as many as wanted, and what is missing is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from aiohttp import web

from bossbot.errors import FileTooLargeError, NotFoundError, RateLimitedError
from tests.integration.fetching.conftest import Fetch, Progresses
from tests.integration.fetching.site import Site, refusal

pytestmark = pytest.mark.integration

CLIP = 102_901
"""Bytes of the clip."""


@pytest.fixture
def feed(site: Site) -> str:
    """A feed of four clips, of which the second is gone."""
    for number in (1, 3, 4):
        (site.media / f"{number}.mp4").hardlink_to(site.media / "clip.mp4")
    items = "".join(
        f"<item><title>Clip {number}</title><link>{site.url}/{number}.mp4</link>"
        f'<enclosure url="{site.url}/{number}.mp4" type="video/mp4"/></item>'
        for number in (1, 2, 3, 4)
    )
    text = f'<rss version="2.0"><channel><title>Feed</title>{items}</channel></rss>'
    site.pages["/feed.xml"] = lambda: web.Response(
        text=text, content_type="application/rss+xml"
    )
    return f"{site.url}/feed.xml"


async def test_one_that_is_gone_does_not_end_it(
    fetch: Fetch, feed: str, progresses: Progresses
) -> None:
    """The others come, in order, and the missing one is told."""
    result = await fetch("ytdlp", feed)
    assert [file["name"] for file in result["files"]] == [
        "Clip 1.mp4",
        "Clip 3.mp4",
        "Clip 4.mp4",
    ]
    assert [one["code"] for one in result["skipped"]] == ["not_found"]
    assert {one["file_number"] for one in progresses.told} == {1, 2, 3}


async def test_only_as_many_as_wanted(fetch: Fetch, feed: str, site: Site) -> None:
    """What is not wanted is not asked for either."""
    result = await fetch("ytdlp", feed, max_files=1)
    assert [file["name"] for file in result["files"]] == ["Clip 1.mp4"]
    assert not site.asked("/3.mp4")


async def test_a_rate_limit_ends_it(fetch: Fetch, feed: str, site: Site) -> None:
    """Nothing more is asked of a site that said stop; what there is is kept."""
    site.pages["/3.mp4"] = refusal(429, Retry_After="9")
    result = await fetch("ytdlp", feed)
    assert [file["name"] for file in result["files"]] == ["Clip 1.mp4"]
    assert result["skipped"][-1]["code"] == "rate_limit"
    assert result["skipped"][-1]["retry_after"] == 9
    assert not site.asked("/4.mp4")


async def test_the_cap_is_on_all_together(
    fetch: Fetch, feed: str, directory: Path
) -> None:
    """Files that are small each may not be large together."""
    result = await fetch("ytdlp", feed, max_bytes=int(1.5 * CLIP))
    assert [file["name"] for file in result["files"]] == ["Clip 1.mp4"]
    assert result["skipped"][-1]["code"] == "file_too_large"
    assert sum(one.stat().st_size for one in directory.iterdir()) < 2 * CLIP


async def test_none_at_all_is_an_error(fetch: Fetch, feed: str, site: Site) -> None:
    """An album whose every file is gone is gone."""
    for number in (1, 3, 4):
        (site.media / f"{number}.mp4").unlink()
    with pytest.raises(NotFoundError):
        await fetch("ytdlp", feed)


async def test_a_rate_limit_at_once_is_the_error(
    fetch: Fetch, feed: str, site: Site
) -> None:
    """Without any file the limit itself comes out."""
    site.pages["/1.mp4"] = refusal(429, Retry_After="9")
    with pytest.raises(RateLimitedError):
        await fetch("ytdlp", feed)


async def test_too_large_at_once_is_the_error(fetch: Fetch, feed: str) -> None:
    """Likewise the size."""
    with pytest.raises(FileTooLargeError):
        await fetch("ytdlp", feed, max_bytes=CLIP // 2)
