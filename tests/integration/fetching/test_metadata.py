"""What the sites say, as the unmodified extractors bring it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import pytest

from bossbot.models import Metadata
from tests.world.fetch_stage import Stage
from tests.world.siteplayer.sites import (
    bluesky,
    files,
    imgur,
    reddit,
    reddit_posts,
    streams,
    tiktok,
    twitter,
)

pytestmark = pytest.mark.integration

POSTED: Final = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
TWEETED: Final = datetime(2023, 9, 8, 4, 15, 59, tzinfo=UTC)
WATCHER: Final = {"author": "harbour_watcher", "handle": "harbour_watcher"}
ALICE: Final = {"author": "Harbour watch", "handle": bluesky.ALICE}
TIKTOKER: Final = {
    "author": "Harbour Watch",
    "handle": "harbour_watch",
    "text": "A boat comes in #harbour",
}


@pytest.mark.parametrize(
    ("platform", "link", "expected"),
    [
        (
            "twitter",
            twitter.SENSITIVE,
            {
                "author": "Harbour",
                "handle": "harbour_watch",
                "text": "Behind a warning",
                "date": TWEETED,
                "age_restricted": True,
                "extractor": "twitter",
            },
        ),
        (
            "reddit",
            reddit.GALLERY,
            {
                "title": "Two harbours",
                "source_url": "https://www.reddit.com/r/pics/comments/gal001/a_title/",
                "extractor": "reddit",
                **WATCHER,
            },
        ),
        (
            "reddit",
            reddit.VIDEO_POST,
            {"title": "A boat", "extractor": "Reddit", **WATCHER},
        ),
        (
            "other",
            bluesky.ADULT,
            {
                "text": "Bathing",
                "age_restricted": True,
                "extractor": "bluesky",
                **ALICE,
            },
        ),
        (
            "other",
            imgur.ALBUM,
            {
                "title": "The harbour at dawn",
                "author": "harbour_watch",
                "handle": "harbour_watch",
                "extractor": "imgur",
            },
        ),
        ("tiktok", tiktok.VIDEO, {"extractor": "TikTok", **TIKTOKER}),
        (
            "tiktok",
            tiktok.SHORT_SLIDES,
            {"source_url": tiktok.SLIDES, "extractor": "tiktok", **TIKTOKER},
        ),
        (
            "other",
            files.url("photo.jpg"),
            {"title": "photo", "date": None, "extractor": "directlink"},
        ),
        (
            "other",
            streams.PAGE,
            {"title": "Harbour at dawn", "date": None, "extractor": "HTML5MediaEmbed"},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_what_the_sites_say(
    stage: Stage, platform: str, link: str, expected: dict[str, Any]
) -> None:
    """Each in the same words; nothing is made up that a site doesn't say."""
    outcome = await stage.fetch(link, platform)
    values: dict[str, Any] = {"source_url": link, "date": POSTED, **expected}
    assert outcome.metadata == Metadata(**values)


async def test_where_a_post_leads_to_something_restricted(stage: Stage) -> None:
    """One site's word is enough, though the post has it from another."""
    outcome = await stage.fetch(reddit_posts.post("link03"), "reddit")
    assert outcome.metadata is not None
    assert outcome.metadata.title == "Bathers elsewhere"
    assert outcome.metadata.age_restricted


async def test_what_is_to_be_seen(stage: Stage) -> None:
    """The alternative texts of a post's pictures stay with each of them."""
    outcome = await stage.fetch(twitter.PHOTO_TWEET, "twitter")
    assert [one.description for one in outcome.files or ()] == ["A harbour"] * 2
